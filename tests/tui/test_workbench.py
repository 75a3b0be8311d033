"""Every key of the workbench, pressed once in the real app."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from app.assessment.answer import Citation, Number, State
from app.questionnaire.model import Severity
from app.review import Library, Review
from app.store.errors import StoreError
from app.tui.cursor import walk
from app.tui.find import Filter
from app.tui.screens.cite import CiteDialog
from app.tui.screens.coverage import CoverageScreen
from app.tui.screens.documents import DocumentsScreen
from app.tui.screens.findings import FindingsScreen
from app.tui.screens.help import HelpScreen
from app.tui.screens.history import HistoryScreen
from app.tui.screens.library import LibraryScreen
from app.tui.screens.open_points import OpenPoints
from app.tui.screens.palette import Palette
from app.tui.screens.preview import PreviewScreen
from app.tui.screens.print import PrintDialog
from app.tui.screens.score import ScoreScreen
from app.tui.screens.table_editor import TableEditor
from app.tui.screens.what_if import WhatIf
from app.tui.screens.workbench import WorkbenchScreen
from app.tui.settings import Settings
from app.tui.widgets.choice_picker import ChoicePicker
from app.tui.widgets.editor import AnswerEditor
from app.tui.widgets.evidence_pane import EvidencePane
from app.tui.widgets.question_card import QuestionCard
from app.tui.widgets.section_tree import SectionTree
from tests.hostile import HOSTILE, LONG_WORD
from tests.tui.running import (
    Q_LONG_MANY,
    Q_LONG_TEXT,
    Q_MANY,
    Q_NUMBER,
    Q_ONE,
    Q_RECORD,
    Q_STATEMENT,
    Q_TABLE,
    Q_TEXT,
    SIZES,
    Run,
    at_library,
    at_work,
    filled,
)
from tests.tui.stage import only_text

FOLLOWUP = "security.encryption.at_rest.method"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    filled(path)
    return path


# --- answering ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "state"),
    [("y", State.YES), ("n", State.NO), ("s", State.NOT_ADDRESSED), ("p", State.PARTIAL), ("x", State.NA)],
)
async def test_a_state_key_is_on_disk_when_the_screen_shows_it(db: Path, key: str, state: State) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press(key)
        assert run.answer(Q_STATEMENT).state is state
        with Library.open(db, read_only=True) as other:
            assert other.review("acme").view.answer(Q_STATEMENT).state is state
        assert f"(●) {key} " in run.card


async def test_follow_ups_appear_with_the_answer_that_calls_for_them_and_go_with_it(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        ask = run.review.view.pack.by_id[FOLLOWUP].ask
        assert ask not in run.card
        await run.press("y")
        assert ask[:30] in run.card
        assert run.bench.part.item == Q_STATEMENT
        await run.press("n")
        assert ask[:30] not in run.card


@pytest.mark.parametrize("key", ["p", "x"])
async def test_partial_and_not_applicable_ask_for_their_reason_and_count_only_with_it(
    db: Path, key: str
) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        before = run.review.view.progress.answered
        await run.press(key)
        assert isinstance(run.app.focused, AnswerEditor)
        assert "Reason" in run.drawn()
        await run.press("escape")
        assert run.review.view.progress.answered == before
        assert "the reason is missing" in run.card
        await run.press("r")
        await run.type("only in the US")
        await run.press("enter")
        assert run.answer(Q_STATEMENT).reason == "only in the US"
        assert run.review.view.progress.answered == before + 1
        assert "only in the US" in run.card


@pytest.mark.parametrize(
    ("item", "key", "says"),
    [
        (Q_ONE, "y", "press its number"),
        (Q_MANY, "n", "press their numbers"),
        (Q_TEXT, "y", "press enter"),
        (Q_TABLE, "n", "register"),
        (Q_RECORD, "y", "fields"),
        (Q_NUMBER, "y", "number"),
        (Q_STATEMENT, "3", "press y, p, n, x or s"),
        (Q_TEXT, "3", "press enter"),
        (Q_ONE, "9", "there are 5"),
    ],
)
async def test_a_key_that_answers_nothing_says_what_to_press_instead(
    db: Path, item: str, key: str, says: str
) -> None:
    async with at_work(db, item=item) as run:
        before = run.review.view
        await run.press(key)
        assert says in run.said
        assert run.review.view is before


async def test_digits_pick_one_choice_and_toggle_many(db: Path) -> None:
    async with at_work(db, item=Q_ONE) as run:
        choices = run.review.view.pack.by_id[Q_ONE].choices
        await run.press("2")
        assert run.answer(Q_ONE).value == choices[1]
        await run.press("2")
        assert "already" in run.said
        await run.go(Q_MANY)
        many = run.review.view.pack.by_id[Q_MANY].choices
        await run.press("1", "3")
        assert run.answer(Q_MANY).value == (many[0], many[2])
        await run.press("1")
        assert run.answer(Q_MANY).value == (many[2],)


async def test_a_tenth_choice_is_found_by_typing(db: Path) -> None:
    async with at_work(db, item=Q_LONG_MANY) as run:
        assert "enter lists all 14" in run.card
        await run.press("enter")
        assert isinstance(run.screen, ChoicePicker)
        await run.type("switz")
        await run.press("enter")
        assert run.answer(Q_LONG_MANY).value == ("CA", "Switzerland")
        await run.press("enter", "escape")
        assert run.answer(Q_LONG_MANY).value == ("CA",)
        assert run.screen is run.bench


async def test_the_picker_of_a_single_choice_takes_one_and_closes(db: Path) -> None:
    async with at_work(db, item=Q_ONE) as run:
        await run.press("enter", "down", "enter")
        assert run.screen is run.bench
        assert run.answer(Q_ONE).value == run.review.view.pack.by_id[Q_ONE].choices[1]


async def test_the_bare_unit_of_a_number_has_a_digit(db: Path) -> None:
    async with at_work(db, item=Q_NUMBER) as run:
        await run.press("1")
        assert run.answer(Q_NUMBER).value == Number(None, "none stated")


async def test_backspace_clears_and_says_how_to_get_it_back(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("y", "backspace")
        assert run.answer(Q_STATEMENT).state is State.UNANSWERED
        assert "u brings it back" in run.said
        await run.press("backspace")
        assert "nothing to clear" in run.said


async def test_undo_and_redo_go_to_the_place_and_say_what_changed(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("y", "G")
        await run.press("u")
        assert run.bench.part.item == Q_STATEMENT
        assert run.said == "Undone: Encryption at rest: yes → unanswered."
        await run.press("ctrl+r")
        assert run.said == "Redone: Encryption at rest: unanswered → yes."
        assert run.answer(Q_STATEMENT).state is State.YES


async def test_undo_of_a_follow_up_that_went_with_its_parent_goes_to_the_parent(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("y", "tab")
        assert run.bench.part.item == FOLLOWUP
        await run.press("s")
        await run.press("u", "u")
        assert run.bench.part.item == Q_STATEMENT
        assert run.answer(Q_STATEMENT).state is State.UNANSWERED


async def test_nothing_to_undo_is_said(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    filled(path)
    async with at_work(path) as run:
        for _ in range(5):
            await run.press("u")
        assert run.said == "There is nothing to undo."
        await run.press("ctrl+r", "ctrl+r", "ctrl+r", "ctrl+r")
        assert run.said == "There is nothing to redo."


async def test_a_flag_is_set_shown_found_and_taken_away(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("f")
        assert run.answer(Q_STATEMENT).flag
        assert "⚑" in run.drawn()
        await run.press("f")
        assert not run.answer(Q_STATEMENT).flag


# --- writing --------------------------------------------------------------------------------------------


async def test_enter_writes_a_line_and_saves_it(db: Path) -> None:
    async with at_work(db, item=Q_TEXT) as run:
        await run.press("enter")
        await run.type("shredded, y p n x 1 / ?")
        await run.press("enter")
        assert run.answer(Q_TEXT).value == "shredded, y p n x 1 / ?"
        assert run.app.focused is run.bench._card
        assert not run.review.drafts()


async def test_long_text_takes_lines_and_escape_saves(db: Path) -> None:
    async with at_work(db, item=Q_LONG_TEXT) as run:
        await run.press("enter")
        await run.type("one\ntwo")
        await run.press("escape")
        assert run.answer(Q_LONG_TEXT).value == "one\ntwo"
        assert run.screen is run.bench


async def test_o_writes_the_note(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("o")
        await run.type("ask them")
        await run.press("escape")
        assert run.answer(Q_STATEMENT).note == "ask them"
        assert "ask them" in run.card
        await run.press("u")
        assert run.said == "Undone: Encryption at rest: note taken away."


async def test_every_change_while_typing_is_a_draft_on_disk(db: Path) -> None:
    async with at_work(db, item=Q_TEXT) as run:
        await run.press("enter")
        await run.type("abc")
        assert [(d.field, d.text) for d in run.review.drafts()] == [("value", "abc")]
        await run.press("backspace", "backspace", "backspace")
        assert not run.review.drafts()


async def test_an_invalid_value_says_why_stays_and_is_kept_as_a_draft_by_a_second_escape(db: Path) -> None:
    async with at_work(db, item=Q_NUMBER) as run:
        await run.press("enter")
        await run.type("soon")
        await run.press("escape")
        assert "is not a number of hours or days" in run.said
        assert isinstance(run.app.focused, AnswerEditor)
        await run.press("escape")
        assert run.app.focused is run.bench._card
        assert run.answer(Q_NUMBER).state is State.UNANSWERED
        assert "Unsaved text from" in run.card
        assert "soon" in run.card
        await run.press("enter")
        assert run.bench.query_one(AnswerEditor).text == "soon"
        await run.press("ctrl+u")
        await run.type("3 days")
        await run.press("enter")
        assert run.answer(Q_NUMBER).value == Number(3, "days")
        assert "Unsaved" not in run.card


async def test_unsaved_text_is_offered_again_with_the_difference_and_can_be_dropped(db: Path) -> None:
    with Library.open(db) as library:
        review = library.review("acme")
        review.answer(Q_TEXT, value="wiped once")
        review.save_draft(Q_TEXT, "value", "wiped twice")
        review.save_draft(Q_STATEMENT, "note", "ask")
    async with at_work(db) as run:
        assert run.bench.part.item in (Q_TEXT, Q_STATEMENT)
        assert "2 texts from before" in run.said
        await run.go(Q_TEXT)
        assert "Unsaved text from" in run.card
        assert "wiped twice  in place of: wiped once" in run.card
        await run.press("backspace")
        assert run.said == "Dropped the unsaved text."
        assert run.answer(Q_TEXT).value == "wiped once"
        assert [d.question for d in run.review.drafts()] == [Q_STATEMENT]


async def test_a_draft_that_equals_its_answer_is_not_offered(db: Path) -> None:
    with Library.open(db) as library:
        review = library.review("acme")
        review.answer(Q_TEXT, value="wiped")
        review.save_draft(Q_TEXT, "value", "wiped")
    async with at_work(db) as run:
        assert not run.bench.drafts.by_place
        assert run.said == ""


async def test_tab_saves_and_writes_on_in_the_next_part(db: Path) -> None:
    async with at_work(db, item="product.name") as run:
        await run.press("tab", "enter")
        await run.type("core")
        await run.press("tab")
        assert run.answer("product.name.modules").value == "core"
        assert run.bench.part.item == "product.name.aliases"
        await run.type("AR")
        await run.press("shift+tab")
        assert run.answer("product.name.aliases").value == "AR"
        assert run.bench.part.item == "product.name.modules"


async def test_a_record_is_written_field_by_field_with_enter(db: Path) -> None:
    async with at_work(db, item=Q_RECORD) as run:
        await run.press("enter")
        assert run.bench.part.column == "legal_name"
        await run.type("Acme Inc.")
        await run.press("enter")
        assert run.bench.part.column == "entity_type"
        await run.type("corporation")
        await run.press("escape")
        assert run.answer(Q_RECORD).value == {"legal_name": "Acme Inc.", "entity_type": "corporation"}
        await run.press("backspace")
        assert run.answer(Q_RECORD).value == {"legal_name": "Acme Inc."}


async def test_the_editor_takes_twenty_thousand_characters_and_says_so(db: Path) -> None:
    async with at_work(db, item=Q_LONG_TEXT) as run:
        await run.press("enter")
        editor = run.bench.query_one(AnswerEditor)
        editor.insert("é " * 10_010)
        await run.until(lambda: run.said)
        assert "20,000" in run.said
        assert len(editor.text) == 20_000
        await run.press("escape")
        assert len(run.answer(Q_LONG_TEXT).value) <= 20_000


async def test_a_longer_text_from_elsewhere_is_shown_but_not_opened(db: Path) -> None:
    with Library.open(db) as library:
        library.review("acme").answer(Q_LONG_TEXT, value=LONG_WORD)
    async with at_work(db, item=Q_LONG_TEXT) as run:
        assert "100,000 characters in all" in " ".join(run.card.split())
        await run.press("enter")
        assert "command line" in run.said
        assert run.app.focused is run.bench._card


async def test_line_ends_of_a_paste_into_one_line_become_spaces(db: Path) -> None:
    async with at_work(db, item=Q_TEXT) as run:
        await run.press("enter")
        run.bench.query_one(AnswerEditor).insert("one\r\ntwo\u2028three")
        await run.press("enter")
        assert run.answer(Q_TEXT).value == "one two three"


# --- moving ---------------------------------------------------------------------------------------------


async def test_moving_question_by_question_and_at_the_ends(db: Path) -> None:
    async with at_work(db) as run:
        order = walk(run.review.view)
        await run.press("g")
        assert run.bench.part.item == order[0]
        await run.press("k")
        assert run.said == "This is the first question."
        await run.press("j", "down")
        assert run.bench.part.item == order[2]
        await run.press("up")
        assert run.bench.part.item == order[1]
        await run.press("G")
        assert run.bench.part.item == order[-1]
        await run.press("j")
        assert run.said == "This is the last question."


async def test_moving_section_by_section(db: Path) -> None:
    async with at_work(db) as run:
        await run.press("g", "}", "}")
        assert run.bench.part.item == "data.elements"
        await run.press("j", "{")
        assert run.bench.part.item == "data.elements"
        await run.press("{")
        assert run.bench.part.item == "product.name"
        await run.press("{", "{")
        assert run.said == "This is the first section."
        await run.press("G", "}")
        assert run.said == "This is the last section."


async def test_the_bracket_leads_to_the_next_open_thing_follow_ups_included(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("y", "]")
        assert run.bench.part.item == FOLLOWUP
        await run.press("[")
        assert run.bench.part.item != Q_STATEMENT
        await run.press("G", "]")
        assert "Around the end" in run.said
        assert run.bench.part.item == run.review.view.progress.open_items[0]


async def test_the_bracket_says_when_everything_is_answered(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    filled(path)
    with Library.open(path) as library:
        review = library.review("acme")
        for _ in range(9):
            for item in review.view.progress.open_items:
                review.answer(item, "not_addressed")
    async with at_work(path) as run:
        await run.press("]")
        assert run.said == "Everything in force is answered. F4 shows the profile, F5 prints it."
        assert "100 %" in run.drawn()


async def test_tab_goes_through_the_parts_of_the_card(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("tab")
        assert "one part only" in run.said
        await run.press("y", "tab")
        assert run.bench.part.item == FOLLOWUP
        assert "▶" in run.card
        await run.press("shift+tab")
        assert run.bench.part.item == Q_STATEMENT


async def test_the_place_is_remembered(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("q")
        assert isinstance(run.screen, LibraryScreen)
        await run.press("enter")
        await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
        await run.pilot.pause()
        assert run.bench.part.item == Q_STATEMENT


async def test_t_goes_to_the_sections_and_comes_back(db: Path) -> None:
    for size in ((120, 40), (80, 24), (40, 12)):
        async with at_work(db, size) as run:
            await run.press("t")
            assert isinstance(run.app.focused, SectionTree)
            assert run.app.focused.region.width > 0
            here = run.bench.part
            await run.press("j")
            assert run.bench.part != here
            await run.press("enter")
            assert run.app.focused is run.bench._card


# --- finding --------------------------------------------------------------------------------------------


async def test_find_narrows_while_typing_and_escape_shows_all(db: Path) -> None:
    async with at_work(db) as run:
        count = len(walk(run.review.view))
        await run.press("slash")
        assert isinstance(run.app.focused, Input)
        await run.type("at_rest")
        assert run.bench.ids == (Q_STATEMENT,)
        assert "1 question found" in run.said
        await run.press("enter")
        assert run.bench.part.item == Q_STATEMENT
        await run.press("j")
        assert run.said == "This is the last question."
        await run.press("escape")
        assert len(run.bench.ids) == count
        assert run.screen is run.bench


async def test_find_by_state_section_and_nonsense(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("f", "slash")
        await run.type("is:flagged")
        assert run.bench.ids == (Q_STATEMENT,)
        await run.press("escape", "slash")
        await run.type("sec:breach is:open")
        assert all(item.startswith("breach.") for item in run.bench.ids)
        await run.press("escape", "slash")
        await run.type("is:nonsense")
        assert "is: takes open" in run.said
        await run.press("escape", "slash")
        await run.type("is:critical")
        assert run.said == "Nothing is found."


# --- evidence -------------------------------------------------------------------------------------------


async def test_citing_changing_and_taking_away_a_citation(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("c")
        assert isinstance(run.screen, CiteDialog)
        run.screen.dismiss(Citation("D1", "line 97", "AES-256"))
        await run.until(lambda: run.screen is run.bench)
        await run.pilot.pause()
        assert run.answer(Q_STATEMENT).citations == (Citation("D1", "line 97", "AES-256"),)
        assert "D1, line 97" in run.drawn()
        await run.press("e")
        assert isinstance(run.app.focused, EvidencePane)
        await run.press("enter")
        assert isinstance(run.screen, CiteDialog)
        run.screen.dismiss(Citation("D1", "line 98", "AES-256"))
        await run.until(lambda: run.screen is run.bench)
        await run.pilot.pause()
        assert run.answer(Q_STATEMENT).citations == (Citation("D1", "line 98", "AES-256"),)
        await run.press("u")
        assert run.answer(Q_STATEMENT).citations == (Citation("D1", "line 97", "AES-256"),)
        await run.press("delete")
        assert run.answer(Q_STATEMENT).citations == ()
        await run.press("escape")
        assert run.app.focused is run.bench._card


async def test_on_a_narrow_screen_f3_shows_the_evidence_first_and_then_the_documents(db: Path) -> None:
    async with at_work(db, (80, 24), item=Q_STATEMENT) as run:
        assert not run.bench._evidence.region
        await run.press("f3")
        await run.until(lambda: run.bench._evidence.region)
        await run.press("escape")
        await run.until(lambda: not run.bench._evidence.region)
        await run.press("f3", "f3")
        await run.until(lambda: isinstance(run.screen, DocumentsScreen))


# --- judgement ------------------------------------------------------------------------------------------


async def test_an_answer_that_contradicts_another_is_said_shown_counted_found_and_undone(db: Path) -> None:
    sale = "sopipa.no_sale"
    with Library.open(db) as library:
        rows = [{"name": "[/Ad] Net", "function": "advertising", "student_data": "yes"}]
        library.review("acme").add_rows(Q_TABLE, rows)
    async with at_work(db, (160, 50), item=sale) as run:
        await run.until(lambda: run.bench.judged)
        await run.press("y")
        assert run.said.startswith("✖ CON-02 critical: ")
        assert "F2 shows it." in run.said
        assert "✖ CON-02 critical" in run.bench._findings.text()
        assert run.bench.concerns.marks[sale] is Severity.CRITICAL
        drawn = run.drawn()
        tier = run.review.view.judgement.verdict.tier
        assert tier.value in drawn.splitlines()[0]
        assert re.search(r"C [0-9.]+ A [0-9.]+", drawn.splitlines()[0])
        await run.press("slash")
        await run.type("is:critical")
        assert set(run.bench.ids) == {sale, Q_TABLE}
        await run.press("escape", "f2")
        await run.until(lambda: isinstance(run.screen, FindingsScreen))
        assert run.screen.focused is not None
        await run.press("escape")
        await run.until(lambda: run.screen is run.bench)
        run.review.settle("CON-02", "withdrawn", reason="[/] they are the same [Annex A]")
        await run.go(Q_STATEMENT)
        await run.press("u")
        assert run.said == "Undone: CON-02: withdrawn → open."
        assert run.bench.part.item in (sale, Q_TABLE)
        await run.press("u")
        assert run.said == "Undone: No sale: yes → unanswered."
        assert sale not in run.bench.concerns.marks


async def test_the_first_frame_does_not_wait_for_the_rules(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold, judge = threading.Event(), Review.first_judgement

    def held(review: Review) -> Callable[[], None]:
        first = judge(review)
        return lambda: (hold.wait(10), first())[1]

    monkeypatch.setattr(Review, "first_judgement", held)
    async with at_library(db, (120, 40)) as run:
        try:
            await run.press("enter")
            await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
            assert not run.bench.judged
            assert "Cannot say" not in run.drawn()
            await run.press("slash")
            await run.type("is:finding")
            assert run.said == "The rules are still being read."
        finally:
            hold.set()
        await run.until(lambda: run.bench.judged and "Cannot say" in run.drawn())


# --- other screens --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "opens"),
    [
        ("h", HistoryScreen),
        ("f1", HelpScreen),
        ("question_mark", HelpScreen),
        ("f2", FindingsScreen),
        ("f3", DocumentsScreen),
        ("f4", PreviewScreen),
        ("f5", PrintDialog),
        ("L", PrintDialog),
        ("I", PrintDialog),
        ("f6", ScoreScreen),
        ("f7", CoverageScreen),
        ("f9", OpenPoints),
        ("i", WhatIf),
    ],
)
async def test_keys_that_open_another_screen_and_escape_back(db: Path, key: str, opens: type) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press(key)
        await run.until(lambda: isinstance(run.screen, opens))
        await run.app.workers.wait_for_complete()
        await run.press("escape")
        await run.until(lambda: run.screen is run.bench)


async def test_what_a_register_editor_changed_is_shown_on_coming_back(db: Path) -> None:
    async with at_work(db, item=Q_TABLE) as run:
        await run.press("enter")
        await run.until(lambda: isinstance(run.screen, TableEditor))
        run.review.add_rows(Q_TABLE, [{"name": "Plivo"}])
        await run.press("escape")
        await run.until(lambda: run.screen is run.bench)
        await run.pilot.pause()
        assert "Plivo" in run.card


async def test_the_open_points_lead_to_a_follow_up(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("y", "g", "f9")
        await run.until(lambda: isinstance(run.screen, OpenPoints))
        run.screen.dismiss(FOLLOWUP)
        await run.until(lambda: run.bench.part.item == FOLLOWUP)


async def test_a_statement_of_the_preview_leads_to_its_question(db: Path) -> None:
    async with at_work(db, item=Q_TEXT) as run:
        await run.press("f4")
        await run.until(lambda: isinstance(run.screen, PreviewScreen) and run.screen._pieces)
        screen = run.screen
        wanted = ""
        while not wanted:
            at = next((i for i, piece in enumerate(screen._pieces) if piece.question), None)
            if at is None:
                await run.press("right_curly_bracket")
                continue
            screen._text.highlighted, wanted = at, screen._pieces[at].question
        await run.press("enter")
        await run.until(lambda: run.screen is run.bench)
        assert run.bench.part.item == wanted != Q_TEXT


async def test_a_questionnaire_without_a_profile_says_so(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking() -> None:
        raise KeyError("product.name")

    async with at_work(db, item=Q_TEXT) as run:
        monkeypatch.setattr(run.review, "profile", lacking)
        await run.press("f4")
        await run.until(lambda: isinstance(run.screen, PreviewScreen))
        assert "No profile can be made from this questionnaire. It lacks product.name." in run.said
        await run.press("j", "enter", "right_curly_bracket", "slash")
        await run.type("x")
        await run.press("enter", "f5")
        await run.until(lambda: "Not printed" in run.drawn())
        await run.press("escape", "escape")
        await run.until(lambda: run.screen is run.bench)


async def test_the_picker_helps_and_leaves_the_palette_its_key(db: Path) -> None:
    async with at_work(db, item=Q_LONG_MANY) as run:
        await run.press("enter", "f1")
        await run.until(lambda: isinstance(run.screen, HelpScreen))
        assert "Take the choice" in run.drawn()
        await run.press("escape", "ctrl+p")
        await run.until(lambda: isinstance(run.screen, Palette))


@pytest.mark.parametrize(
    ("key", "field"), [("slash", "#find"), ("enter", "#picker-input"), ("ctrl+p", "SafeCommandInput")]
)
async def test_a_paste_with_control_characters_shows_signs(db: Path, key: str, field: str) -> None:
    async with at_work(db, item=Q_LONG_MANY) as run:
        await run.press(key)
        await run.until(lambda: run.screen.query(field))
        run.app.focused.post_message(events.Paste("a\x1b]0;x\x07\x9b2Jb"))
        await run.until(lambda: run.screen.query_one(field, Input).value)
        await run.pilot.pause()
        assert only_text(run.drawn())


async def test_the_palette_runs_a_command_of_the_workbench(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("ctrl+p")
        await run.until(lambda: run.screen is not run.bench)
        await run.type("not addressed")
        await run.pilot.pause(0.3)
        await run.press("enter")
        await run.until(lambda: run.answer(Q_STATEMENT).state is State.NOT_ADDRESSED)


async def test_escape_leaves_one_level_at_a_time(db: Path) -> None:
    async with at_work(db, item=Q_TEXT) as run:
        await run.press("enter")
        await run.type("x")
        await run.press("escape")
        assert run.screen is run.bench
        await run.press("escape")
        assert isinstance(run.screen, LibraryScreen)


async def test_keys_of_the_editor_can_be_given_besides_its_own(db: Path) -> None:
    settings = Settings(keys={"editor.done": "f6", "editor.undo": "f7", "editor.next": "j"})
    async with at_work(db, item=Q_LONG_TEXT, settings=settings) as run:
        await run.press("enter")
        await run.type("jam")
        await run.press("f7", "f6")
        await run.until(lambda: isinstance(run.app.focused, QuestionCard))
        assert run.answer(Q_LONG_TEXT).value != "jam"
        await run.press("enter")
        await run.type("jam")
        assert "F6 save" in run.drawn()
        await run.press("f6")
        await run.until(lambda: isinstance(run.app.focused, QuestionCard))
        assert str(run.answer(Q_LONG_TEXT).value).endswith("jam")
        await run.press("enter")
        await run.type("!")
        await run.press("escape")
        await run.until(lambda: isinstance(run.app.focused, QuestionCard))
        assert str(run.answer(Q_LONG_TEXT).value).endswith("jam!")


async def test_keys_can_be_bound_again_and_the_key_line_shows_it(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT, settings=Settings(keys={"answer.yes": "a"})) as run:
        assert " a p n x s answer" in run.drawn()
        await run.press("y")
        assert run.answer(Q_STATEMENT).state is State.UNANSWERED
        await run.press("a")
        assert run.answer(Q_STATEMENT).state is State.YES


# --- what goes with a state -------------------------------------------------------------------------------


async def given(run: Run, item: str, state: str | None = None, **answer: object) -> None:
    """An answer that stands before the keys are pressed, with the cursor on it."""
    run.review.answer(item, state, **answer)
    run.bench.on_screen_resume()
    await run.go(item)


async def test_a_key_that_takes_a_text_away_says_so(db: Path) -> None:
    async with at_work(db, item=Q_TEXT) as run:
        await given(run, Q_TEXT, value="shredded")
        await run.press("s")
        assert run.said == "The text was taken away; u brings it back."
        await run.press("u")
        assert run.answer(Q_TEXT).value == "shredded"
        await run.press("x")
        assert run.said == "The text was taken away; u brings it back."


async def test_a_new_state_takes_the_reason_and_says_so_and_the_next_reason_begins_empty(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await given(run, Q_STATEMENT, "partial", reason="only in the US")
        await run.press("y")
        assert run.said == "The reason was taken away; u brings it back."
        await run.press("u", "x")
        assert isinstance(run.app.focused, AnswerEditor)
        assert run.app.focused.text == ""
        assert run.said == "The reason was taken away; u brings it back."


async def test_backspace_names_what_went_besides_the_state(db: Path) -> None:
    async with at_work(db, item=Q_TEXT) as run:
        await given(run, Q_TEXT, value="shredded")
        await given(run, Q_TEXT, "partial", reason="only paper")
        await run.press("backspace")
        assert run.said == "Cleared: partial. The text and the reason were taken away; u brings them back."


async def test_a_choice_takes_the_reason_of_not_applicable_and_says_so(db: Path) -> None:
    async with at_work(db, item=Q_ONE) as run:
        await given(run, Q_ONE, "na", reason="no children")
        await run.press("1")
        assert run.said == "The reason was taken away; u brings it back."


@pytest.mark.parametrize("key", ["x", "s", "backspace"])
async def test_a_register_with_rows_stays_and_says_why(db: Path, key: str) -> None:
    async with at_work(db, item=Q_TABLE) as run:
        run.review.add_rows(Q_TABLE, [{"name": "AWS"}])
        await run.go(Q_TABLE)
        await run.press(key)
        assert "delete them first" in run.said
        assert run.answer(Q_TABLE).state is State.ANSWERED
        assert isinstance(run.app.focused, QuestionCard)


async def test_silence_is_said_once_on_the_card(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await given(run, Q_STATEMENT, "yes")
        item = next(q for q in run.review.view.pack.by_id[Q_STATEMENT].followups if q.silent_choice)
        await given(run, item.id, "not_addressed")
        await run.go(Q_STATEMENT)
        assert f"] {item.silent_choice}" in run.card or f") {item.silent_choice}" in run.card
        assert "○ not addressed" not in run.card


# --- a database that is gone ------------------------------------------------------------------------------


async def test_leaving_a_database_that_is_gone_says_so_and_ends_nothing(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        for path in db.parent.glob("data.db*"):
            path.unlink()
        await run.press("q")
        await run.until(lambda: isinstance(run.screen, LibraryScreen))
        assert "was deleted or moved" in run.toasts[0]
        assert run.app.return_code is None


@pytest.mark.parametrize("key", ["c", "f3", "f2", "h", "f4", "f1"])
async def test_a_database_that_cannot_be_read_ends_nothing(
    db: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("The disk is gone.")

    async with at_work(db, (160, 50), item=Q_STATEMENT) as run:
        monkeypatch.setattr(run.review, "drafts", broken)
        monkeypatch.setattr(run.review._store, "changes", broken)
        await run.press(key)
        said = run.said
        await run.press("escape")
        await run.until(lambda: "The disk is gone." in [*run.toasts, said])
        assert run.app.return_code is None


async def test_the_workbench_opens_without_its_settings_and_drafts(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("The disk is gone.")

    async with at_library(db) as run:
        review = run.library.review("acme")
        monkeypatch.setattr(run.library, "setting", broken)
        monkeypatch.setattr(review, "drafts", broken)
        monkeypatch.setattr(run.library, "review", lambda _: review)
        await run.press("enter")
        await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
        await run.until(lambda: "The disk is gone." in run.toasts)
        assert run.bench.part.item


async def test_backing_up_a_database_that_was_deleted(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("y")
        for path in db.parent.glob("data.db*"):
            path.unlink()
        await run.press("f8")
        await run.until(lambda: run.toasts)
        (made,) = (db.parent / "backups").glob("*.manual.db")
        assert str(made) in run.toasts[0]
    with Library.open(made, read_only=True) as copy:
        assert copy.review("acme").view.answer(Q_STATEMENT).state is State.YES


# --- a demo -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [160, 100, 80, 40])
async def test_a_demo_is_called_one_in_the_status_line(db: Path, width: int) -> None:
    async with at_work(db, (width, 30), demo=True) as run:
        line = run.bench._status.content
        assert line.plain.startswith(" DEMO   Acme")
        assert any(
            "$text-warning" in str(span.style)
            for span in line.spans
            if line.plain[span.start : span.end] == "DEMO"
        )
    async with at_work(db, (width, 30)) as run:
        assert "DEMO" not in run.drawn()


# --- reading only ---------------------------------------------------------------------------------------


async def test_reading_only_says_so_and_changes_nothing(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT, read_only=True) as run:
        assert "READ ONLY" in run.drawn()
        before = run.review.view
        for key in ("y", "p", "backspace", "f", "o", "r", "c", "u"):
            await run.press(key)
            assert run.said, key
            assert run.screen is run.bench, key
            assert run.app.focused is run.bench._card, key
        await run.go(Q_TEXT)
        await run.press("enter")
        assert "reading only" in run.said
        await run.go(Q_ONE)
        await run.press("2")
        assert run.said
        assert run.review.view is before


# --- mouse ----------------------------------------------------------------------------------------------


async def click_on(run, widget, text: str, dx: int = 1) -> None:
    """Click where this text stands on a widget."""
    lines = run.drawn().splitlines()
    region = widget.content_region
    for y in range(region.y, region.bottom):
        x = lines[y].find(text, region.x, region.right)
        if x >= 0:
            await run.pilot.click(offset=(x + dx, y))
            await run.pilot.pause()
            return
    raise AssertionError(f"{text!r} is not there")


async def test_the_mouse_answers_chooses_moves_and_runs_the_key_line(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        card = run.bench._card
        await click_on(run, card, "y yes")
        assert run.answer(Q_STATEMENT).state is State.YES
        await click_on(run, card, run.review.view.pack.by_id[FOLLOWUP].ask[:20])
        assert run.bench.part.item == FOLLOWUP
        await click_on(run, run.bench._tree, "Location")
        assert run.bench.part.item == "security.location"
        await click_on(run, card, "( ) 2")
        assert (
            run.answer("security.location").value
            == run.review.view.pack.by_id["security.location"].choices[1]
        )
        await click_on(run, run.bench._tree, "Breach")
        assert run.bench.part.item == "breach.notify"
        await click_on(run, run.bench._findings, "Notify")
        await click_on(run, run.bench.query_one("#keys"), "undo", 0)
        assert run.answer("security.location").state is State.UNANSWERED


@pytest.mark.parametrize("width", [160, 100, 80])
async def test_a_column_stays_free_between_the_text_and_the_scroll_bar(db: Path, width: int) -> None:
    async with at_work(db, (width, 16), item=Q_STATEMENT) as run:
        await given(run, Q_STATEMENT, "yes", note="x" * 1_500)
        card = run.bench._card
        note = next(i for i, line in enumerate(run.card.splitlines()) if "xxx" in line)
        card.scroll_to(y=note, animate=False)
        await run.pilot.pause()
        assert card.length > card.window
        lines = run.drawn().splitlines()
        left, right = card.content_region.x, card.content_region.right - 1
        seen = [lines[y] for y in range(card.content_region.y, card.content_region.bottom)]
        assert any(line[right] == "▐" for line in seen)
        assert {line[right - 1] for line in seen} == {" "}
        assert (
            max(len(line[left : right - 1].rstrip()) for line in seen) == right - 1 - left
        )  # and none before it


async def test_the_scroll_bar_and_the_wheel_scroll_the_card(db: Path) -> None:
    async with at_work(db, (80, 24), item=Q_LONG_MANY) as run:
        card = run.bench._card
        region = card.content_region
        assert card.length > card.window
        await run.pilot.click(offset=(region.right - 1, region.bottom - 1))
        assert card.scroll_offset.y == card.length - card.window
        await run.press("pageup")
        assert card.scroll_offset.y < card.length - card.window


# --- sizes, themes, hostile text ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "theme"), [*((size, "dark") for size in SIZES), ((160, 50), "light"), ((80, 24), "light")]
)
async def test_every_size_in_both_themes(db: Path, size: tuple[int, int], theme: str) -> None:
    async with at_work(db, size, item=Q_STATEMENT, settings=Settings(theme=theme)) as run:
        await run.press("y", "tab", "j", "k", "o")
        await run.type("hi")
        await run.press("escape", "t", "escape", "e", "escape", "}", "G", "g")
        assert run.answer(FOLLOWUP).state is State.UNANSWERED
        if size[0] >= 40:
            assert "Who is carrying" in run.drawn()


async def test_a_window_that_shrinks_to_nothing_and_grows_again(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        for size in ((1, 1), (2, 2), (8, 3), (30, 60), (160, 50), (60, 10), (120, 40)):
            await run.pilot.resize_terminal(*size)
            await run.pilot.pause()
        assert "encrypted" in run.drawn()


async def test_without_color_no_color_is_sent(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_work(db, item=Q_STATEMENT) as run:
        strips = run.screen._compositor.render_strips()
        colors = {s.style.color.name for strip in strips for s in strip if s.style and s.style.color}
        assert colors <= {"default"}
        tree = run.bench._tree
        row = tree.render_lines(tree.size.region)[tree.cursor + 1 - tree.scroll_offset.y]
        assert any(s.style and s.style.reverse for s in row)


async def test_hostile_text_everywhere_on_the_workbench(tmp_path: Path) -> None:
    path, texts = tmp_path / "data.db", list(HOSTILE.values())
    pairs = list(zip(texts[::2], texts[1::2], strict=True))
    with Library.open(path) as library:
        for one, other in pairs:
            review, text = library.create(one, other), f"{one} {other}"
            review.answer(Q_TEXT, value=text)
            review.answer(Q_STATEMENT, "partial", reason=text, note=text)
            review.cite(Q_STATEMENT, Citation(text, text, text))
            review.add_rows(Q_TABLE, [{"name": text}])
            review.save_draft(Q_TEXT, "note", text + "!")
    async with at_library(path) as run:
        assert only_text(run.drawn())
        for pair in reversed(pairs):
            await run.press("enter")
            await run.until(lambda: isinstance(run.screen, WorkbenchScreen))
            await run.pilot.pause()
            for item in (Q_STATEMENT, Q_TABLE, Q_TEXT):
                await run.go(item)
                assert only_text(run.drawn()), pair
            await run.press("enter", "escape", "slash")
            await run.type("[/")
            assert only_text(run.drawn()), pair
            await run.press("escape", "q", "j")
            assert not run.app._exit, pair


# --- what keys act on ------------------------------------------------------------------------------------


async def test_a_citation_goes_to_the_follow_up_under_the_cursor(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("y", "tab", "c")
        await run.until(lambda: isinstance(run.screen, CiteDialog))
        assert run.review.view.pack.by_id[FOLLOWUP].ask[:30] in run.drawn()
        await run.type("D1")
        await run.press("tab", "tab")
        await run.go(FOLLOWUP)
        run.screen.query_one("#cite-place", Input).value = "line 35"
        await run.press("ctrl+s")
        assert [c.place for c in run.answer(FOLLOWUP).citations] == ["line 35"]
        assert not run.answer(Q_STATEMENT).citations
        assert "D1, line 35  for method" in run.bench._evidence.text()


@pytest.mark.parametrize("key", ["x", "delete", "backspace"])
async def test_in_the_evidence_pane_the_keys_that_remove_take_a_citation_or_nothing(
    db: Path, key: str
) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("y")
        run.bench.change(lambda: run.review.cite(Q_STATEMENT, Citation("D1", "line 1")))
        await run.press("e", key)
        assert not run.answer(Q_STATEMENT).citations
        assert "u brings it back" in run.said
        await run.press(key)
        assert "no citation here" in run.said
        assert run.answer(Q_STATEMENT).state is State.YES
        assert run.app.focused is run.bench._evidence


async def test_in_the_evidence_pane_no_key_answers(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("y", "e")
        before = run.review.view
        for key in "ps123456789":
            await run.press(key)
            assert "escape goes back to the question" in run.said, key
        assert run.review.view is before
        await run.press("escape", "n")
        assert run.answer(Q_STATEMENT).state is State.NO


async def test_on_a_follow_up_the_question_stays_in_sight(db: Path) -> None:
    async with at_work(db, (80, 24), item=Q_STATEMENT) as run:
        ask = run.review.view.pack.by_id[Q_STATEMENT].ask
        run.bench.change(lambda: run.review.answer(Q_STATEMENT, "yes", note="A long note. " * 90))
        await run.press("shift+tab")
        assert run.bench.part.item != Q_STATEMENT
        assert ask[:40] in run.drawn()
        assert ask[:40] not in "".join(run.drawn().splitlines()[2:])
        await run.press("k", "j")
        assert "Security" in run.drawn().splitlines()[1]


async def test_the_bracket_says_what_it_does_while_questions_are_found(db: Path) -> None:
    async with at_work(db, item=Q_STATEMENT) as run:
        await run.press("slash")
        await run.type(Q_STATEMENT)
        await run.press("enter", "right_square_bracket")
        assert "mong the 1 question found" in run.said
        assert "escape shows all questions." in run.said
        run.bench.filter = Filter.parse(f"{Q_STATEMENT} is:yes")
        run.bench.change(lambda: run.review.answer(Q_STATEMENT, "no"))
        run.bench.find()
        await run.press("right_square_bracket")
        total = len(run.bench.view.progress.open_items)
        assert run.said == (
            f"Nothing is open among the 0 questions found; {total:,} open points in all. Escape shows all questions."
        )
