from __future__ import annotations

from typing import Any

import pytest

from app.assessment.values import rows_of
from app.evidence.details import Details
from app.review import Review
from app.review.evidence import Added, How
from app.tui.screens.document_details import AddedForm, added_sentence
from app.tui.screens.help import HelpScreen
from app.tui.screens.new_assessment import OneLine
from app.tui.screens.read_files import Taken
from app.tui.widgets.choice_line import ChoiceLine
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE
from tests.tui.shelf import POLICY, kept, shelved
from tests.tui.stage import SIZES, drawn, on_stage, only_text, press, until


def taken(review: Review, name: str, text: str, **details: Any) -> Taken:
    return Taken(kept(review, name, text), Details(**details), "Text, 3 lines.")


def cells(review: Review) -> list[dict[str, str]]:
    return [dict(row.cells) for row in rows_of(review.view.answer("review.documents").value)]


async def test_what_was_read_is_proposed_and_enter_accepts(fresh: Review) -> None:
    file = taken(fresh, "policy.txt", POLICY, title="Privacy Policy", kind="policy", stated_date="2026-05-01")
    form = AddedForm(fresh, [file])
    async with on_stage(form, (100, 30)) as pilot:
        text = drawn(pilot)
        assert "policy.txt" in text
        assert "Text, 3 lines." in text
        assert "2026-05-01" in text
        assert "This is" not in text
        assert "same for rest" not in text
        await press(pilot, "tab", "tab")
        await press(pilot, *"Acme")
        await press(pilot, "enter")
        assert pilot.app.results == [None]
    assert [one.how for one in form.added] == [How.NEW]
    (row,) = cells(fresh)
    assert (row["doc_id"], row["title"], row["issuer"], row["stated_date"]) == (
        "D1",
        "Privacy Policy",
        "Acme",
        "2026-05-01",
    )


async def test_a_wrong_date_is_said_and_a_file_can_be_left_out(fresh: Review) -> None:
    files = [taken(fresh, f"{i}.txt", f"Text {i}.", title=f"T{i}") for i in range(2)]
    form = AddedForm(fresh, files)
    async with on_stage(form) as pilot:
        assert "1 of 2: 0.txt" in drawn(pilot)
        form.query_one("#cell-stated_date", OneLine).value = "soon"
        await press(pilot, "enter")
        assert "Stated date" in form.query_one(KeyLine).notice
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "escape")
        assert "2 of 2: 1.txt" in drawn(pilot)
        await press(pilot, "enter")
        assert pilot.app.results == [None]
    assert form.left_out == 1
    assert [row["title"] for row in cells(fresh)] == ["T1"]
    assert added_sentence(form.added, form.left_out) == "Added: D1. 1 file left out."


@pytest.mark.parametrize(
    ("key", "kinds"), [("ctrl+r", ["terms"] * 4), ("ctrl+o", ["terms", "policy", "policy", "policy"])]
)
async def test_one_form_may_speak_for_the_rest(fresh: Review, key: str, kinds: list[str]) -> None:
    files = [taken(fresh, f"{i}.txt", f"Text {i}.", title=f"T{i}", kind="policy") for i in range(4)]
    form = AddedForm(fresh, files)
    async with on_stage(form) as pilot:
        await press(pilot, "tab", "t", "e", "r", key)
        await until(pilot, lambda: pilot.app.results)
    assert [row["kind"] for row in cells(fresh)] == kinds
    assert [row["title"] for row in cells(fresh)] == ["T0", "T1", "T2", "T3"]


