from __future__ import annotations

from app.assessment.journal import ChangeKind
from app.review import Review
from app.tui.batches import put_back, take_back
from tests.tui.stage import STATEMENT


def test_what_was_stored_together_goes_and_comes_together(fresh: Review) -> None:
    fresh.answer(STATEMENT, "yes")
    fresh.record(
        [(STATEMENT, ChangeKind.SET, {"note": "a"}), ("sopipa.no_sale", ChangeKind.SET, {"note": "b"})]
    )
    gone = take_back(fresh)
    assert [change.body["note"] for change in gone] == ["b", "a"]
    assert fresh.view.answer(STATEMENT).state.value == "yes"
    assert fresh.view.answer(STATEMENT).note == ""
    assert len(put_back(fresh)) == 2
    assert fresh.view.answer("sopipa.no_sale").note == "b"
    assert put_back(fresh) == ()
    take_back(fresh)
    take_back(fresh)
    while take_back(fresh):
        pass
    assert take_back(fresh) == ()
