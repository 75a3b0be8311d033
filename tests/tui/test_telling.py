"""What is said after undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.assessment.answer import Citation
from app.assessment.journal import ChangeKind
from app.review import Review
from app.tui.telling import news, place_of, turned, turned_finding, turned_names
from tests.tui.judged_scene import contradicted
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


def test_what_undo_did_to_a_finding_and_to_names(tmp_path: Path) -> None:
    review = contradicted(opened(tmp_path))

    def undone() -> str:
        before = review.view
        _, change = review.undo()
        assert change is not None
        if change.kind is ChangeKind.NAMES:
            return turned_names("Undone", change, before.names, review.view.names)
        return turned_finding("Undone", change, before.dispositions, review.view.dispositions)

    review.settle("CON-02", "accepted", reason="[/] for a year", owner="Ann", due="2027-01-01")
    review.settle("CON-02", owner="Bo")
    assert review.view.undo is not None
    assert place_of(review.view.undo) == "CON-02"
    assert undone() == "Undone: CON-02: owner Bo → Ann."
    assert undone() == "Undone: CON-02: accepted → open."
    review.raise_finding(message="The form is [odd]", severity="low", title="An odd form")
    assert undone() == "Undone: OWN by hand 1: raised → not raised."
    review.declare_names("company", "AWS", "Amazon [Web]", True)
    assert review.view.undo is not None
    assert place_of(review.view.undo) == "the names of companies"
    assert undone() == 'Undone: "aws" and "amazon [web]": the same → not declared.'


def test_the_news_names_the_heaviest_finding_that_came_or_what_went(tmp_path: Path) -> None:
    review = opened(tmp_path)
    before = review.view.judgement.findings
    after = contradicted(review).view.judgement.findings
    assert news(before, after).startswith("✖ CON-02 critical: ")
    assert news(before, after).endswith(". F2 shows it.")
    assert "gone with this answer" in news(after, before)
    assert news(after, after) == ""
