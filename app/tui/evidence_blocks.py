"""What stands in the evidence pane, as blocks: a pure function of what was found, what is cited, and the mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from app.assessment.answer import Citation, State
from app.assessment.documents import REGISTER, Document, find_document, grade, read_documents
from app.assessment.progress import wants_citation
from app.assessment.states import states_for
from app.assessment.values import rows_of
from app.evidence.model import Outcome, Suggestion, Suggestions
from app.questionnaire.model import AnswerType
from app.review.view import View
from app.tui.figures import counted
from app.tui.ghosts import offered
from app.tui.passage_blocks import passage_blocks, terms_text
from app.tui.quoting import Quoting, cited_as
from app.tui.signs import GAP, LOST, SIGNS, UNCHECKED, label, lost_words
from app.tui.text import plain
from app.tui.widgets.sheet import EMPTY, Block, pressable

MOST_DOCUMENTS = 8
"""Documents that are named; the rest is counted."""
FEW, MANY = 5, 15
"""Suggestions that are shown at first, and when more are asked for."""
NO_PASSAGE: Final = "No passage has these words where they would answer the question."
GRADES: Final = ("not on the register", "second-hand", "published", "signed", "tested")
"""What a document is worth as evidence, by its grade."""

_MUTED = "$text-muted"
_KEY = "bold $accent"
_SILENT = SIGNS[State.NOT_ADDRESSED].glyph


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation and where it hangs."""

    item: str
    """The question or follow-up it is cited for."""
    index: int
    """Its place among that answer's citations, from 0."""
    citation: Citation


@dataclass(frozen=True, slots=True)
class Beside:
    """What the evidence pane shows."""

    view: View
    item: str
    """The question or follow-up under the cursor, which suggestions are for."""
    found: Suggestions | None = None
    """None while they are looked for."""
    terms: tuple[str, ...] = ()
    """Those that the reviewer added."""
    problem: str = ""
    """Why the documents could not be searched."""
    rows: int | None = None
    """Of a register, how many rows the documents propose; None while that is not known."""
    here: frozenset[str] | None = None
    """Names of the documents whose text is in the database, in small letters; None while that is not known."""

    @property
    def question(self) -> str:
        """The question on the card."""
        return self.view.pack.by_id[self.item].parent or self.item

    @property
    def passages(self) -> tuple[Suggestion, ...]:
        """The suggestions, best first."""
        return self.found.found if self.found is not None else ()

    @property
    def cited(self) -> tuple[Cited, ...]:
        """What is cited for the question and its follow-ups in force."""
        view = self.view
        question = view.pack.by_id[self.question]
        items = (question.id, *(f.id for f in question.followups if f.id in view.path.in_force))
        return tuple(
            Cited(item, index, citation)
            for item in items
            for index, citation in enumerate(view.answer(item).citations)
        )


def blocks(beside: Beside, width: int, marked: int = -1, quoting: Quoting | None = None) -> list[Block]:
    """The blocks for so many columns. `marked` counts suggestions, then citations; -1 marks none."""
    found = [*_suggested(beside, width, marked, quoting)]
    found += _cited(beside, marked - len(beside.passages))
    found += _documents(beside)
    return found


# --- suggested -----------------------------------------------------------------------------------------


def _suggested(beside: Beside, width: int, marked: int, quoting: Quoting | None) -> Iterator[Block]:
    yield from _recorded(beside)
    found = beside.found
    if beside.problem:
        yield _heading("Suggested")
        yield Block(plain(beside.problem, "$text-warning", one_line=False), indent=2)
        yield Block(EMPTY)
    elif beside.view.pack.by_id[beside.question].own and not beside.terms:
        yield Block(Content.styled("This is yours to say: no document is searched for it.", _MUTED), indent=1)
        yield Block(EMPTY)
    elif found is None:
        yield _heading("Suggested", Content.styled("…", _MUTED))
        yield Block(EMPTY)
    elif not found.documents:
        yield from _no_documents(beside)
    elif not found.looked_for:
        yield Block(Content.styled("Nothing is looked for here by itself.", _MUTED), indent=1)
        yield Block(EMPTY)
    elif found.found:
        yield _heading("Suggested", _outcome(found.outcome))
        yield from _own_terms(beside)
        yield from _rows(beside)
        for number in range(len(found.found)):
            yield from _passage(beside, number, width, marked, quoting)
    else:
        yield from _nothing(beside, found)


def _heading(text: str, tail: Content = EMPTY) -> Block:
    head = Content.styled(text, "bold $text-accent")
    return Block(head + Content("  ") + tail if tail else head, indent=1)


