"""From a folder of TOML files to a pack, or to every fault that keeps it from being one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from app.questionnaire.faults import Fault, PackError, in_order, shown
from app.questionnaire.fields import Fields, SourceFile
from app.questionnaire.model import AnswerType, Column, Pack, Question, Section, Severity, Slot, Statement
from app.questionnaire.snapshot import digest
from app.questionnaire.source import parse, read_text

PACK_FILE = "pack.toml"
STATEMENTS_FILE = "statements.toml"
INSTALLED = Path(__file__).parent / "packs"
"""The folder of the packs that come with the program."""

_PACK_ID = re.compile(r"[a-z][a-z0-9-]*")
_VERSION = re.compile(r"\d+(\.\d+)*")
_SECTION_FILE = re.compile(r"\d+-.+\.toml")
_DEPTH = 4
"""How many packs may stand on top of one another."""

Places = Mapping[str, Mapping[str, int]]
"""Lines of fields by the place of their question, section or statement (`040-ferpa.toml:7`) and field name."""


def installed_packs() -> tuple[str, ...]:
    """Ids of the packs that come with the program."""
    return tuple(sorted(folder.name for folder in INSTALLED.iterdir() if (folder / PACK_FILE).is_file()))


def load_installed(pack_id: str = "k12") -> Pack:
    """A pack that comes with the program.

    It is not checked again (the program's tests do that), so that nothing slow is imported on the way to
    the first screen. Raises `PackError` when there is no such pack or its files are damaged.
    """
    if pack_id not in installed_packs():
        known = ", ".join(installed_packs())
        raise PackError([Fault(pack_id, 0, "", "", f"the id of an installed pack ({known})")])
    return load_pack(INSTALLED / pack_id, checked=False)


def find_pack(pack_id: str, extra_folders: Iterable[Path] = ()) -> Path:
    """The folder of a pack, looked for in the user's folders first and then among the installed ones.

    A pack's folder carries its id as name. Raises `PackError` when there is none.
    """
    folders = [Path(folder) for folder in extra_folders]
    if _PACK_ID.fullmatch(pack_id):
        for folder in (*folders, INSTALLED):
            if (folder / pack_id / PACK_FILE).is_file():
                return folder / pack_id
    looked = ", ".join(str(folder) for folder in (*folders, INSTALLED))
    raise PackError([Fault(shown(pack_id), 0, "", "", f"a pack of this id; looked in {looked}")])


def load_pack(folder: Path, *, extra_folders: Iterable[Path] = (), checked: bool = True) -> Pack:
    """The pack in a folder. Raises `PackError` with everything that is wrong with it.

    `extra_folders` are where a pack that this one extends may be, besides beside it and among the installed
    ones. Without `checked` only the shape of the files is looked at, not conditions and references.
    """
    faults: Iterable[Fault]
    if checked:
        pack, faults = read_pack(folder, extra_folders=extra_folders)
    else:
        pack, _, faults = _read(Path(folder), tuple(extra_folders), _DEPTH)
    if pack is None or faults:
        raise PackError(in_order(faults))
    return pack


def read_pack(folder: Path, *, extra_folders: Iterable[Path] = ()) -> tuple[Pack | None, tuple[Fault, ...]]:
    """The pack in a folder, as far as it can be read, and everything that is wrong with it, in file order.

    The pack is None only when nothing could be read.
    """
    from app.questionnaire.checker import check

    pack, places, faults = _read(Path(folder), tuple(extra_folders), _DEPTH)
    if pack is None:
        return None, in_order(faults)
    return pack, in_order((*faults, *check(pack, places)))


def _read(
    folder: Path, extra_folders: tuple[Path, ...], depth: int
) -> tuple[Pack | None, dict[str, dict[str, int]], list[Fault]]:
    """The pack, the lines of its fields and the faults of its shape."""
    if not (folder / PACK_FILE).is_file():
        found = "a folder without it" if folder.is_dir() else "no such folder"
        return None, {}, [Fault(str(folder), 0, "", "", f"a pack's folder with a {PACK_FILE}; found {found}")]
    files, faults = _open(folder)
    head = next((file for file in files if file.name == PACK_FILE), None)
    if head is None:
        return None, {}, faults
    pack_id = head.root.text("id", required=True, filled=True)
    if pack_id and not _PACK_ID.fullmatch(pack_id):
        head.root.fault("id", f"small letters, digits and dashes; found {shown(pack_id)}")
    version = head.root.text("version", required=True, filled=True)
    if version and not _VERSION.fullmatch(version):
        head.root.fault("version", f"numbers with dots between them; found {shown(version)}")
    title = head.root.text("title", required=True, filled=True)
    extends = head.root.text("extends")
    head.root.close()
    places: dict[str, dict[str, int]] = {}
    base = None
    if extends:
        base, base_places = _base(extends, pack_id, head.root, (*extra_folders, folder.parent), depth)
        places.update(base_places)
    reader = _Reader(places, list(base.sections) if base else [])
    for file in files:
        if file.name == STATEMENTS_FILE:
            reader.statements(file)
        elif file.name != PACK_FILE:
            reader.section_file(file)
    faults += [fault for file in files for fault in file.faults]
    pack = Pack(
        pack_id,
        version,
        title,
        tuple(reader.sections),
        (*(base.statements if base else ()), *reader.found_statements),
    )
    return replace(pack, sha256=digest(pack)), places, faults


def _base(
    extends: str, own_id: str, head: Fields, folders: tuple[Path, ...], depth: int
) -> tuple[Pack | None, dict[str, dict[str, int]]]:
    try:
        if depth == 0 or extends == own_id:
            raise PackError([Fault("", 0, "", "", "another pack, and no circle of packs")])
        folder = find_pack(extends, folders)
        pack, places, faults = _read(folder, folders, depth - 1)
        if faults:
            raise PackError(faults)
    except PackError as error:
        head.fault("extends", f"a pack that can be read; {error}")
        return None, {}
    return pack, places


def _open(folder: Path) -> tuple[list[SourceFile], list[Fault]]:
    files: list[SourceFile] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name not in (PACK_FILE, STATEMENTS_FILE) and not _SECTION_FILE.fullmatch(path.name):
            expected = (
                f"{PACK_FILE}, {STATEMENTS_FILE} or a section's file with its number in front (040-name.toml)"
            )
            faults.append(Fault(path.name, 0, "", "", expected))
            continue
        text = read_text(path)
        data = text if isinstance(text, Fault) else parse(text, path.name)
        if isinstance(text, Fault) or isinstance(data, Fault):
            faults.append(data if isinstance(data, Fault) else Fault(path.name, 0, "", "", "TOML"))
        else:
            files.append(SourceFile(path.name, data, text))
    return files, faults


class _Reader:
    """Turns the files of one pack into sections and statements, on top of those of the pack it extends."""

    def __init__(self, places: dict[str, dict[str, int]], sections: list[Section]) -> None:
        self.places = places
        self.sections = sections
        self.found_statements: list[Statement] = []
        self._own: dict[str, str] = {}

    def _place(self, fields: Fields) -> str:
        self.places[fields.place] = fields.file.lines.fields(fields.path)
        return fields.place

    def section_file(self, file: SourceFile) -> None:
        """Read one section with its questions."""
        head = file.root.table("section")
        questions = file.root.tables("question")
        file.root.close()
        if head is None:
            file.root.fault("section", "a [section] table with an id and a title")
            return
        section_id = head.owner = head.text("id", required=True, filled=True)
        base = next((s for s in self.sections if s.id == section_id and s.id not in self._own), None)
        if section_id in self._own:
            head.fault("id", f"an id of its own; {section_id} is the section of {self._own[section_id]}")
        self._own[section_id] = file.name
        found = tuple(self._question(fields, section_id, None) for fields in questions)
        if base is not None:
            head.close()
            self.sections[self.sections.index(base)] = replace(base, questions=base.questions + found)
            return
        section = Section(
            id=section_id,
            title=head.text("title", required=True, filled=True),
            questions=found,
            when=head.text("when"),
            intro=head.text("intro"),
            law=head.text("law"),
            place=self._place(head),
        )
        after = head.text("after")
        head.close()
        known = [s.id for s in self.sections]
        if after and after not in known:
            head.fault("after", f"the id of a section before this one; found {shown(after)}")
        self.sections.insert(known.index(after) + 1 if after in known else len(known), section)

    def _question(self, fields: Fields, section: str, parent: str | None) -> Question:
        fields.owner = fields.text("id", required=True, filled=True)
        top = parent is None
        question = Question(
            id=fields.owner,
            section=section,
            parent=parent,
            ask=fields.text("ask", required=True, filled=True),
            type=fields.word("type", AnswerType, required=True) or _guessed(fields),
            when=fields.text("when"),
            choices=fields.texts("choices"),
            exclusive=fields.texts("exclusive"),
            silent_choice=fields.text("silent_choice"),
            units=fields.texts("units"),
            bare_units=fields.texts("bare_units"),
            columns=tuple(self._column(column) for column in fields.tables("columns")),
            good_side=fields.text("good_side") or "yes",
            gate=top and fields.flag("gate"),
            severity=fields.word("severity", Severity, required=top),
            why=fields.text("why", required=top, filled=top),
            good=fields.text("good", required=top, filled=top),
            red_flag=fields.text("red_flag", required=top, filled=top),
            evidence=fields.text("evidence", required=top),
            law=fields.texts("law", required=top),
            cues=fields.texts("cues", required=top),
            feeds=fields.texts("feeds", required=top),
            followups=tuple(
                self._question(followup, section, fields.owner)
                for followup in (fields.tables("followup") if top else ())
            ),
            place=self._place(fields),
        )
        fields.close()
        return question

    def _column(self, fields: Fields) -> Column:
        column = Column(
            id=fields.text("id", required=True, filled=True),
            label=fields.text("label", required=True, filled=True),
            type=fields.word("type", AnswerType) or AnswerType.TEXT,
            choices=fields.texts("choices"),
        )
        fields.close()
        return column

    def statements(self, file: SourceFile) -> None:
        """Read the sentences of the profile."""
        for fields in file.root.tables("statement"):
            self.found_statements.append(self._statement(fields))
        file.root.close()

    def _statement(self, fields: Fields) -> Statement:
        fields.owner = fields.text("id", required=True, filled=True)
        statement = Statement(
            id=fields.owner,
            code=fields.text("code", required=True, filled=True),
            questions=fields.texts("questions", required=True),
            clause=fields.text("clause", exact=True),
            choices=fields.wording("choices"),
            no=fields.text("no", exact=True),
            silent=fields.text("silent", exact=True),
            slots=tuple(self._slot(name, slot) for name, slot in fields.named_tables("slots").items()),
            place=self._place(fields),
        )
        fields.close()
        return statement

    def _slot(self, name: str, fields: Fields) -> Slot:
        slot = Slot(
            name=name,
            question=fields.text("question", required=True, filled=True),
            text=fields.text("text", exact=True) or "{value}",
            choices=fields.wording("choices"),
            states=fields.wording("states"),
            otherwise=fields.text("otherwise", exact=True),
        )
        fields.close()
        return slot


def _guessed(fields: Fields) -> AnswerType:
    """The likely type of a question whose type is wrong, so that one fault does not bring others with it."""
    if fields.has("choices"):
        return AnswerType.MANY_OF if fields.has("exclusive") else AnswerType.ONE_OF
    if fields.has("columns"):
        return AnswerType.TABLE
    return AnswerType.NUMBER_UNIT if fields.has("units") or fields.has("bare_units") else AnswerType.TEXT
