"""What follows from an answer: path, findings and score of a full assessment, and of one with long registers.

python -m benchmarks.judging
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.assessment.answer import Answers, Citation
from app.assessment.judge import Judge
from app.assessment.path import PathFinder
from app.assessment.progress import progress
from app.assessment.score import Judgement
from app.questionnaire.model import AnswerType, Column, Question
from app.review import Library, Review

PARTIES, ELEMENTS, DOCUMENTS = 40, 60, 6
FEW, MANY = 200, 2_000
"""Rows of the register of third parties between which the cost of a row is compared."""
SIZE = f"all answers, {PARTIES} sub-processors, {ELEMENTS} data elements, {DOCUMENTS} documents"
"""What a full assessment has, in words."""
_PARTIES, _ELEMENTS, _DOCUMENTS = "thirdparty.register", "data.elements", "review.documents"
_STATES = ("yes", "partial", "yes", "no", "yes", "not_addressed")
_RUNS = 15


@dataclass(frozen=True)
class Growth:
    """Seconds for one row of a register, with few rows and with many."""

    what: str
    few: float
    many: float


def full(review: Review, parties: int = PARTIES) -> None:
    """Answer everything that is in force, whatever comes into force with it."""
    kinds = ("policy", "signed agreement", "audit report", "help page", "certificate", "terms")
    review.add_rows(
        _DOCUMENTS,
        [
            {
                "doc_id": f"D{n}",
                "title": f"Document {n}",
                "kind": kinds[(n - 1) % len(kinds)],
                "issuer": review.view.assessment.vendor,
                "stated_date": f"20{19 + n % 7}-03-0{n}",
                "signed": ("both", "none", "vendor")[n % 3],
            }
            for n in range(1, DOCUMENTS + 1)
        ],
    )
    review.add_rows(_ELEMENTS, [_element(n) for n in range(ELEMENTS)])
    review.add_rows(_PARTIES, [_party(n) for n in range(parties)])
    while review.view.progress.open_items:
        for number, item in enumerate(review.view.progress.open_items):
            _answer(review, review.view.pack.by_id[item], number)


def _answer(review: Review, question: Question, number: int) -> None:
    cite = [Citation(f"D{number % DOCUMENTS + 1}", f"line {number + 1}", f"what is said of {question.id}")]
    match question.type:
        case AnswerType.STATEMENT:
            state = _STATES[number % len(_STATES)]
            reason = "only in the United States" if state == "partial" else None
            review.answer(question.id, state, reason=reason, cite=cite)
        case AnswerType.ONE_OF | AnswerType.MANY_OF:
            choice = question.choices[number % len(question.choices)]
            review.answer(
                question.id, value=[choice] if question.type is AnswerType.MANY_OF else choice, cite=cite
            )
        case AnswerType.TABLE:
            review.add_rows(question.id, [_filled(question.columns, n) for n in range(3)])
        case AnswerType.RECORD:
            review.answer(question.id, value=_filled(question.columns, number), cite=cite)
        case AnswerType.NUMBER_UNIT:
            value = {"number": 72, "unit": question.units[0]} if question.units else question.bare_units[0]
            review.answer(question.id, value=value, cite=cite)
        case kind:
            review.answer(question.id, value=_text(kind, number), cite=cite)


def _text(kind: AnswerType, number: int) -> str:
    match kind:
        case AnswerType.DATE:
            return f"2026-0{number % 9 + 1}-15"
        case AnswerType.EMAIL:
            return "privacy@vendor.example"
        case AnswerType.URL:
            return "https://vendor.example/privacy"
        case _:
            return f"What the vendor says of it, number {number}"


def _filled(columns: tuple[Column, ...], number: int) -> dict[str, str]:
    return {
        column.id: column.choices[number % len(column.choices)]
        if column.choices
        else _text(column.type, number)
        for column in columns
    }


_KNOWN = (
    "e-mail address",
    "first name",
    "grade level",
    "IP address",
    "device identifier",
    "location",
    "photo",
)


def _element(number: int) -> dict[str, str]:
    return {
        "element": _KNOWN[number] if number < len(_KNOWN) else f"element number {number}",
        "subject": ("student", "parent", "teacher")[number % 3],
        "source": ("school", "user", "automatic")[number % 3],
        "required": ("yes", "optional")[number % 2],
        "purpose": "the service itself",
        "sensitive": ("no", "yes")[number % 9 == 0],
    }


def _party(number: int) -> dict[str, str]:
    functions = ("hosting", "analytics", "e-mail", "support", "advertising", "logging", "other")
    return {
        "name": f"Company Number {number}, Inc.",
        "service": f"service {number}",
        "function": functions[number % len(functions)],
        "info_shared": f"{_KNOWN[number % len(_KNOWN)]}, {_KNOWN[(number + 3) % len(_KNOWN)]}",
        "student_data": ("yes", "no", "unknown")[number % 3],
        "persistent_identifier": ("no", "yes")[number % 4 == 0],
        "own_use": ("no", "unknown")[number % 5 == 0],
        "country": "United States",
        "agreement": ("yes", "no")[number % 6 == 0],
    }


def judged(review: Review) -> Callable[[Answers], Judgement]:
    """Path, progress, findings and score of answers, as a keypress works them out: all but the database."""
    pack, judge, finder = review.view.pack, review.judge, PathFinder(review.view.pack)
    case = review.present_case()

    def follow(answers: Answers) -> Judgement:
        path = finder.find(answers)
        return judge.judge(replace(case, answers=answers, path=path, progress=progress(pack, path, answers)))

    return follow


def after_an_answer(folder: Path) -> float:
    """Median seconds of path, findings and score after one answer of a full assessment."""
    with Library.open(folder / "full.db") as library:
        review = library.create("Full Vendor", jurisdictions=["CA", "NY", "IL"])
        full(review)
        follow, answers = judged(review), review.view.answers
        gc.freeze()
        items = [i for i in review.view.path.items if review.view.pack.by_id[i].type is AnswerType.STATEMENT]
        taken = []
        for item in (items * 2)[: max(40, len(items))]:
            review.answer(item, "yes" if review.view.answer(item).state.value != "yes" else "not_addressed")
            changed, answers = answers, review.view.answers
            follow(changed)
            taken.append(_seconds(partial(follow, review.view.answers)))
    return statistics.median(taken)


def growth(folder: Path) -> list[Growth]:
    """What a row costs: judged from the beginning, and judged again after a change of one row.

    The quickest of several runs: what the machine does besides would be larger than what a row costs.
    """
    first: dict[int, float] = {}
    again: dict[int, float] = {}
    for rows in (0, FEW, MANY):
        with Library.open(folder / f"{rows}.db") as library:
            review = library.create("Long Registers", jurisdictions=["CA"])
            full(review, max(rows, 1))
            case, pack, book = review.present_case(), review.view.pack, review.judge.book
            gc.freeze()
            first[rows] = min(_seconds(partial(Judge(pack, book).judge, case)) for _ in range(5))
            follow, taken = judged(review), []
            for number in range(_RUNS):
                review.set_cell(_PARTIES, "r1", "service", f"service of day {number}")
                taken.append(_seconds(partial(follow, review.view.answers)))
            again[rows] = min(taken)
    return [
        Growth(what, (cost[FEW] - cost[0]) / FEW, (cost[MANY] - cost[0]) / MANY)
        for what, cost in (("from the beginning", first), ("again after a change of one", again))
    ]


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"after an answer: {1000 * after_an_answer(Path(folder)):.1f} ms")
        for one in growth(Path(folder)):
            print(
                f"a row judged {one.what}: {1e6 * one.few:.0f} µs with {FEW}, {1e6 * one.many:.0f} µs with {MANY:,}; "
                f"ratio {one.many / one.few:.2f}"
            )


if __name__ == "__main__":
    main()
