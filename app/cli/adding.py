"""`assess evidence add`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from app.cli.choosing import chosen_review
from app.cli.documented import Documented
from app.cli.failures import ExitCode, Stop
from app.cli.session import database_option, writing
from app.cli.terminal import can_ask, complain, say

if TYPE_CHECKING:
    from pathlib import Path

    from app.assessment.documents import Document
    from app.assessment.passages import Extracted
    from app.evidence.details import Details
    from app.evidence.extraction.opening import FileRead
    from app.evidence.model import Verified
    from app.questionnaire.model import Column
    from app.review import Review
    from app.review.evidence import Added, Held

_ASKED: Final = ("kind", "issuer", "stated_date", "signed", "covers_product")
"""Columns of the register that a person is asked for."""
_ASKED_AGAIN: Final = ("kind", "stated_date", "signed", "covers_product")
"""Those that a person is asked for of a newer version."""
_SIGNED: Final = {
    "both": "signed by both",
    "vendor": "signed by the vendor alone",
    "none": "signed by nobody",
    "n/a": "signature not applicable",
}


@click.command("add", cls=Documented)
@database_option
@click.argument("slug", required=False)
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--kind", metavar="K", help="policy, terms, signed agreement, certificate, audit report …")
@click.option("--date", "stated_date", metavar="D", help="The date that the document states.")
@click.option("--issuer", metavar="I", help="Who issued it.")
@click.option("--signed", metavar="S", help="By whom it is signed: both, vendor, none or n/a.")
@click.option(
    "--covers", "covers_product", metavar="C", help="Whether it covers the product: yes, partly, no, unclear."
)
@click.option("--title", metavar="T", help="What the register calls it; for one file.")
@click.option("--replaces", metavar="D1", help="The file is a newer version of this document.")
@click.option("--separate", is_flag=True, help="A file of the same name is a document of its own.")
@click.option("--name", metavar="NAME", help="The file name for the text of standard input (-).")
def add(
    slug: str | None,
    files: tuple[str, ...],
    *,
    replaces: str | None,
    separate: bool,
    name: str | None,
    **cells: str | None,
) -> int:
    """Bring documents in: PDF, DOCX, HTML, Markdown and text, or folders of them; - reads text from stdin.

    What a document is (kind, issuer, date, who signed it, whether it covers the product) is read from its
    text where it can be; on a terminal you are asked once a file, unless options say it. The same file twice
    is noticed. A file of the same name with other content is a newer version, or a document of its own: on
    a terminal you are asked which; a script says --replaces or --separate where most quotes would be gone.
    Every quote is looked up in a newer version, answers whose quotes changed or are gone are open again, and
    what it says of its signatures counts, not what was known of the version before.

    assess evidence add classtag privacy.html agreement.pdf
    assess evidence add classtag documents/ --issuer ClassTag
    assess evidence add classtag dpa.docx --kind "signed agreement" --signed both
    assess evidence add classtag - --name email.txt --kind correspondence
    """
    asks = can_ask() and "-" not in files
    if not asks and (slug is None or not files):
        raise click.UsageError(f"Missing argument {'SLUG' if slug is None else 'FILE'}.")
    if "-" in files and not name:
        raise click.UsageError("Text from standard input needs a file name; give it with --name.")
    if replaces and separate:
        raise click.UsageError("--replaces and --separate exclude each other.")
    given = {column: text.strip() for column, text in cells.items() if text is not None}
    with writing() as library:
        review = chosen_review(library, slug)
        checked = _checked(review, given)
        held = review.evidence.find(replaces) if replaces else None
        if not files:
            from app.cli import asking

            files = (asking.path("File or folder:"),)
        sources = _sources(files, name or "")
        if len(sources) > 1 and (held or "title" in given):
            raise click.UsageError(f"{'--replaces' if held else '--title'} goes with one file.")
        intake = _Intake(review, checked, held, separate=separate, asks=asks and not given, person=asks)
        for source in sources:
            intake.take(source)
    return ExitCode.REFUSED if intake.refused or not sources else ExitCode.DONE


class _Source(NamedTuple):
    """Where a document comes from: a file, or text from standard input."""

    path: Path | None
    name: str = ""


def _sources(files: tuple[str, ...], name: str) -> list[_Source]:
    from pathlib import Path

    from app.evidence.extraction.opening import find_files

    found: dict[_Source, None] = {}
    for file in files:
        if file == "-":
            found[_Source(None, name)] = None
        else:
            found.update(dict.fromkeys(_Source(path) for path in find_files([Path(file)], skipped=say)))
    return list(found)


def _checked(review: Review, given: Mapping[str, str]) -> dict[str, str]:
    """The options as cells of the register. Raises `Refused` for what does not fit, before anything is read."""
    from app.assessment.values import InvalidValue, parse_cell
    from app.review import Refused

    columns = _columns(review)
    checked = {}
    for column, text in given.items():
        try:
            checked[column] = parse_cell(columns[column], text)
        except InvalidValue as error:
            raise Refused(
                f"{columns[column].label}: {str(error).removeprefix(columns[column].label + ': ')}"
            ) from error
    return checked


def _columns(review: Review) -> dict[str, Column]:
    from app.assessment.documents import REGISTER

    return {column.id: column for column in review.question(REGISTER).columns}


@dataclass
class _Intake:
    """Takes one file after the other into an assessment."""

    review: Review
    given: Mapping[str, str]
    """Cells of the register that options say."""
    replaces: Held | None
    separate: bool = field(kw_only=True)
    asks: bool = field(kw_only=True)
    """Whether to ask what a document is."""
    person: bool = field(kw_only=True)
    """Whether there is somebody to ask at all."""
    refused: int = 0
    entered: set[str] = field(default_factory=set)
    """Register ids that this command added or replaced."""

    def take(self, source: _Source) -> None:
        """Read, keep and enter one document; one that cannot be read is a sentence, and the others go on."""
        from app.evidence.errors import EvidenceRefused

        try:
            read = _read(source)
            if (known := self.review.evidence.known(read)) is not None:
                self._already(known)
                return
            self._bring_in(read)
        except EvidenceRefused as error:
            self.refused += 1
            complain(str(error))

    def _already(self, known: Held) -> None:
        if self.replaces is not None and self.replaces.id != known.id:
            raise Stop(
                f"This file is here as {known.id} ({_line(known)}) already; it replaces nothing.",
                ExitCode.USAGE,
            )
        say(f"{_line(known)}: already here as {known.id}.{self._corrected(known.id)}")

    def _bring_in(self, read: FileRead) -> None:
        from app.evidence.details import propose_details
        from app.evidence.extraction.process import extract

        evidence = self.review.evidence
        before = self.replaces or evidence.older(read)
        if before is not None and self.replaces is None and (self.separate or before.id in self.entered):
            read, before = replace(read, name=self._told_apart(read.name)), None
        with _progress("Reading", read.name) as tell:
            extracted = extract(read, tell=tell)
        if extracted is None:
            return
        if before is not None and self.replaces is None and not self._is_newer(read, extracted, before):
            read, before = replace(read, name=self._told_apart(read.name)), None
        details = propose_details(extracted, self.review.view.assessment.vendor)
        details = self._completed(read, replace(details, **self.given), before)
        with _progress("Storing", read.name) as tell:
            for share in evidence.keep(read, extracted):
                tell(share)
        added = evidence.enter(read, details, replaces=before.id if before else "")
        self.entered.add(added.document)
        self._tell(read, added, before, details)
        for notice in extracted.notices:
            say(f"    {notice}")

    def _is_newer(self, read: FileRead, extracted: Extracted, before: Held) -> bool:
        """Whether a file of the same name is a newer version; nothing is stored yet.

        Raises `EvidenceRefused` where nobody can be asked and most quotes would be gone.
        """
        evidence = self.review.evidence
        if any(one.document.sha256.strip().lower() == read.sha256 for one in evidence.documents() if one.id):
            return True  # the register waits for exactly this file
        if self.person:
            from app.cli import asking

            asking.about(read.name)
            newer = f"a newer version of {before.id}, which has the same file name"
            answers = {"newer": newer, "separate": "a document of its own"}
            return asking.choose("This file is:", answers) == "newer"
        quotes = [one for one in evidence.compared(before.id, extracted) if one.citation.quote]
        gone = sum(one.verdict.value == "gone" for one in quotes)
        if 2 * gone > len(quotes):
            from app.evidence.errors import EvidenceRefused

            which = "the only quote" if len(quotes) == 1 else f"{gone} of the {len(quotes)} quotes"
            raise EvidenceRefused(
                f"{_line(before)}: {which} of {before.id}, which has the same file name, would be gone; say "
                f"--replaces {before.id} for a newer version or --separate for a document of its own."
            )
        return True

    def _told_apart(self, name: str) -> str:
        """A name like this one that no document here has: `privacy (2).html`."""
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (name, "")
        taken = {held.name.casefold() for held in self.review.evidence.documents()}
        number = 2
        while f"{stem} ({number}){ending}".casefold() in taken:
            number += 1
        return f"{stem} ({number}){ending}"

    def _completed(self, read: FileRead, details: Details, before: Held | None) -> Details:
        """What the reviewer says it is, where there is somebody to ask.

        What a newer version does not show of its kind and of what it covers is proposed as it was before; of
        its signatures only what its own text shows.
        """
        if not self.asks:
            return details
        if before is not None:
            known = before.document
            details = replace(
                details,
                kind=details.kind or known.kind,
                covers_product=details.covers_product or known.covers_product,
            )
        from app.cli import asking

        columns = _columns(self.review)
        asking.about(read.name)
        asked = {
            column: asking.cell(columns[column], getattr(details, column))
            for column in (_ASKED_AGAIN if before is not None else _ASKED)
        }
        return replace(details, **asked)

    def _tell(self, read: FileRead, added: Added, before: Held | None, details: Details) -> None:
        from app.review.evidence import How

        held = self.review.evidence.find(added.document)
        document, file = held.document, held.attachment
        size = f"{file.passages:,} {'passage' if file.passages == 1 else 'passages'}" if file else ""
        match added.how:
            case How.NEW:
                what = (document.kind or "kind not known", document.stated_date or "no date", size)
                say(f"{held.id}  {_line(held)}  {', '.join(what)}")
            case How.HERE:
                say(
                    f"{held.id} is here now: the hash agrees. {_line(held)}, {size}.{self._corrected(held.id)}"
                )
            case How.NEWER:
                dated = f" of {details.stated_date}" if details.stated_date else ""
                was = f" (it was {_line(before)})" if before and before.name != read.name else ""
                say(
                    f"{held.id}  {_line(held)}  newer version{dated}{was}, {size}. "
                    f"{_told(added.verified)}{self._corrected(held.id)}"
                )
                if before is not None and self.replaces is None and not self.person:
                    say(f"    Taken for a newer version of {held.id}, which has the same file name.")
                if before is not None:
                    _tell_changes(before.document, document)
                if before and "" < details.stated_date < before.document.stated_date:
                    was_dated = before.document.stated_date
                    say(f"    It states an earlier date than the version before it ({was_dated}).")
                if added.reopened:
                    say(f"    Open again: {', '.join(added.reopened)}.")
            case How.SAME:
                say(f"{_line(held)}: already here as {held.id}.{self._corrected(held.id)}")

    def _corrected(self, document: str) -> str:
        """Put what options say into the row of a document that has one; says which cells that changed."""
        from app.assessment.documents import REGISTER

        row, changed = self.review.evidence.find(document).row, []
        for column, text in self.given.items():
            before = self.review.view
            if self.review.set_cell(REGISTER, row, column, text) is not before:
                changed.append(f"{_columns(self.review)[column].label.lower()} is {text or 'empty'} now")
        return f" Its {', its '.join(changed)}." if changed else ""


def _tell_changes(before: Document, now: Document) -> None:
    """Say what the register says otherwise of a newer version."""
    if before.signed and before.signed != now.signed:
        is_now = (
            f"{_SIGNED.get(now.signed, now.signed)} now" if now.signed else "not known of the newer version"
        )
        say(f"    {now.id}: {_SIGNED.get(before.signed, before.signed)} before, {is_now}.")
    for label, was, is_ in (
        ("kind", before.kind, now.kind),
        ("covers the product", before.covers_product, now.covers_product),
    ):
        if was and was != is_:
            say(f"    {now.id}: {label}: {was} before, {is_} now.")


def _line(held: Held) -> str:
    """A document's name on one line: a file's name may hold a line break."""
    from app.assessment.shown import shown

    return shown(held.name)


def _told(verified: tuple[Verified, ...]) -> str:
    from app.cli.verifying import told

    count = len(verified)
    if not count:
        return "Nothing was cited from it."
    return f"Its {count} {'quote' if count == 1 else 'quotes'}: {told(verified)}."


def _read(source: _Source) -> FileRead:
    from app.assessment.values import clean
    from app.evidence.errors import EvidenceRefused
    from app.evidence.extraction.limits import LIMITS
    from app.evidence.extraction.opening import pasted, read_file

    if source.path is not None:
        read = read_file(source.path)
        return replace(read, name=clean(read.name))  # a name that is not UTF-8 cannot be stored as it is
    data = sys.stdin.buffer.read(LIMITS.file_bytes + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EvidenceRefused(f"Standard input is not UTF-8 text (line {line}).") from error
    return pasted(text, source.name)


@contextmanager
def _progress(step: str, name: str) -> Iterator[Callable[[float], None]]:
    """A bar on stderr while a file is taken in, where that is a terminal; it is told the share that is done."""
    if not sys.stderr.isatty():
        yield lambda share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    from app.assessment.shown import shown

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True, markup=False), transient=True) as bar:
        task = bar.add_task(f"{step} {shown(name, limit=60)}", total=1.0)
        yield lambda share: bar.update(task, completed=share)
