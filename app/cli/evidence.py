"""`assess evidence`: the documents of an assessment, and what is in them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from app.cli.adding import add
from app.cli.choosing import chosen_review, namer
from app.cli.documented import DocumentedGroup
from app.cli.removing import remove
from app.cli.session import database_option, reading
from app.cli.suggest import MOST
from app.cli.terminal import console, put, say
from app.cli.verifying import verify

if TYPE_CHECKING:
    from rich.console import Console

    from app.evidence.model import ProposedRow
    from app.questionnaire.model import Question
    from app.review import Review
    from app.review.evidence import DocumentText, Held

_NARROW = 100


@click.group(cls=DocumentedGroup)
def evidence() -> None:
    """Bring documents in, look into them, and look every quote up again.

    A document is stored whole in the database, with its text and where each page or line of it begins. The
    register of documents (review.documents) says what it is and who signed it.
    """


evidence.add_command(add)
evidence.add_command(remove)
evidence.add_command(verify)


@evidence.command("list")
@database_option
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="The documents as JSON.")
def list_documents(slug: str | None, as_json: bool) -> None:
    """List the documents of an assessment: what each is, how far it goes, and how often it is cited.

    A document that is not here is known to the register alone; adding its file brings its text in. A file
    that no row of the register names any more is off the register: it is kept and not searched, until
    `assess evidence remove` takes it out.

    assess evidence list classtag
    assess evidence list classtag --json
    """
    with reading() as library:
        review = chosen_review(library, slug)
        held = review.evidence.documents()
        named = namer(review)
        citations = (c for item in review.view.path.items for c in review.view.answer(item).citations)
        cited = Counter(id_ for citation in citations if (id_ := named(citation.document)[0]))
    if as_json:
        from app.exchange.evidence_shapes import holdings_data
        from app.exchange.shapes import to_json

        put(to_json(holdings_data(held, cited)))
    elif not held:
        say(
            f"There is no document yet; `assess evidence add {review.view.assessment.slug} FILE` brings one in."
        )
    else:
        _show_documents(console(), held, cited)


def _show_documents(out: Console, held: tuple[Held, ...], cited: Counter[str]) -> None:
    from app.assessment.documents import grade, letter
    from app.cli.layout import QUIET, cell, cut, table

    headings = ["Id", "Document", "Kind", "Dated", "Grade", "Extent", "Passages", "Cited", ""]
    if out.width < _NARROW:
        headings = ["Id", "Document", "Dated", "Cited", ""]
    right = [heading for heading in ("Passages", "Cited") if heading in headings]
    made = table(*headings, firm=("Id", "Dated", ""), right=right)
    for one in held:
        document, file = one.document, one.attachment
        off = f"older version of {one.once}" if one.once else "off the register"
        state = cell(off, QUIET if one.once else "yellow") if not one.id else cell("", QUIET)
        cells = {
            "Id": cell(one.id or "-", "bold"),
            "Document": cut(one.name),
            "Kind": cut(document.kind or "-"),
            "Dated": cell(document.stated_date or "-"),
            "Grade": cell(letter(grade(document)) if one.id else "-"),
            "Extent": cell(document.extent or "-"),
            "Passages": cell(f"{file.passages:,}" if file else "-"),
            "Cited": cell(str(cited[one.id]) if one.id else "-"),
            "": state if file else cell("not here", "yellow"),
        }
        made.add_row(*(cells[heading] for heading in headings))
    out.print(made)


@evidence.command()
@database_option
@click.argument("slug")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, MOST), default=20, show_default=True, metavar="N")
@click.option("--json", "as_json", is_flag=True, help="The passages as JSON.")
def search(slug: str, words: tuple[str, ...], *, limit: int, as_json: bool) -> None:
    """Search all documents for passages with all of these words.

    Other endings and the questionnaire's synonyms count too; a star at the end of a word takes any ending.

    assess evidence search classtag encrypted backups
    assess evidence search classtag "third party" --json
    """
    with reading() as library:
        review = library.review(slug)
        found = review.evidence.search(" ".join(words), limit)
        if not found.looked_for:
            raise click.UsageError("A search needs a letter or a digit.")
        if as_json:
            from app.exchange.evidence_shapes import suggest_data
            from app.exchange.shapes import to_json

            put(to_json({**suggest_data(found, namer(review)), "question": None, "words": list(words)}))
            return
    from app.cli.suggest import show_found

    show_found(console(), found)


@evidence.command()
@database_option
@click.argument("slug")
@click.argument("document")
@click.option("--plain", is_flag=True, help="The text alone, to which the offsets of quotes refer.")
def text(slug: str, document: str, plain: bool) -> None:
    """Print the text that was read out of a document, each line with its number.

    In a document with pages, page and line stand before each line (`4:120`). DOCUMENT is the register id,
    the file's name or the title. In a pipe the text is exactly as it is stored; a terminal is shown its
    control characters instead of obeying them.

    assess evidence text classtag D1
    assess evidence text classtag privacy.html --plain > privacy.txt
    """
    with reading() as library:
        held = library.review(slug).evidence.text(document)
    shows = sys.stdout.isatty()
    if plain and not shows:
        sys.stdout.buffer.write(held.text.encode())
        sys.stdout.buffer.flush()
        return
    for line in _numbered(held, plain=plain):
        click.echo(_visible(line) if shows else line, nl=True, color=True)


def _numbered(held: DocumentText, *, plain: bool) -> Iterator[str]:
    from bisect import bisect_right

    lines = held.text.split("\n")
    if lines[-1] == "" and len(lines) > 1:
        lines.pop()
    wide = len(f"{len(held.pages)}:{len(lines)}" if held.pages else str(len(lines)))
    for number, (start, line) in enumerate(zip(held.lines, lines, strict=False), start=1):
        page = f"{max(bisect_right(held.pages, start), 1)}:" if held.pages else ""
        yield line if plain else f"{page + str(number):>{wide}}  {line}"


def _visible(line: str) -> str:
    from app.assessment.shown import shown

    return shown(line.replace("\t", "    "), limit=len(line) * 4 + 1)


@evidence.command("export")
@database_option
@click.argument("slug")
@click.argument("document")
@click.option("--output", "-o", metavar="FILE", required=True, help="Where to write it; - for stdout.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def export_document(slug: str, document: str, output: str, force: bool) -> None:
    """Write a document's file as it came in, byte for byte, and print the name it was written to.

    Its SHA-256 is checked first. DOCUMENT is the register id, the file's name or the title.

    assess evidence export classtag D1 -o privacy.html
    """
    from pathlib import Path

    with reading() as library:
        content = library.review(slug).evidence.content(document)
    if output == "-":
        if sys.stdout.isatty():
            raise click.UsageError("A file is not written to a terminal; give its name with -o.")
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from app.cli.exporting import write_out

    write_out(Path(output), content, force=force)
    say(f"Wrote {len(content):,} bytes; the hash agrees.")


@evidence.command()
@database_option
@click.argument("slug")
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="The rows as JSON.")
def rows(slug: str, question: str, as_json: bool) -> None:
    """Propose rows for a register, read out of lists and tables of the documents.

    Nothing is stored: the workbench takes them one by one, and `assess answer --value` takes rows as JSON.
    Rows that the register has already are left out.

    assess evidence rows classtag thirdparty.register
    assess evidence rows classtag thirdparty.register --json
    """
    with reading() as library:
        review = library.review(slug)
        item = _register(review, question)
        found = review.evidence.proposed_rows(item.id)
        named = namer(review)
        names = {row.document: named(row.document)[1] for row in found}
    if as_json:
        from app.exchange.evidence_shapes import rows_data
        from app.exchange.shapes import to_json

        put(to_json(rows_data(item.id, found, named)))
    elif not found:
        say(f"The documents propose no row for {item.id}.")
    else:
        _show_rows(console(), item, found, names)


def _register(review: Review, question: str) -> Question:
    from app.questionnaire.model import AnswerType

    item = review.question(question)
    if item.type is not AnswerType.TABLE:
        raise click.UsageError(f"{item.id} is not a register; it has no rows.")
    return item


def _show_rows(out: Console, item: Question, found: tuple[ProposedRow, ...], names: dict[str, str]) -> None:
    from app.cli.layout import QUIET, passage, table

    used = [column for column in item.columns if any(row.cells.get(column.id) for row in found)]
    made = table(*(column.label for column in used), "Read in")
    for row in found:
        where = f"{row.document} {names[row.document]}, {row.place}"
        made.add_row(*(passage(row.cells.get(column.id, "")) for column in used), passage(where, QUIET))
    out.print(made)
