"""What a finding shows: its sides, each with the answers and rows it looked at and the passages behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.assessment.answer import Citation
from app.assessment.clauses import one_line
from app.assessment.facts import DOCUMENTS, PSEUDO_REGISTERS, Facts, RowMap
from app.assessment.findings import Detected, SideShown, Spot
from app.assessment.wording import state_words
from app.questionnaire.model import Pack
from app.questionnaire.rules import Rule

_MOST_SPOTS = 40
_MOST_PASSAGES = 6
"""Passages of one spot."""
_HIDDEN_CELLS = frozenset({"id", "doc_id", "sha256"})
_UNSAID = frozenset({"", "unknown", "not stated", "none"})


def sides_of(
    rule: Rule, pack: Pack, facts: Facts, matched: Mapping[str, Sequence[RowMap]], answers: Sequence[str]
) -> tuple[SideShown, ...]:
    """The sides of a finding. Without any of its own, what `answers` say.

    `matched` are the rows of its filters, by the filter's name.
    """
    filters = {one.name: one.register for one in rule.rows}
    sides = []
    for side in rule.sides:
        spots = [
            _of_answer(pack, facts, item)
            for item in side.answers
            if item in facts.case.path.in_force
            and (not side.standings or facts.entry(item)["standing"] in side.standings)
        ]
        for name in side.rows:
            rows = matched.get(name, ())
            spots += [_of_row(pack, facts, filters.get(name, ""), row) for row in rows[:_MOST_SPOTS]]
        if spots:
            sides.append(SideShown(side.label, _each_once(spots)))
    if sides:
        return tuple(sides)
    items = [item for item in answers if item in facts.case.path.in_force and item not in filters.values()]
    spots = [_of_answer(pack, facts, item) for item in dict.fromkeys(items)]
    for name, rows in matched.items():
        spots += [_of_row(pack, facts, filters.get(name, ""), row) for row in rows[:_MOST_SPOTS]]
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


def _same_words(citation: Citation) -> tuple[str, str]:
    return citation.document.strip().casefold(), one_line(citation.quote).casefold() or citation.place


def _of_answer(pack: Pack, facts: Facts, item: str) -> Spot:
    question = pack.by_id[item]
    answer = facts.case.answer(item)
    citations = answer.cited
    if not citations and question.parent is not None:
        citations = facts.case.answer(question.parent).cited
    return Spot(item, state_words(question, answer), citations=tuple(c for c in citations if not c.row))


def _of_row(pack: Pack, facts: Facts, register: str, row: RowMap) -> Spot:
    if register == "citations":
        return _of_citation(facts, row)
    home = PSEUDO_REGISTERS.get(register, register) or str(row.get("question", ""))
    columns = {column.id: column.label for column in pack.by_id[home].columns} if home in pack.by_id else {}
    cells = [
        (name, one_line(str(row[name])))
        for name in (columns or row)
        if name not in _HIDDEN_CELLS and isinstance(row.get(name), str) and str(row[name]).strip()
    ]
    first = cells[0][1] if cells else str(row.get("id", ""))
    rest = "; ".join(
        f"{columns.get(name, name).lower()}: {text}"
        for name, text in cells[1:]
        if text.casefold() not in _UNSAID
    )
    row_id = str(row.get("id", ""))
    return Spot(
        home, f"{first} ({rest})" if rest else first, row_id, _behind(facts, pack, home, row_id, first)
    )


def _of_citation(facts: Facts, row: RowMap) -> Spot:
    """A passage that is cited somewhere, under the answer that cites it."""
    question, row_id, quote = str(row["question"]), str(row["id"]), str(row["quote"])
    cited = tuple(
        one
        for one in facts.case.answer(question).citations
        if (one.quote, one.document, one.place) == (quote, row["document"], row["place"])
    )
    return Spot(question, f'"{one_line(quote)}"', row_id, cited[:1])


def _behind(facts: Facts, pack: Pack, register: str, row_id: str, name: str) -> tuple[Citation, ...]:
    """The passages of a row: those cited for it, else those of its register that name it."""
    if register not in pack.by_id:
        return ()
    cited = facts.case.answer(register).cited
    own = tuple(citation for citation in cited if citation.row and citation.row == row_id)
    if (
        own or not name or register == DOCUMENTS
    ):  # what is cited for the register of documents is about each of them
        return own
    words = name.casefold()
    named = tuple(c for c in cited if words in c.quote.casefold())
    if named:
        return named
    known = set(facts.matcher.names_in(name, "company"))
    return tuple(c for c in cited if known.intersection(facts.matcher.names_in(c.quote, "company")))
