"""The findings of a shipped assessment, raised and settled again from the keyboard.

Typed are those that the reviewer raised by hand, each with its wording, questions and quotes, and those that rules find
in the answers alone and the reviewer has settled. Not typed is what was said of passages that a detector proposed: it is
proposed only where the vendor's document is at hand, and the documents are not part of this project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from textual import events

from app.assessment.findings import Disposition, Finding, FindingState
from app.assessment.journal import ChangeKind, recorded
from app.exchange.portable import Portable
from app.questionnaire.rules import Rulebook
from app.tui.screens.finding_form import FindingForm
from app.tui.screens.findings import FindingsScreen
from app.tui.screens.raise_finding import RaiseFinding, wording_of
from tests.journeys.replay import Hands, Stroke

_KEYS: Final = {
    FindingState.WITHDRAWN: "w",
    FindingState.ACCEPTED: "a",
    FindingState.ANSWERED: "m",
    FindingState.FIXED: "f",
}
OWN: Final = "OWN"


def dispositions_of(portable: Portable) -> dict[str, Disposition]:
    """What a file holds of findings, by key, as of the last change of each."""
    found: dict[str, Disposition] = {}
    for change in portable.changes:
        if change.kind is ChangeKind.FINDING:
            one = recorded(found, change)
            found[one.key] = one
    return found


def typed(decided: Mapping[str, Disposition], found: Sequence[Finding]) -> dict[str, Disposition]:
    """Those that a hand can give again without the vendor's documents: see above."""
    there = {one.key for one in found}
    return {
        key: one
        for key, one in decided.items()
        if (one.subject.startswith("by hand") if one.raised else key in there)
    }


def comparable(one: Disposition, book: Rulebook) -> dict[str, Any]:
    """What a hand gives of a finding; where a file leaves out the words of the rule, the form has brought them."""
    told: dict[str, Any] = {"state": one.state, "reason": one.reason, "owner": one.owner, "due": one.due}
    if one.raised is not None:
        words = _words(one, book)
        quotes = [(c.document, c.place, c.quote) for c in one.raised.citations]
        told |= {**words, "answers": one.raised.answers, "quotes": quotes}
    return told


def _words(one: Disposition, book: Rulebook) -> dict[str, str]:
    """The words of a finding that was raised, its rule's where it has none of its own."""
    raised, ready = one.raised, wording_of(book.by_id.get(one.rule))
    assert raised is not None
    own = {"title": raised.title, "message": raised.message, "fix": raised.fix, "law": "; ".join(raised.law)}
    return {"severity": raised.severity.value} | {name: text or ready[name] for name, text in own.items()}


def unlike(made: Mapping[str, Disposition], wanted: Mapping[str, Disposition], book: Rulebook) -> list[str]:
    """One line for everything that is not as in the file."""
    found = []
    for key in sorted({*made, *wanted}):
        here, there = (comparable(one, book) if one else {} for one in (made.get(key), wanted.get(key)))
        found += [
            f"{key}: {name} is {here.get(name)!r}, and in the file {there.get(name)!r}"
            for name in sorted({*here, *there})
            if here.get(name) != there.get(name)
        ]
    return found


class Judging:
    """What a reviewer does with findings at the keyboard, from the workbench."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.screen: FindingsScreen

    async def decide(self, wanted: Mapping[str, Disposition]) -> None:
        """Raise and settle all of these, and come back to the workbench."""
        await self.hands.strike("f2")
        assert isinstance(self.hands.app.screen, FindingsScreen)
        self.screen = self.hands.app.screen
        await self.hands.run.app.workers.wait_for_complete()
        by_hand = [one for one in wanted.values() if one.raised is not None]
        for one in sorted(by_hand, key=lambda one: (one.rule, int(one.subject.rpartition(" ")[2]))):
            await self._raise(one)
        for key, one in wanted.items():
            if one.raised is None or one.state is not FindingState.OPEN:
                await self._settle(key, one)
        await self.hands.strike("f2")

    async def _raise(self, one: Disposition) -> None:
        raised = one.raised
        assert raised is not None
        await self.hands.strike("plus")
        form = self.hands.app.screen
        assert isinstance(form, RaiseFinding)
        await self.hands.strike(*(() if one.rule == OWN else one.rule.casefold()))
        words = _words(one, self.screen.review.judge.book)
        await self.hands.strike("tab", *words.pop("severity"))
        texts = {
            **words,
            "answers": ", ".join(raised.answers),
            "quotes": " ".join(f"“{c.quote}” – {c.document}, {c.place}" for c in raised.citations),
        }
        for text in texts.values():
            await self.hands.strike("tab", *_written(text))
        await self.hands.strike("ctrl+s")
        assert self.hands.app.screen is self.screen, (
            f"{one.key} was not saved: {form.query_one('KeyLine').render()}"
        )

    async def _settle(self, key: str, one: Disposition) -> None:
        rule = one.rule.casefold()
        await self.hands.strike("slash", *f"rule:{rule}", "enter")
        seen: list[str] = []
        while (entry := self.screen.entry) is None or entry.finding is None or entry.finding.key != key:
            at = entry.key if entry else ""
            assert at not in seen, f"{key} is not among the findings: {seen}"
            seen.append(at)
            await self.hands.strike("down")
        await self.hands.strike(_KEYS[one.state])
        form = self.hands.app.screen
        assert isinstance(form, FindingForm)
        await self.hands.strike(*_written(one.reason))
        if one.state is FindingState.ACCEPTED:
            await self.hands.strike("tab", *_written(one.owner), "tab", *_written(one.due))
        await self.hands.strike("enter")
        assert self.hands.app.screen is self.screen
        await self.hands.strike("escape")


def _written(text: str) -> Sequence[Stroke]:
    """This text instead of what stands in a field."""
    return ("ctrl+shift+a", "f7", "delete", *((events.Paste(text),) if text else ()))
