"""The JSON that other programs rely on: exactly these keys, and nothing a terminal would obey."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from app.assessment.answer import (
    Answer,
    Answers,
    Assessment,
    Citation,
    Number,
    Row,
    Searched,
    State,
    Summary,
)
from app.assessment.findings import Finding, Findings, Proposal, SideShown, Spot
from app.assessment.path import Path
from app.assessment.progress import Progress
from app.assessment.score import Figures, Judgement, Score, Tier, Verdict
from app.exchange.shapes import findings_data, list_data, show_data, to_json
from app.questionnaire.model import AnswerType, Column, Pack, Section, Severity
from app.questionnaire.rules import Against, RuleKind
from tests.assessment.packs import q
from tests.hostile import HOSTILE

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ASSESSMENT = Assessment(7, "acme", "Acme", "Acme Learn", "k12", "1.0", "f" * 64, NOON, NOON)


@dataclass(frozen=True)
class Seen:
    answers: Answers
    items: tuple[str, ...]
    assessment: Assessment = ASSESSMENT
    answered: int = 3

    @property
    def pack(self) -> Pack:
        conclusion = q("signoff.conclusion", AnswerType.RECORD, columns=(Column("tier", "Tier"),))
        asked = (q("a.main"), q("b.register"), q("c.open"), conclusion)
        return Pack("k12", "1.0", "", tuple(Section(one.section, "", (one,)) for one in asked))

    @property
    def progress(self) -> Progress:
        return Progress(self.answered, 9, {}, (), ())

    @property
    def judgement(self) -> Judgement:
        finding = Finding(
            rule="CON-07",
            subject="Acme Host",
            severity=Severity.MEDIUM,
            kind=RuleKind.AUTO,
            against=Against.VENDOR,
            title="Host",
            message="A host is missing.",
            law=("a law",),
            fix="Add it.",
            answers=("b.register",),
            sides=(
                SideShown("one", (Spot("b.register", "Acme Host", citations=(Citation("D1", "line 1"),)),)),
            ),
        )
        figures = Figures(1.0, 61.25, 17.0)
        verdict = Verdict(Tier.NOT_SHOWN, Tier.CANNOT_SAY, concluded=True)
        found = Findings((finding,), (Proposal(replace(finding, subject="other")),))
        return Judgement(found, Score(total=figures), verdict)

    @property
    def path(self) -> Path:
        return Path((), self.items, frozenset(self.items))


@dataclass(frozen=True)
class Line:
    summary: Summary
    assessment: Assessment = ASSESSMENT


def test_show() -> None:
    citation = Citation("D1", "line 46", "verbatim", 3, 11)
    answers = {
        "b.hidden": Answer(State.YES),
        "b.register": Answer(
            State.ANSWERED,
            (Row("r9", {"name": "Plivo", "use": ""}), Row("r2", {"name": "X"})),
            citations=(Citation("D1", "page 4", "X", row="r2"), Citation("a memo", "page 1", row="r5")),
        ),
        "a.main": Answer(
            State.PARTIAL,
            None,
            "why",
            "hm",
            (citation,),
            flag=True,
            searched=Searched(("encrypt", "at rest"), ("D1", "D2"), "weak"),
            reopened="1 quote is gone",
            by="me",
            at=NOON,
        ),
        "a.main.deadline": Answer(State.ANSWERED, Number(72, "hours")),
        "signoff.conclusion": Answer(State.ANSWERED, {"tier": "Does not meet"}),
    }
    view = Seen(answers, ("a.main", "a.main.deadline", "b.register", "c.open"))
    known = {"D1": ("D1", "privacy.html"), "D2": ("D2", "D2")}
    data = show_data(view, named=lambda document: known.get(document, ("", document)))
    assert data == {
        "slug": "acme",
        "vendor": "Acme",
        "product": "Acme Learn",
        "pack": {"id": "k12", "version": "1.0"},
        "progress": {"answered": 3, "in_force": 9},
        "tier": "Not shown",
        "computed_tier": "Cannot say",
        "concluded": True,
        "commitment": 61.2,
        "assurance": 17.0,
        "findings": {"critical": 0, "high": 0, "medium": 1, "low": 0},
        "answers": {
            "a.main": {
                "state": "partial",
                "value": None,
                "reason": "why",
                "note": "hm",
                "citations": [
                    {
                        "document": "privacy.html",
                        "place": "line 46",
                        "quote": "verbatim",
                        "start": 3,
                        "end": 11,
                        "id": "D1",
                        "row": None,
                    }
                ],
                "searched": {
                    "terms": ["encrypt", "at rest"],
                    "documents": [
                        {"id": "D1", "document": "privacy.html"},
                        {"id": "D2", "document": "D2"},
                    ],
                    "outcome": "weak",
                },
                "reopened": "1 quote is gone",
            },
            "a.main.deadline": {
                "state": "answered",
                "value": {"number": 72, "unit": "hours"},
                "reason": "",
                "note": "",
                "citations": [],
                "searched": None,
                "reopened": "",
            },
            "b.register": {
                "state": "answered",
                "value": [{"name": "Plivo"}, {"name": "X"}],
                "reason": "",
                "note": "",
                "citations": [
                    {
                        "document": "privacy.html",
                        "place": "page 4",
                        "quote": "X",
                        "start": None,
                        "end": None,
                        "id": "D1",
                        "row": 2,
                    },
                    {
                        "document": "a memo",
                        "place": "page 1",
                        "quote": "",
                        "start": None,
                        "end": None,
                        "id": None,
                        "row": None,
                    },
                ],
                "searched": None,
                "reopened": "",
            },
            "c.open": {
                "state": "unanswered",
                "value": None,
                "reason": "",
                "note": "",
                "citations": [],
                "searched": None,
                "reopened": "",
            },
        },
    }
    without = show_data(view)["answers"]["a.main"]["citations"][0]
    assert (without["document"], without["id"]) == ("D1", None)
    assert list(show_data(view)["answers"]) == list(view.items)
    assert list(show_data(view, ["c.open"])["answers"]) == ["c.open"]


def test_what_follows_from_the_answers_stands_beside_them() -> None:
    data = show_data(Seen({}, ()))
    assert (data["tier"], data["computed_tier"], data["concluded"]) == ("Not shown", "Cannot say", True)
    assert (data["commitment"], data["assurance"]) == (61.2, 17.0)
    assert data["findings"] == {"critical": 0, "high": 0, "medium": 1, "low": 0}


def test_a_finding_with_both_sides_and_a_proposal_that_says_so() -> None:
    first, second = findings_data(Seen({}, ()).judgement.findings)
    wanted = {
        "rule",
        "severity",
        "kind",
        "state",
        "message",
        "law",
        "fix",
        "answers",
        "citations",
        "owner",
        "due",
    }
    assert wanted <= first.keys()
    assert (first["key"], first["proposed"], second["proposed"]) == ("CON-07 Acme Host", False, True)
    assert first["citations"] == first["sides"][0]["spots"][0]["citations"]
    assert first["citations"][0]["document"] == "D1"


def test_list() -> None:
    lines = [Line(Summary(3, 9, "meets", {"high": 2}, "2026-11-22", "2027-11-21")), Line(Summary())]
    first, second = list_data(lines)
    assert first == {
        "slug": "acme",
        "vendor": "Acme",
        "product": "Acme Learn",
        "answered": 3,
        "in_force": 9,
        "tier": "meets",
        "findings": {"critical": 0, "high": 2, "medium": 0, "low": 0},
        "review_date": "2026-11-22",
        "valid_until": "2027-11-21",
    }
    assert (second["tier"], second["review_date"], second["valid_until"]) == (None, None, None)
    assert list_data([]) == []


@pytest.mark.parametrize("text", [*HOSTILE.values(), "half \ud800"], ids=[*HOSTILE, "surrogate"])
def test_json_carries_any_text_and_commands_no_terminal(text: str) -> None:
    written = to_json([{"text": text, text: 1}])
    assert json.loads(written) == [{"text": text, text: 1}]
    assert not any(ord(ch) < 32 and ch != "\n" for ch in written)
    assert not any(0x7F <= ord(ch) < 0xA0 or 0xD800 <= ord(ch) < 0xE000 for ch in written)
    assert "\u202e" not in written
    assert written.endswith("]\n")


def test_json_stays_readable() -> None:
    assert "日本語 é 👩‍👩‍👧" in to_json(["日本語 é 👩‍👩‍👧"])
