"""Each of the five reviews, replayed from the keyboard through the real app, gives the shipped assessment.

Here each vendor replays a run of sections of its own, over the rest of its file; `replay.py` says what is compared and
replays whole reviews.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from app.assessment.answer import State
from app.questionnaire.model import AnswerType
from tests.journeys.replay import VENDORS, answers_of, differences, opened, shipped, without

RUNS: Final = {
    "classtime": ("ferpa", "sopipa", "coppa", "access", "audit", "breach", "deletion"),
    "classlink": ("product", "data", "ct", "gdpr"),
    "reachmyteach": ("ne", "me", "ri", "nh", "ny", "signoff"),
    "classroomsync": ("security", "thirdparty", "policy", "ca", "fl"),
    "classtag": ("review", "research", "tracking", "law"),
}
"""Which sections are replayed for whom: each section for one of those with an answer in it, the work shared out."""


@pytest.mark.parametrize("slug", RUNS)
async def test_the_keys_give_the_shipped_answers(slug: str, tmp_path: Path) -> None:
    portable = shipped(slug)
    wanted = answers_of(portable, RUNS[slug])
    async with opened(without(portable, RUNS[slug]), tmp_path) as hands:
        assert not set(wanted) & set(hands.bench.view.answers)
        await hands.replay(wanted)
        assert not differences(hands.bench.view.answers, answers_of(portable))


def test_together_they_are_every_section_every_kind_of_answer_and_every_state() -> None:
    assert set(RUNS) == set(VENDORS)
    answered: set[str] = set()
    kinds: set[AnswerType] = set()
    states: set[State] = set()
    for slug, sections in RUNS.items():
        portable = shipped(slug)
        by_id = portable.pack.by_id
        answered |= {by_id[item].section for item in answers_of(portable)}
        for item, answer in answers_of(portable, sections).items():
            kinds.add(by_id[item].type)
            states.add(answer.state)
    assert answered == {section for sections in RUNS.values() for section in sections}
    assert kinds == {question.type for question in portable.pack.by_id.values()}
    assert states == set(State) - {State.UNANSWERED}
