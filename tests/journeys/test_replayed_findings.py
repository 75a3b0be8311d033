"""The findings that a reviewer raised and settled, typed again in the real app, are those of the shipped assessment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.assessment.journal import ChangeKind
from tests.journeys.deciding import Judging, dispositions_of, typed, unlike
from tests.journeys.replay import opened, shipped

DECIDED = ("classroomsync", "classtime", "reachmyteach")
"""Vendors of whose findings the reviewer said something; ClassLink's many are typed where whole reviews are replayed."""


@pytest.mark.parametrize("slug", DECIDED)
async def test_the_keys_give_the_shipped_findings(slug: str, tmp_path: Path) -> None:
    portable = shipped(slug)
    undecided = tuple(c for c in portable.changes if c.kind is not ChangeKind.FINDING)
    async with opened(replace(portable, changes=undecided), tmp_path) as hands:
        book = hands.bench.review.judge.book
        wanted = typed(dispositions_of(portable), hands.bench.view.judgement.findings.found)
        assert wanted
        await Judging(hands).decide(wanted)
        assert unlike(hands.bench.view.dispositions, wanted, book) == []
