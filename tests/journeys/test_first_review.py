"""A second product from the empty library to its printed profile, with the keyboard alone."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from app.assessment.answer import State
from app.assessment.appendix import _SEARCH_FOOTER
from app.review import Library
from app.tui.app import AssessApp
from app.tui.screens.library import LibraryScreen
from app.tui.screens.new_assessment import NewAssessment
from app.tui.screens.preview import PreviewScreen
from app.tui.screens.print import PrintDialog
from app.tui.screens.workbench import WorkbenchScreen
from tests.tui.stage import drawn, press, typed, until

DENIED = ("certified", "compliant", "approved", "guaranteed", "ensures")


async def test_a_review_from_n_to_the_printed_pdf(tmp_path: Path) -> None:
    """Nothing that the vendor's page does not say is printed: here it says nothing but its product's name."""
    database = tmp_path / "data.db"
    app = AssessApp(database)
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen) and app.screen.library is not None)
        await press(pilot, "n")
        await until(pilot, lambda: isinstance(app.screen, NewAssessment))
        await typed(pilot, "classtime")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, WorkbenchScreen))
        screen = app.screen
        assert isinstance(screen, WorkbenchScreen)
        open_before = len(screen.view.progress.open_items)
        for _ in range(open_before * 2):
            if not screen.view.progress.open_items:
                break
            here = screen.part.item
            if here not in screen.view.progress.open_items:
                await press(pilot, "right_square_bracket")
                assert screen.part.item in screen.view.progress.open_items, "] leads to something open"
                continue
            await press(pilot, "s")
            assert screen.view.answer(here).state is State.NOT_ADDRESSED
        assert screen.view.progress.answered == screen.view.progress.in_force > 90
        await press(pilot, "f4")
        await until(pilot, lambda: isinstance(app.screen, PreviewScreen))
        await until(pilot, lambda: "At a glance" in drawn(pilot))
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is screen)
        await press(pilot, "f5")
        await until(pilot, lambda: isinstance(app.screen, PrintDialog) and app.screen.printed is not None)
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is screen)
        await press(pilot, "q")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        assert "100 %" in drawn(pilot)
        await app.workers.wait_for_complete()
    (printed,) = (tmp_path / "profiles").glob("*.pdf")
    text = " ".join(
        "".join(page.extract_text() for page in PdfReader(BytesIO(printed.read_bytes())).pages).split()
    )
    assert "do not say whether" in text
    # Words that were looked for stand in a table of their own, where there is one; all else is said by the profile.
    before, table, rest = text.partition("Looked for and not found Question Words and phrases")
    _, footer, after = rest.partition(_SEARCH_FOOTER)
    assert bool(table) == bool(footer)
    said = f"{before} {after}".lower().replace("not a certification", "")
    for claim in (
        "classtime states",
        "classtime has agreed",
        "classtime was seen",
        "classtime told",
        *DENIED,
    ):
        assert claim not in said, claim
    with Library.open(database) as books:
        view = books.review("classtime").view
    assert {view.answer(i).state for i in view.path.items} <= {State.NOT_ADDRESSED, State.ANSWERED}
