"""From a folder of TOML files to a pack, or to every fault that keeps it from being one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from app.questionnaire.faults import Fault, PackError, in_order, shown
from app.questionnaire.fields import Fields, SourceFile
from app.questionnaire.model import Pack
from app.questionnaire.search_file import SearchFile
from app.questionnaire.section_files import SectionFiles
from app.questionnaire.snapshot import digest
from app.questionnaire.source import parse, read_text
from app.questionnaire.statement_file import StatementFile

PACK_FILE = "pack.toml"
STATEMENTS_FILE = "statements.toml"
SEARCH_FILE = "search.toml"
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
    head.root.number("rules")  # the rulebook compares it with what its files hold
    head.root.close()
    places: dict[str, dict[str, int]] = {}
    base = None
    if extends:
        base, base_places = _base(extends, pack_id, head.root, (*extra_folders, folder.parent), depth)
        places.update(base_places)
    sections = SectionFiles(places, base.sections if base else ())
    statements = StatementFile(places, base)
    search = SearchFile(places, base)
    for file in files:
        if file.name == STATEMENTS_FILE:
            statements.add(file)
        elif file.name == SEARCH_FILE:
            search.add(file)
        elif file.name != PACK_FILE:
            sections.add(file)
    faults += [fault for file in files for fault in file.faults]
    pack = Pack(
        id=pack_id,
        version=version,
        title=title,
        sections=tuple(sections.sections),
        statements=tuple(statements.statements),
        texts=statements.texts,
        search=search.terms,
        synonyms=tuple(search.synonyms),
    )
    return replace(pack, sha256=digest(pack)), places, faults


def _base(
    extends: str, own_id: str, head: Fields, folders: tuple[Path, ...], depth: int
) -> tuple[Pack | None, dict[str, dict[str, int]]]:
    if depth == 0 or extends == own_id:
        head.fault("extends", "another pack, and no circle of packs")
        return None, {}
    try:
        folder = find_pack(extends, folders)
    except PackError as error:
        head.fault("extends", f"a pack that is there; {error}")
        return None, {}
    pack, places, faults = _read(folder, folders, depth - 1)
    if faults:
        head.fault("extends", f"a pack without faults; {PackError(faults)}")
    return pack, places


def _open(folder: Path) -> tuple[list[SourceFile], list[Fault]]:
    files: list[SourceFile] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        named = (PACK_FILE, STATEMENTS_FILE, SEARCH_FILE)
        if path.name not in named and not _SECTION_FILE.fullmatch(path.name):
            expected = f"{', '.join(named)} or a section's file with its number in front (040-name.toml)"
            faults.append(Fault(path.name, 0, "", "", expected))
            continue
        text = read_text(path)
        data = text if isinstance(text, Fault) else parse(text, path.name)
        if isinstance(text, Fault) or isinstance(data, Fault):
            faults.append(data if isinstance(data, Fault) else Fault(path.name, 0, "", "", "TOML"))
        else:
            files.append(SourceFile(path.name, data, text))
    return files, faults