async def test_the_rest_stops_where_a_newer_version_may_be_meant(fresh: Review) -> None:
    shelved(fresh, "1.txt", "Old text.")
    files = [
        taken(fresh, f"{i}.txt", f"Text {i}.", title=f"T{i}", stated_date=f"2026-0{i + 1}-01")
        for i in range(3)
    ]
    form = AddedForm(fresh, files)
    async with on_stage(form) as pilot:
        await press(pilot, "ctrl+o")
        await until(
            pilot, lambda: "newer version or a document of its own?" in form.query_one(KeyLine).notice
        )
        assert "‹ a newer version of D1 ›" in drawn(pilot)
        assert "Issuer" not in drawn(pilot)
        await press(pilot, "right")
        assert "‹ a document of its own ›" in drawn(pilot)
        assert "Issuer" in drawn(pilot)
        await press(pilot, "left", "enter", "enter")
        assert pilot.app.results == [None]
    assert [one.how for one in form.added] == [How.NEW, How.NEWER, How.NEW]
    assert cells(fresh)[0]["stated_date"] == "2026-02-01"
    assert cells(fresh)[0]["title"] == "1.txt"


async def test_a_newer_version_of_a_named_document(fresh: Review) -> None:
    shelved(fresh, "old.txt", "Old text.")
    form = AddedForm(fresh, [taken(fresh, "new.txt", "New text.", stated_date="2026-08-01")], replaces="D1")
    async with on_stage(form) as pilot:
        assert "Newer version of D1, old.txt" in drawn(pilot)
        assert "This is" not in drawn(pilot)
        await press(pilot, "enter")
    assert form.added[0].how is How.NEWER
    assert len(cells(fresh)) == 1


async def test_a_file_that_the_register_knows_by_its_hash_needs_no_form(fresh: Review) -> None:
    file = taken(fresh, "policy.txt", POLICY)
    fresh.add_rows("review.documents", [{"doc_id": "D7", "title": "Policy", "sha256": file.read.sha256}])
    form = AddedForm(fresh, [file])
    async with on_stage(form) as pilot:
        await until(pilot, lambda: pilot.app.results)
    assert form.added[0].how is How.HERE
    assert added_sentence(form.added) == "Its text is here now, the hash agrees: D7."


def test_many_are_counted(fresh: Review) -> None:
    added = [Added(fresh.view, f"D{i}", How.NEW) for i in range(1, 12)]
    assert added_sentence(added) == "Added: D1, D2, D3, D4, D5 and 6 more."


async def test_is_alive_at_every_size_with_hostile_text(fresh: Review) -> None:
    texts = [text.replace("\0", "") for text in HOSTILE.values()]
    files = [
        Taken(kept(fresh, text.strip() or "x", f"Text {i}."), Details(title=text, issuer=text), text)
        for i, text in enumerate(texts[:8])
    ]
    form = AddedForm(fresh, files)
    async with on_stage(form, (1, 1)) as pilot:
        for size in (*reversed(SIZES), (7, 3)):
            await pilot.resize_terminal(*size)
            assert only_text(drawn(pilot))
            form.action_leave()
            await pilot.pause()
        await pilot.resize_terminal(80, 24)
        assert "Add" in drawn(pilot) or "of 8" in drawn(pilot)


async def test_a_newer_version_says_anew_what_it_is_so_that_a_draft_inherits_no_signature(
    fresh: Review,
) -> None:
    shelved(fresh, "dpa.txt", "Old text.", kind="signed agreement", signed="both", covers_product="yes")
    file = taken(fresh, "dpa.txt", "New text.", kind="signed agreement", signed="none", issuer="X", title="X")
    form = AddedForm(fresh, [file], replaces="D1")
    async with on_stage(form, (100, 34)) as pilot:
        text = " ".join(drawn(pilot).replace("│", "").split())
        assert "signed agreement" in text
        assert "the one before: signed by both, covers the product: yes." in text
        assert "stay as they were where they are left empty; who signed does not." in text
        assert "Issuer" not in text
        assert form.query_one("#cell-signed", ChoiceLine).value == "none"
        await press(pilot, "enter")
    (row,) = cells(fresh)
    assert (row["signed"], row["kind"], row["covers_product"]) == ("none", "signed agreement", "yes")
    assert row["title"] == "dpa.txt"