def _outcome(outcome: Outcome) -> Content:
    if outcome is Outcome.WEAK:
        return Content.styled("? weak, please check", "$text-warning")
    return Content.styled("✓ found", "$text-success")


def _passage(
    beside: Beside, number: int, width: int, marked: int, quoting: Quoting | None
) -> Iterator[Block]:
    view, passage = beside.view, beside.passages[number]
    here = number == marked
    home = view.answer(beside.item).cited
    tail = []
    if cited_as(passage, home) is not None:
        tail.append(Block(Content.styled("✓ cited", "$text-success"), indent=2))
    if offered(view, passage) is not None:
        tail.append(Block(pressable(_ghost(beside, passage), accept=number), indent=2))
    yield from passage_blocks(
        passage,
        mark=Content.styled("▶", _KEY) if here else Content.styled(str(number + 1), _MUTED),
        width=width,
        question=view.pack.by_id[beside.item],
        quoting=quoting if here else None,
        full=here or (marked < 0 and number == 0),
        key=str(number),
        press=number,
        tail=tail,
    )


def _ghost(beside: Beside, passage: Suggestion) -> Content:
    value = passage.value
    if value is None:
        return EMPTY
    line = Content.styled("a", _KEY) + Content.styled(" takes ", _MUTED) + plain(value.text, "italic bold")
    if value.question != beside.item:
        name = label(value.question, parent=beside.question).lower()
        line += plain(f" for {name}", _MUTED)
    return line


def _nothing(beside: Beside, found: Suggestions) -> Iterator[Block]:
    yield Block(Content.styled(f"{_SILENT} {NO_PASSAGE}", "bold"), indent=1)
    yield from _looked(found.looked_for, found.documents)
    yield from _own_terms(beside)
    yield from _rows(beside)
    answer, question = beside.view.answer(beside.item), beside.view.pack.by_id[beside.item]
    silent = State.NOT_ADDRESSED
    offered_here = answer.state is not silent and silent in states_for(question)
    if offered_here and not beside.view.read_only and not any(not one.citation.lost for one in beside.cited):
        line = Content.styled("s", _KEY) + Content.styled(" records exactly that", _MUTED)
        yield Block(pressable(line, silent=True), indent=1)
    yield Block(EMPTY)


def _looked(terms: Sequence[str], documents: Sequence[str]) -> Iterator[Block]:
    if terms:
        yield Block(plain(terms_text(terms), _MUTED), Content.styled(" Looked for", _MUTED), 12)
    named = terms_text(documents, MOST_DOCUMENTS) or "no document of the register"
    yield Block(plain(named, _MUTED), Content.styled(" In", _MUTED), 12)


def _recorded(beside: Beside) -> Iterator[Block]:
    """What a `not addressed` rests on."""
    answer = beside.view.answer(beside.item)
    searched = answer.searched
    if answer.state is not State.NOT_ADDRESSED or searched is None:
        return
    yield Block(Content.styled(f"{_SILENT} Recorded as not addressed", "bold"), indent=1)
    yield from _looked(searched.terms, searched.documents)
    if searched.outcome != Outcome.NOTHING:
        word = "a passage was found" if searched.outcome == Outcome.FOUND else "something weak was found"
        yield Block(Content.styled(f"{GAP.glyph} though {word}", GAP.style), indent=1)
    yield Block(EMPTY)


def _own_terms(beside: Beside) -> Iterator[Block]:
    if beside.terms:
        line = plain(terms_text(beside.terms), "italic")
        yield Block(line, Content.styled(" Yours", _MUTED), 12)


def _rows(beside: Beside) -> Iterator[Block]:
    """A register takes rows, one by one, where some are proposed."""
    if beside.rows and not beside.view.read_only:
        rows = counted(beside.rows, "row")
        line = Content.styled("a", _KEY) + Content.styled(
            f" takes rows from the documents, one by one: {rows} proposed", _MUTED
        )
        yield Block(pressable(line, rows=True), indent=1)
        yield Block(EMPTY)


def _no_documents(beside: Beside) -> Iterator[Block]:
    rows = rows_of(beside.view.answer(REGISTER).value)
    yield _heading("Suggested")
    if rows:
        said = f"The register names {counted(len(rows), 'document')}, but no text is here to search."
    else:
        said = "No documents yet: nothing can be suggested."
    yield Block(Content.styled(said, _MUTED), indent=1)
    if not beside.view.read_only:
        line = Content.styled("F3", _KEY) + Content.styled(" adds the vendor's documents", _MUTED)
        yield Block(pressable(line, documents=True), indent=1)
    yield Block(EMPTY)


# --- cited ---------------------------------------------------------------------------------------------


