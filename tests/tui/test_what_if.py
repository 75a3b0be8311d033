"""What other answers would do."""

from __future__ import annotations

from app.review import Review
from app.tui.screens.what_if import WhatIf, outcome_entries
from app.tui.widgets.entry_list import EntryList
from tests.tui.judged_scene import SALE, contradicted
from tests.tui.stage import drawn, on_stage, only_text, until


def test_each_answer_with_its_figures_and_what_comes_and_goes(fresh: Review) -> None:
    review = contradicted(fresh)
    now = review.view.judgement
    said = [e.text.plain for e in outcome_entries("yes", now, review.what_if(SALE), 90)]
    first = next(line for line in said if line.startswith("yes"))
    assert now.verdict.tier.value in first
    assert any(line.startswith("no ") for line in said)
    heads = [
        e.head.plain.strip()
        for e in outcome_entries("yes", now, review.what_if(SALE), 90)
        if "CON-02" in e.text.plain
    ]
    assert "−" in heads  # the contradiction goes with the promise
    assert "Working it out …" in [e.text.plain for e in outcome_entries("yes", now, None, 90)]
    assert any("No other answer" in e.text.plain for e in outcome_entries("yes", now, (), 90))
    for width in (1, 40, 60):
        assert all(
            "\n" in e.text.plain or width > 50 for e in outcome_entries("yes", now, (), width) if e.head
        )


async def test_the_dialog_works_it_out_and_changes_nothing(fresh: Review) -> None:
    review = contradicted(fresh)
    before = review.view
    async with on_stage(WhatIf(review, SALE), (80, 24)) as pilot:
        screen = pilot.app.screen
        await until(pilot, lambda: screen.outcomes is not None)
        await pilot.pause()
        assert "What if · No sale" in drawn(pilot)
        assert "CON-02" in drawn(pilot)
        assert only_text(drawn(pilot))
        await pilot.press("j", "j", "k", "pagedown", "pageup")
        assert screen.query_one(EntryList).cursor is not None
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(40, 12)
        await pilot.press("escape")
        assert pilot.app.results == [None]
    assert review.view is before
