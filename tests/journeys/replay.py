"""Type a shipped assessment into the real app, key by key, and compare what comes out with the file.

The suite (`test_replayed_reviews.py`) replays a different run of sections for each of the five vendors, on top of the
rest of the file as it ships: together every section that any of them answers, every kind of answer and every state.
A whole review, from the empty library on, is replayed by

    python -m tests.journeys.replay classtag [SLUG...]

which takes a minute or two a vendor and prints what differs; its exit code is 1 where anything does.

Everything goes in as keys and pastes, in bursts, as a terminal hands them on: states by their letters, choices by their
digits or from the list, records field by field, registers as pasted rows, citations by document, place and words in
the dialog for them. Compared are state, value, reason, note, flag, and of each citation its document, place, words and
the row of a register that it is for. Not compared, because no hand types them: where in a document's text the words
stand and what was searched for (both come from the vendors' documents, which are not part of this project), and the
time. Findings follow from the answers; what was raised and settled by hand is typed at the end (`deciding.py`).
"""

from __future__ import annotations

import asyncio
import csv
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, Final

from textual import events
from textual.keys import _character_to_key, key_to_character

from app.assessment.answer import UNANSWERED, Answer, Citation, Number, State
from app.assessment.journal import ChangeKind, apply
from app.assessment.values import rows_of, to_text
from app.exchange.csv_rows import guard
from app.exchange.portable import Portable, from_toml
from app.questionnaire.model import AnswerType, Question
from app.review import Library
from app.tui.cursor import Part, choices_of, home_of, parts
from app.tui.screens.new_assessment import NewAssessment
from app.tui.screens.workbench import WorkbenchScreen
from tests.tui.running import Run, at_library
from tests.tui.settling import asked_of_the_loop

ASSESSMENTS: Final = Path(__file__).resolve().parents[2] / "assessments"
VENDORS: Final = ("classtag", "classlink", "classroomsync", "classtime", "reachmyteach")

_STATE_KEYS: Final = {
    State.YES: "y",
    State.PARTIAL: "p",
    State.NO: "n",
    State.NA: "x",
    State.NOT_ADDRESSED: "s",
}
SIZE: Final = (80, 24)
_DIGITS: Final = 9
_PATIENCE: Final = 20.0

Stroke = str | events.Paste
"""A key by its Textual name, or a paste."""


def shipped(slug: str) -> Portable:
    """The portable file of this vendor."""
    return from_toml((ASSESSMENTS / slug / "assessment.toml").read_text(encoding="utf-8"))


def answers_of(portable: Portable, sections: Collection[str] = ()) -> dict[str, Answer]:
    """The answers of a file by question, or those of some sections."""
    by_id = portable.pack.by_id
    return {
        change.question: apply(UNANSWERED, change)
        for change in portable.changes
        if change.kind is ChangeKind.SET and (not sections or by_id[change.question].section in sections)
    }


def without(portable: Portable, sections: Collection[str]) -> Portable:
    """The file as if these sections had never been answered."""
    gone = answers_of(portable, sections)
    left = [c for c in portable.changes if c.kind is not ChangeKind.SET or c.question not in gone]
    return replace(portable, changes=tuple(left))


def comparable(answer: Answer) -> dict[str, Any]:
    """What a hand gives of an answer."""
    value: Any = answer.value
    if rows_of(value):
        value = [{name: text for name, text in row.cells.items() if text} for row in rows_of(value)]
    elif isinstance(value, Mapping):
        value = {name: text for name, text in value.items() if text}
    return {
        "state": answer.state.value,
        "value": value,
        "reason": answer.reason,
        "note": answer.note,
        "flag": answer.flag,
        "citations": list(dict.fromkeys((c.document, c.place, c.quote, c.row) for c in answer.citations)),
    }


def differences(made: Mapping[str, Answer], wanted: Mapping[str, Answer]) -> list[str]:
    """One line for everything that is not as in the file."""
    found = []
    for item in sorted({*made, *wanted}):
        here, there = comparable(made.get(item, UNANSWERED)), comparable(wanted.get(item, UNANSWERED))
        found += [
            f"{item}: {name} is {here[name]!r}, and in the file {there[name]!r}"
            for name in here
            if here[name] != there[name]
        ]
    return found


