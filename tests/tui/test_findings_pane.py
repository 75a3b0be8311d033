"""The pane of findings on a screen of its own."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen

from app.review import Review
from app.tui.concerning import concerns_of
from app.tui.messages import FindingWanted, PartWanted
from app.tui.widgets.findings_pane import FindingsPane
from tests.tui.judged_scene import SALE, contradicted
from tests.tui.stage import drawn, on_stage, only_text


class Alone(Screen[None]):
    """Only the pane; what it wants is kept."""

    wanted = ""

    def compose(self) -> ComposeResult:
        yield FindingsPane(id="findings-pane")

    def on_finding_wanted(self, event: FindingWanted) -> None:
        self.wanted = event.key

    def on_part_wanted(self, event: PartWanted) -> None:
        self.wanted = event.item


async def test_nearest_first_and_a_click_leads_there(fresh: Review) -> None:
    review = contradicted(fresh)

    def concerns():
        return concerns_of(review.view.pack, review.view.judgement.findings)

    async with on_stage(Alone(), (60, 40)) as pilot:
        screen = pilot.app.screen
        pane = screen.query_one(FindingsPane)
        pane.show_for(review.view, SALE, None)
        assert "Nothing is found" not in pane.text()
        pane.show_for(review.view, SALE, concerns())
        text = pane.text()
        assert text.splitlines()[0].startswith(" ✖ CON-02 critical  ")
        assert text.index("CON-02") < text.index("Missing  ")
        await pilot.pause()
        assert "in all ✖ 1" in pane._border_subtitle.plain
        assert only_text(drawn(pilot))
        await pilot.click(FindingsPane, offset=(8, 0))
        await pilot.pause()
        assert screen.wanted == "CON-02"
        y = text.splitlines().index(next(line for line in text.splitlines() if "  open" in line))
        await pilot.click(FindingsPane, offset=(6, y))
        await pilot.pause()
        assert screen.wanted in review.view.path.in_force
        pane.show_for(review.view, "sopipa.no_profiling", concerns())
        assert "In this section" in pane.text()
        assert "CON-02" in pane.text().partition("In this section")[2]
        review.settle("CON-02", "withdrawn", reason="they are the same")
        pane.show_for(review.view, SALE, concerns())
        assert "– CON-02 withdrawn" in pane.text()
