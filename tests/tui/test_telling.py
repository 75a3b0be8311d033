"""What is said after undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.assessment.answer import Citation
from app.review import Review
from app.tui.telling import turned
from tests.tui.running import opened

STATEMENT = "security.encryption.at_rest"
TABLE = "thirdparty.register"


@pytest.mark.parametrize(
    ("item", "act", "says"),
    [
        (STATEMENT, lambda r: r.answer(STATEMENT, "yes"), "Encryption at rest: yes → unanswered"),
        (STATEMENT, lambda r: r.flag(STATEMENT), "Encryption at rest: flag taken away"),
        (STATEMENT, lambda r: r.answer(STATEMENT, note="x"), "Encryption at rest: note taken away"),
        (
            STATEMENT,
            lambda r: r.cite(STATEMENT, Citation("D1", "l. 1")),
            "Encryption at rest: 1 citation → 0",
        ),
        (TABLE, lambda r: r.add_rows(TABLE, [{"name": "A"}]), "Register: 1 row → unanswered"),
        (
            "deletion.method",
            lambda r: r.answer("deletion.method", value="w" * 99),
            "Method: " + "w" * 39 + "… → unanswered",
        ),
        (
            "product.name.modules",
            lambda r: r.answer("product.name.modules", value="core"),
            "Name, modules: core → unanswered",
        ),
    ],
)
def test_undone(tmp_path: Path, item: str, act: Callable[[Review], object], says: str) -> None:
    review = opened(tmp_path)
    act(review)
    before = review.view.answer(item)
    view, change = review.undo()
    assert change is not None
    assert turned("Undone", change, view.pack.by_id[item], before, view.answer(item)) == f"Undone: {says}."


def test_a_cell_is_named_by_its_column(tmp_path: Path) -> None:
    review = opened(tmp_path)
    review.add_rows(TABLE, [{"name": "A"}])
    review.set_cell(TABLE, "r1", "name", "B")
    before = review.view.answer(TABLE)
    view, change = review.undo()
    assert change is not None
    label = view.pack.by_id[TABLE].columns[0].label
    assert turned("Undone", change, view.pack.by_id[TABLE], before, view.answer(TABLE)) == (
        f"Undone: Register: {label} of a row changed."
    )