def _cited(beside: Beside, marked: int) -> Iterator[Block]:
    view, cited = beside.view, beside.cited
    if not cited:
        lacking = wants_citation(view.pack.by_id[beside.question], view.answer(beside.question))
        mark = Content.styled(f"{GAP.glyph} ", GAP.style) if lacking else EMPTY
        yield Block(mark + Content.styled("Nothing is cited yet.", _MUTED), indent=1)
        if not view.read_only:
            first = "the marked one" if marked + len(beside.passages) >= 0 else "the first"
            how = f" cites {first}" if beside.passages else " cites a passage by hand"
            keys = "c" if beside.passages else "C"
            yield Block(Content.styled(keys, _KEY) + Content.styled(how, _MUTED), indent=1)
        return
    if not any(not one.citation.lost for one in cited) and wants_citation(
        view.pack.by_id[beside.question], view.answer(beside.question)
    ):
        yield _heading("Cited", Content.styled(f"{GAP.glyph} nothing that is still there", GAP.style))
    else:
        yield _heading("Cited")
    register = read_documents(view.answers, view.assessment.vendor, view.assessment.product)
    offset = len(beside.passages)
    for number, one in enumerate(cited):
        here = number == marked
        head = pressable(
            _cited_head(beside, one, find_document(register, one.citation.document)), passage=offset + number
        )
        lost = bool(one.citation.lost)
        sign = _found_sign(beside, one.citation, register)
        yield Block(head, Content.styled("▶", _KEY) if here else sign, 2, key=str(offset + number))
        if one.citation.quote:
            style = f"strike {_MUTED}" if lost else "" if here else _MUTED
            quote = plain(f"“{one.citation.quote}”", style, one_line=False, limit=1200 if here else 240)
            yield Block(pressable(quote, passage=offset + number), indent=2)
        yield Block(EMPTY)


def unchecked(citation: Citation, register: Sequence[Document], here: frozenset[str] | None) -> bool:
    """Whether nobody could look a citation's words up, because the text of its document is not `here`."""
    if here is None or citation.lost:
        return False
    known = find_document(register, citation.document)
    names = {citation.document.strip().casefold(), known.id.casefold() if known else ""}
    return not names & here


def _found_sign(beside: Beside, citation: Citation, register: Sequence[Document]) -> Content:
    if citation.lost:
        return Content.styled(LOST.glyph, LOST.style)
    if beside.here is None:
        return Content.styled("·", _MUTED)
    if unchecked(citation, register, beside.here):
        return Content.styled(UNCHECKED.glyph, UNCHECKED.style)
    return Content.styled("✓", "$text-success") if citation.quote else Content.styled("·", _MUTED)


def _cited_head(beside: Beside, one: Cited, document: Document | None) -> Content:
    citation = one.citation
    head = plain(
        f"{citation.document}, {citation.place}", f"strike {_MUTED}" if citation.lost else "bold", limit=120
    )
    if one.item != beside.question:
        head += plain(f"  for {label(one.item, parent=beside.question).lower()}", _MUTED)
    if citation.row:
        head += plain(f"  row {citation.row}{_row_name(beside.view, one)}", _MUTED, limit=60)
    if citation.lost:
        return head + Content.styled(f"  {lost_words(citation)}", LOST.style)
    value = grade(document)
    head += Content.styled(f"  {GRADES[value]}", _MUTED if value > 1 else GAP.style)
    register = (document,) if document else ()
    if unchecked(citation, register, beside.here):
        head += Content.styled(f" · {UNCHECKED.word}", UNCHECKED.style)
    return head


def _row_name(view: View, one: Cited) -> str:
    """What a register calls the row that a citation is for: its first cell."""
    question = view.pack.by_id[one.item]
    if question.type is not AnswerType.TABLE or not question.columns:
        return ""
    for row in rows_of(view.answer(one.item).value):
        if row.id == one.citation.row:
            name = next((text for c in question.columns if (text := row.cells.get(c.id, ""))), "")
            return f" · {name}" if name else ""
    return " (taken away)"


def _documents(beside: Beside) -> list[Block]:
    if REGISTER not in beside.view.pack.by_id:
        return []
    rows = rows_of(beside.view.answer(REGISTER).value)
    if not rows and beside.found is not None:
        return []  # the suggestions say so
    line = Content.styled("F3", _KEY) + Content.styled(
        f" {counted(len(rows), 'document')} on the register", _MUTED
    )
    found = [Block(EMPTY), Block(pressable(line, documents=True), indent=1)]
    if beside.found is not None and beside.found.documents and not beside.view.read_only:
        more = Content.styled("+", _KEY) + Content.styled("  looks for a word of yours as well", _MUTED)
        found.append(Block(pressable(more, term=True), indent=1))
    return found