class Hands:
    """What a reviewer does at the keyboard, for one assessment that is open."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.app = run.app
        self.bench = run.bench

    # --- keys ------------------------------------------------------------------------------------------

    async def strike(self, *strokes: Stroke) -> None:
        """Hand on a burst, and wait until the app has dealt with the last of it."""
        with self.app.batch_update():
            for stroke in strokes:
                if isinstance(stroke, str):
                    one = len(stroke) == 1
                    key = _character_to_key(stroke) if one else stroke
                    self.app.post_message(events.Key(key, stroke if one else key_to_character(key)))
                else:
                    self.app.post_message(stroke)
            await asyncio.sleep(0)
            end = monotonic() + _PATIENCE
            while self.app._under_way or self.app.message_queue_size:
                if monotonic() > end:
                    raise AssertionError(f"the app is still busy with {strokes[-1]!r}")
                await asyncio.sleep(0)

    async def go(self, part: Part) -> None:
        """To a part of a card, with j, k and tab."""
        bench = self.bench
        ids, home = bench.ids, home_of(bench.view.pack, part.item)
        if bench.home != home:
            by = ids.index(home) - ids.index(bench.home)
            await self.strike(*(["j"] * by or ["k"] * -by))
        if bench.part != part:
            there = parts(bench.view, home)
            by = there.index(part) - there.index(bench.part)
            await self.strike(*(["tab"] * by or ["shift+tab"] * -by))
        assert bench.part == part, f"the keys led to {bench.part}, not to {part}"

    # --- one answer ------------------------------------------------------------------------------------

    async def answer(self, item: str, wanted: Answer) -> None:
        """Give one answer whole."""
        question, now = self.bench.view.pack.by_id[item], self.bench.view.answer(item)
        await self.go(Part(item))
        if wanted.value is not None and comparable(now)["value"] != comparable(wanted)["value"]:
            await self._value(question, wanted, now)
        if wanted.state is not self.bench.view.answer(item).state and wanted.state in _STATE_KEYS:
            await self.strike(_STATE_KEYS[wanted.state])
            if wanted.state in (State.PARTIAL, State.NA):
                await self.strike(events.Paste(wanted.reason), "enter")
        if wanted.reason != self.bench.view.answer(item).reason:
            await self.strike("r", events.Paste(wanted.reason), "enter")
        if wanted.note:
            await self.strike("o", events.Paste(wanted.note), "escape")
        if wanted.flag:
            await self.strike("f")
        for citation in wanted.citations:
            await self._cite(item, citation)

    async def _value(self, question: Question, wanted: Answer, now: Answer) -> None:
        value = wanted.value
        match question.type:
            case AnswerType.ONE_OF | AnswerType.MANY_OF:
                old = () if now.value is None else (now.value,) if isinstance(now.value, str) else now.value
                new = (value,) if isinstance(value, str) else value
                for choice in [*(c for c in old if c not in new), *(c for c in new if c not in old)]:
                    await self._pick(choices_of(question), choice)
                if question.type is AnswerType.MANY_OF and len(choices_of(question)) > _DIGITS:
                    await self.strike("escape")
            case AnswerType.NUMBER_UNIT if isinstance(value, Number) and value.number is None:
                await self._pick(question.bare_units, value.unit)
            case AnswerType.RECORD:
                await self._record(question, value, now)
            case AnswerType.TABLE:
                await self.strike("enter", "p", events.Paste(pasted(question, value)), "ctrl+s", "escape")
            case kind:
                done = "escape" if kind is AnswerType.LONG_TEXT else "enter"
                await self.strike("enter", events.Paste(to_text(value)), done)

    async def _pick(self, choices: Sequence[str], choice: str) -> None:
        """By its digit, or where the list is longer than that, from the list."""
        index = choices.index(choice)
        if len(choices) <= _DIGITS:
            await self.strike(str(index + 1))
            return
        if self.app.screen is self.bench:
            await self.strike("enter")
        rows = self.app.screen.query_one("ChoiceRows")
        by = index - rows.cursor
        await self.strike(*(["down"] * by or ["up"] * -by), "enter")

    async def _record(self, question: Question, value: Mapping[str, str], now: Answer) -> None:
        old = now.value if isinstance(now.value, Mapping) else {}
        for column in question.columns:
            text, there = value.get(column.id, ""), old.get(column.id, "")
            if text == there:
                continue
            await self.go(Part(question.id, column.id))
            if column.choices:
                await self._pick(column.choices, text)
            elif text:
                await self.strike("enter", *["backspace"] * len(there), events.Paste(text), "escape")
            else:
                await self.strike("backspace")
        await self.go(Part(question.id))

    async def _cite(self, item: str, citation: Citation) -> None:
        """By hand, in the dialog; what is typed there character by character is kept at each, which takes its time."""
        keys: tuple[Stroke, ...] = (
            events.Paste(citation.document),
            "enter",
            events.Paste(citation.place),
            "enter",
        )
        if rows := rows_of(self.bench.view.answer(item).value):
            number = next((n for n, row in enumerate(rows, start=1) if row.id == citation.row), "")
            keys = (*keys, *str(number), "enter")
        await self.strike("C", *keys, events.Paste(citation.quote), "ctrl+s")

    # --- a whole run -----------------------------------------------------------------------------------

    async def replay(self, wanted: Mapping[str, Answer]) -> None:
        """Give these answers in the order of the questionnaire, as they come into force."""
        left = dict(wanted)
        while True:
            item = next((i for i in self.bench.view.path.items if i in left), None)
            if item is None:
                break
            await self.answer(item, left[item])
            one = differences({item: self.bench.view.answer(item)}, {item: left.pop(item)})
            assert not one, f"{one[0]} (said: {self.run.said})"
        assert not left, f"never asked: {', '.join(left)}"


def pasted(question: Question, value: Any) -> str:
    """The rows of a register as a spreadsheet hands them over, with a head."""
    out = StringIO()
    names = [column.id for column in question.columns]
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([column.label for column in question.columns])
    writer.writerows([guard(row.cells.get(name, "")) for name in names] for row in rows_of(value))
    return out.getvalue()


@asynccontextmanager
async def opened(portable: Portable, folder: Path) -> Iterator[Hands]:
    """The app at work on this assessment, in a database of its own."""
    with Library.open(folder / "data.db") as library:
        library.add_portables({portable.assessment.slug: portable})
    async with at_library(folder / "data.db", SIZE) as run:
        await run.press("enter")
        await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
        await run.app.workers.wait_for_complete()
        yield Hands(run)


async def whole(portable: Portable, folder: Path) -> list[str]:
    """Replay a whole review from the empty library on, its findings at the end; gives what differs."""
    from tests.journeys.deciding import (  # which has the hands from here
        Judging,
        dispositions_of,
        typed,
        unlike,
    )

    wanted = answers_of(portable)
    async with at_library(folder / "data.db", SIZE) as run:
        await run.press("n")
        await run.until(lambda: isinstance(run.screen, NewAssessment))
        await run.type(portable.assessment.vendor)
        await run.press("tab")
        await run.type(portable.assessment.product)
        await run.press("ctrl+s")
        await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
        await run.app.workers.wait_for_complete()
        hands = Hands(run)
        await hands.replay(wanted)
        found = differences(hands.bench.view.answers, wanted)
        book = hands.bench.review.judge.book
        decided = typed(dispositions_of(portable), hands.bench.view.judgement.findings.found)
        if decided:
            await Judging(hands).decide(decided)
        return found + unlike(hands.bench.view.dispositions, decided, book)


def main(slugs: Sequence[str]) -> int:
    """Replay these vendors, or all five; 1 where anything differs."""
    code = 0
    for slug in slugs or VENDORS:
        begin = monotonic()
        portable = shipped(slug)
        with TemporaryDirectory(prefix="assess-replay-") as folder, asked_of_the_loop():
            found = asyncio.run(whole(portable, Path(folder)))
        for line in found:
            sys.stdout.write(f"{line}\n")
        answers = answers_of(portable)
        cited = sum(len(answer.citations) for answer in answers.values())
        told = f"{len(found)} differ" if found else "as in the file"
        sys.stdout.write(
            f"{slug}: {len(answers)} answers with {cited} citations, {told}, {monotonic() - begin:.0f} s\n"
        )
        code = code or int(bool(found))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
