"""What a finding shows: its sides, each with the answers and rows it looked at and the passages behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.assessment.answer import Answer, Citation
from app.assessment.clauses import label_inside, one_line
from app.assessment.facts import DOCUMENTS, PSEUDO_REGISTERS, Facts, RowMap
from app.assessment.findings import Detected, SideShown, Spot
from app.assessment.values import rows_of
from app.assessment.wording import state_words
from app.questionnaire.model import Pack, Question
from app.questionnaire.rules import Side

_MOST_SPOTS = 40
_MOST_PASSAGES = 6
"""Passages of one spot."""
_MOST_OF_A_ROW = 3
"""Passages of a row that is one of several."""
_MOST_NAMED = 20
"""Rows of a register that are named where the register itself is shown; the others are counted."""
_HIDDEN_CELLS = frozenset({"id", "doc_id", "sha256"})
_UNSAID = frozenset({"", "unknown", "not stated", "none"})
_PIECE = re.compile(r"[,;]")
_SHOWN = ("law", "name", "what")
"""What is shown of a row of a list that is no register and has no labels."""
_NAMES = ("issuer", "scope", "certificate_holder", "citation_as_written")
"""Columns by which a passage may call a row that it does not name."""


@dataclass(frozen=True, slots=True)
class LookedFor:
    """A row filter of a rule and what it found."""

    name: str
    register: str
    columns: frozenset[str] | None
    """Columns that it reads; None for all."""
    rows: Sequence[RowMap]


def sides_of(
    shown: Sequence[Side], looked_for: Sequence[LookedFor], pack: Pack, facts: Facts, answers: Sequence[str]
) -> tuple[SideShown, ...]:
    """The sides of a finding. Where none of its own shows anything, what `answers` say.

    `shown` are the sides whose condition holds; those of one label become one.
    """
    filters = {one.name: one for one in looked_for}
    registers = {one.register for one in looked_for}
    spots_of: dict[str, list[Spot]] = {}
    for side in shown:
        spots = [
            _of_answer(pack, facts, item)
            for item in side.answers
            if item in facts.case.path.in_force
            and (not side.standings or facts.entry(item)["standing"] in side.standings)
        ]
        for name in side.rows:
            spots += _of_rows(pack, facts, filters[name]) if name in filters else []
        spots_of.setdefault(side.label, []).extend(spots)
    aside = {side.label for side in shown if side.aside}
    sides = [
        SideShown(label, _each_once(spots), label in aside) for label, spots in spots_of.items() if spots
    ]
    if sides:
        return _apart(sides)
    items = [item for item in answers if item in facts.case.path.in_force and item not in registers]
    spots = [_of_answer(pack, facts, item) for item in dict.fromkeys(items)]
    for one in looked_for:
        spots += _of_rows(pack, facts, one)
    return (SideShown("What was found", _each_once(spots)),) if spots else ()


def sides_of_passages(pack: Pack, facts: Facts, hit: Detected) -> tuple[SideShown, ...]:
    """The sides of what a detector found: the passages, and the answers that rest on them."""
    spots = tuple(Spot("", one_line(citation.quote), citations=(citation,)) for citation in hit.passages)
    rest = tuple(
        _of_answer(pack, facts, item)
        for item in hit.answers
        if item in facts.case.path.in_force and item in pack.by_id
    )
    said = (SideShown("What the document says", spots),)
    return (*said, SideShown("What rests on it", _each_once(rest, hit.passages))) if rest else said


def sides_of_raised(
    pack: Pack, facts: Facts, answers: Sequence[str], passages: Sequence[Citation]
) -> tuple[SideShown, ...]:
    """The sides of a finding that exists because the reviewer said so: its passages, and the answers it is about."""
    spots = tuple(Spot("", one_line(citation.quote), citations=(citation,)) for citation in passages)
    about = [_of_answer(pack, facts, item) for item in answers if item in facts.case.path.in_force]
    return (
        *((SideShown("The passage it is about", spots),) if spots else ()),
        *((SideShown("The answer it is about", _each_once(about, passages)),) if about else ()),
    )


def _each_once(spots: Sequence[Spot], shown: Sequence[Citation] = ()) -> tuple[Spot, ...]:
    """The spots of one side, each passage with the first of them that it is behind, and a few of each.

    A spot that is nothing but a passage is left out where that passage stands already. `shown` are passages that stand
    on another side.
    """
    seen = {_same_words(citation) for citation in shown}
    kept = []
    for spot in spots:
        new = [c for c in spot.citations if _same_words(c) not in seen]
        if not new and spot.citations and spot.row.startswith(f"{spot.question} "):
            continue
        new = list({_same_words(c): c for c in new}.values())[:_MOST_PASSAGES]
        seen.update(_same_words(c) for c in new)
        kept.append(replace(spot, citations=tuple(new)))
    return tuple(kept)


def _apart(sides: Sequence[SideShown]) -> tuple[SideShown, ...]:
    """The sides, without the passages of an answer that are those behind a row on another side.

    A promise is often cited together with what speaks against it. An answer that rests on nothing else keeps them.
    """
    behind = [[c for spot in side.spots if spot.row for c in spot.citations] for side in sides]
    kept = []
    for number, side in enumerate(sides):
        others = [c for at, found in enumerate(behind) if at != number for c in found]
        spots = []
        for spot in side.spots:
            left = tuple(c for c in spot.citations if spot.row or not any(_overlap(c, o) for o in others))
            spots.append(replace(spot, citations=left or spot.citations))
        kept.append(replace(side, spots=tuple(spots)))
    return tuple(kept)


def _overlap(one: Citation, other: Citation) -> bool:
    """Whether one of two passages of the same document is a part of the other."""
    (document, a), (another, b) = _same_words(one), _same_words(other)
    return document == another and (a in b or b in a)


def _same_words(citation: Citation) -> tuple[str, str]:
    return citation.document.strip().casefold(), one_line(citation.quote).casefold() or citation.place


def _of_answer(pack: Pack, facts: Facts, item: str) -> Spot:
    question = pack.by_id[item]
    answer = facts.case.answer(item)
    citations = answer.cited
    if not citations and question.parent is not None:
        citations = facts.case.answer(question.parent).cited
    return Spot(
        item,
        _with_names(state_words(question, answer), question, answer),
        citations=tuple(c for c in citations if not c.row),
    )


def _with_names(words: str, question: Question, answer: Answer) -> str:
    """The words of an answer, and after the number of its rows their names: a list is shown by what it lists."""
    rows = rows_of(answer.value)
    names = [
        name
        for row in rows
        if (
            name := next(
                (one_line(cell) for c in question.columns if (cell := row.cells.get(c.id, "")).strip()), ""
            )
        )
    ]
    if not names or not words.startswith(f"{len(rows)} row"):
        return words
    more = len(names) - _MOST_NAMED
    said = ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    counted, limit, rest = words.partition(", with this limit: ")
    return f"{counted}: {said}" + (f"{limit}{rest}" if limit else "")


def _of_rows(pack: Pack, facts: Facts, found: LookedFor) -> list[Spot]:
    return [_of_row(pack, facts, found, row) for row in found.rows[:_MOST_SPOTS]]


def _of_row(pack: Pack, facts: Facts, found: LookedFor, row: RowMap) -> Spot:
    register = found.register
    if register == "citations":
        return _of_citation(facts, row)
    home = PSEUDO_REGISTERS.get(register, register) or str(row.get("question", ""))
    columns = {column.id: column.label for column in pack.by_id[home].columns} if home in pack.by_id else {}
    cells = [
        (name, one_line(str(row[name])))
        for name in (columns or _SHOWN)
        if name not in _HIDDEN_CELLS and isinstance(row.get(name), str) and str(row[name]).strip()
    ]
    first = cells[0][1] if cells else str(row.get("id", ""))
    rest = "; ".join(
        f"{label_inside(columns[name])}: {text}" if name in columns else text
        for name, text in cells[1:]
        if text.casefold() not in _UNSAID
    )
    row_id = str(row.get("id", ""))
    text = f"{first} ({rest})" if rest else first
    passages = _behind(facts, row, first, found) if home in pack.by_id else ()
    return Spot(home, text, row_id, passages)


def _of_citation(facts: Facts, row: RowMap) -> Spot:
    """A passage that is cited somewhere, under the answer that cites it."""
    question, row_id, quote = str(row["question"]), str(row["id"]), str(row["quote"])
    cited = tuple(
        one
        for one in facts.case.answer(question).citations
        if (one.quote, one.document, one.place) == (quote, row["document"], row["place"])
    )
    return Spot(question, f'"{one_line(quote)}"', row_id, cited[:1])


def _behind(facts: Facts, row: RowMap, name: str, looked_for: LookedFor) -> tuple[Citation, ...]:
    """The passages of a row: those cited for it, else those of its register that name it; a few of them.

    Those come first that have the words of the columns that the filter reads: a company's name alone does not show what
    the company gets.
    """
    register = PSEUDO_REGISTERS.get(looked_for.register, looked_for.register)
    cited = facts.case.answer(register).cited
    row_id = str(row.get("id", ""))
    found = [citation for citation in cited if citation.row and citation.row == row_id]
    if not found and name and register != DOCUMENTS:  # what is cited for the documents is about each of them
        found = _naming(facts, [one for one in cited if not one.row], row, name)
    found.sort(key=lambda one: -_has_of(facts, row, looked_for.columns, one.quote))
    return tuple(found[:_MOST_OF_A_ROW])


def _naming(facts: Facts, cited: Sequence[Citation], row: RowMap, name: str) -> list[Citation]:
    """The passages that name a row: in its own words, else a company by another of its names, else who is behind it."""
    if found := [one for one in cited if name.casefold() in one.quote.casefold()]:
        return found
    if found := [one for one in cited if _names(facts, one.quote, name)]:
        return found
    others = [one_line(str(row[column])) for column in _NAMES if row.get(column)]
    return [one for one in cited if any(_names(facts, one.quote, other) for other in others)]


def _names(facts: Facts, quote: str, name: str) -> bool:
    """Whether a passage has a name, or another name of the same company."""
    if name.casefold() in _UNSAID:
        return False
    if name.casefold() in quote.casefold():
        return True
    known = set(facts.matcher.names_in(name, "company"))
    if known.intersection(facts.matcher.names_in(quote, "company")):
        return True
    return any(pattern.search(quote) for one in known if (pattern := facts.called(one)) is not None)


def _has_of(facts: Facts, row: RowMap, read: frozenset[str] | None, quote: str) -> int:
    """How many of the things that a filter reads of a row a passage names."""
    words, elements = quote.casefold(), None
    found = 0
    for column, value in row.items():
        if column in _HIDDEN_CELLS or (read is not None and column not in read):
            continue
        if isinstance(value, list):
            elements = set(facts.names_in(quote, "element")) if elements is None else elements
            found += len(elements.intersection(map(str, value)))
        elif isinstance(value, str):
            found += sum(piece in words for piece in _pieces(value))
    return found


@lru_cache(maxsize=2_000)
def _pieces(text: str) -> tuple[str, ...]:
    """The things that a cell lists, in small letters; what says nothing is left out."""
    return tuple(
        one
        for piece in _PIECE.split(one_line(text).casefold())
        if len(one := piece.strip()) > 3 and one not in _UNSAID
    )
