from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from app.assessment.findings import FindingState
from app.questionnaire.model import Severity
from app.review import READ_ONLY, Library, Refused, Review
from app.tui.screens.finding_form import REASONS, FindingForm, columns_for
from app.tui.screens.finding_names import NamesScreen, rules_to_compare
from app.tui.screens.findings import FindingsScreen
from app.tui.screens.help import HelpScreen
from app.tui.screens.raise_finding import OWN_WORDS, RaiseFinding, offered_rules, questions_meant
from app.tui.widgets.choice_line import ChoiceLine
from app.tui.widgets.choice_picker import ChoicePicker
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE
from tests.tui.findings_scene import BOOK, HOSTING, REGISTER, SALE, scene
from tests.tui.stage import SIZES, drawn, on_stage, only_text, press, typed

WIDE = (120, 40)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Library, Review]]:
    with scene(tmp_path / "data.db") as both:
        yield both


@pytest.fixture
def review(opened: tuple[Library, Review]) -> Review:
    return opened[1]


@pytest.fixture
def screen(opened: tuple[Library, Review]) -> FindingsScreen:
    return FindingsScreen(*opened)


def said(pilot: object) -> str:
    return pilot.app.screen.query_one(KeyLine).notice  # type: ignore[attr-defined]


async def test_withdrawing_asks_why_and_is_undone(screen: FindingsScreen, review: Review) -> None:
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "w", "enter")
        assert isinstance(pilot.app.screen, FindingForm)
        assert "The public profile prints it." in drawn(pilot)
        assert "CON-02 needs a reason: why it is withdrawn." in said(pilot)
        await typed(pilot, "not a sale")
        await press(pilot, "enter")
        found = review.finding("CON-02")
        assert (found.state, found.reason) == (FindingState.WITHDRAWN, "not a sale")
        assert said(pilot) == "CON-02 is withdrawn. u takes it back."
        assert "Fixed or withdrawn  1" in drawn(pilot)
        assert screen.entry is not None
        assert screen.entry.key != "CON-02"
        await press(pilot, "u")
        assert said(pilot) == "Taken back: CON-02, withdrawn."
        assert review.finding("CON-02").state is FindingState.OPEN
        await press(pilot, "ctrl+r")
        assert said(pilot) == "Put back: CON-02, withdrawn."
        assert screen.entry.key == "CON-02"
        await press(pilot, "r")
        assert review.finding("CON-02").state is FindingState.OPEN
        await press(pilot, "r")
        assert said(pilot) == "It is open."


async def test_a_pasted_reason_comes_once_and_in_one_line(screen: FindingsScreen, review: Review) -> None:
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "w")
        pilot.app.post_message(events.Paste("not ours,\n see  page 3"))
        await press(pilot, "enter")
        assert review.finding("CON-02").reason == "not ours, see page 3"


async def test_accepting_asks_for_owner_and_date(screen: FindingsScreen, review: Review) -> None:
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "a")
        await typed(pilot, "a pilot")
        await press(pilot, "enter")
        assert "only with an owner and a date" in said(pilot)
        await typed(pilot, "Ben")
        await press(pilot, "tab")
        await typed(pilot, "soon")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, FindingForm)
        await press(pilot, *["backspace"] * 4)
        await typed(pilot, "2020-01-31")
        await press(pilot, "enter")
        assert said(pilot) == "2020-01-31 is past already. Enter again saves it all the same."
        assert review.finding("CON-02").due == ""
        await press(pilot, *["backspace"] * 10)
        await typed(pilot, "2026-12-24")
        await press(pilot, "enter")
        found = review.finding("CON-02")
        assert (found.state, found.reason, found.owner, found.due) == (
            FindingState.ACCEPTED,
            "a pilot",
            "Ben",
            "2026-12-24",
        )
        assert "24 Dec 2026" in drawn(pilot)
        await press(pilot, "a")
        assert "a pilot" in drawn(pilot)  # what was said before stands in the form


async def test_answered_and_fixed(screen: FindingsScreen, review: Review) -> None:
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "m")
        await typed(pilot, "by mail")
        await press(pilot, "ctrl+s")
        assert review.finding("CON-02").state is FindingState.ANSWERED
        await press(pilot, "f")
        await typed(pilot, "new list")
        await press(pilot, "enter")
        assert review.finding("CON-02").state is FindingState.FIXED


async def test_what_is_typed_is_not_dropped_by_one_key(screen: FindingsScreen, review: Review) -> None:
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "w", "escape")
        assert pilot.app.screen is screen
        await press(pilot, "w", "n", "o", "escape")
        assert "Escape again drops what you typed" in said(pilot)
        await press(pilot, "p", "escape")
        assert isinstance(pilot.app.screen, FindingForm)
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "escape", "escape")
        assert pilot.app.screen is screen
        assert review.finding("CON-02").state is FindingState.OPEN


async def test_proposals_are_confirmed_and_dismissed(screen: FindingsScreen, review: Review) -> None:
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "y")
        assert "It is a finding already" in said(pilot)
        screen.show_findings("DOC-09")
        await press(pilot, "w")
        assert "only proposed" in said(pilot)
        await press(pilot, "n")
        await typed(pilot, "no placeholder")
        await press(pilot, "enter")
        assert review.finding("DOC-09").state is FindingState.WITHDRAWN
        await press(pilot, "u")
        screen.show_findings("DOC-09")
        await press(pilot, "y")
        assert review.finding("DOC-09").state is FindingState.OPEN
        assert "is a finding now" in said(pilot)


async def test_undo_leaves_alone_what_was_done_elsewhere(screen: FindingsScreen, review: Review) -> None:
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "u")
        assert f"The last change was at {HOSTING}" in said(pilot)
        await press(pilot, "ctrl+r")
        assert said(pilot) == "There is nothing to redo."


async def test_a_finding_is_raised_by_a_rule(screen: FindingsScreen, review: Review) -> None:
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "slash", *"con-07", "enter", "plus")
        assert OWN_WORDS in drawn(pilot)
        await press(pilot, "right")
        assert "The statement covers more than the passage" in drawn(pilot)
        await press(pilot, "left")
        assert "The statement covers more" not in drawn(pilot)
        await press(pilot, "right", "enter")
        found = review.finding("REV-01 by hand 1")
        assert found.title == "Statement wider than its evidence"
        assert (found.law, found.answers) == (("15 U.S.C. 45(a)",), (HOSTING,))
        assert not screen.filter  # it would have hidden the new one
        assert screen.entry is not None
        assert screen.entry.key == "REV-01 by hand 1"
        await press(pilot, "u")
        assert said(pilot) == "Taken back: REV-01 by hand 1, raised."


async def test_a_finding_is_raised_in_own_words(screen: FindingsScreen, review: Review) -> None:
    async with on_stage(screen, WIDE) as pilot:
        await press(pilot, "plus", "enter")
        assert said(pilot) == "A finding needs its message: what is wrong."
        form = pilot.app.screen
        assert isinstance(form, RaiseFinding)
        form.put("title", "Two names")
        form.put("message", "The policy names two companies.")
        form.put("law", "15 U.S.C. 45(a); GDPR 13")
        form.put("answers", f"{SALE}, nowhere.at_all")
        await press(pilot, "enter")
        assert said(pilot) == 'There is no question "nowhere.at_all".'
        form.put("answers", "no sale")
        form.query_one("#cell-answers").focus()
        await press(pilot, "ctrl+s")
        assert said(pilot) == "A finding in your own words needs a severity and a title."
        form.query_one("#cell-severity", ChoiceLine).value = "high"
        form.put("quotes", "words of no document")
        await press(pilot, "ctrl+s")
        assert "These words are not in D1" in said(pilot)
        form.put("quotes", "“We never sell student data.” – D1, line 1")
        await press(pilot, "ctrl+s")
        found = review.finding("OWN by hand 1")
        assert [one.quote for one in found.citations] == ["We never sell student data."]
        assert (found.severity, found.title, found.law) == (
            Severity.HIGH,
            "Two names",
            ("15 U.S.C. 45(a)", "GDPR 13"),
        )


def test_questions_are_named_by_their_words(review: Review) -> None:
    view = review.view
    assert questions_meant(view, f"No sale; {HOSTING}") == [SALE, HOSTING]
    assert questions_meant(view, " , ") == []
    with pytest.raises(Refused, match=r'\d+ questions have "encryption": security'):
        questions_meant(view, "encryption")
    with pytest.raises(Refused, match="no question"):
        questions_meant(view, "[/nowhere] \x1b")


@pytest.mark.parametrize("state", list(REASONS))
def test_no_label_can_be_cut_to_its_opposite(state: str) -> None:
    assert all(len(column.label) <= 11 for column in columns_for(state))
    assert "public profile" in REASONS[state][2]


def test_rules_for_the_reviewer_come_first() -> None:
    first, second, *others = (rule.id for rule in offered_rules(BOOK))
    assert (first, second) == ("REV-01", "DOC-09")
    assert {first, second, *others} == set(BOOK.by_id)


async def test_names_are_declared_and_the_findings_follow(screen: FindingsScreen, review: Review) -> None:
    async with on_stage(screen, WIDE) as pilot:
        screen.show_findings("CON-07")
        await press(pilot, "N")
        assert isinstance(pilot.app.screen, NamesScreen)
        assert "✗ AWS   not in Register (Third parties), nothing comes near" in drawn(pilot)
        await press(pilot, "s")
        assert "There is no other name here" in said(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ChoicePicker)
        await typed(pilot, "mail")
        await press(pilot, "enter")
        assert said(pilot).startswith("AWS and Mailgun are the same. 1 finding less: CON-07")
        assert "internal report" in said(pilot)
        assert "= said to be the same" in drawn(pilot)
        await press(pilot, "s")
        assert "Nothing is changed" in said(pilot)
        await press(pilot, "d")
        assert "are different. 1 finding more: CON-07" in said(pilot)
        await press(pilot, "u")
        assert said(pilot).startswith("Taken back. 1 finding less: CON-07")
        await press(pilot, "backspace")
        assert "the program decides again. 1 finding more: CON-07" in said(pilot)
        await press(pilot, "j", "k", "g", "G", "pagedown", "pageup", "f1", "escape", "escape")
        assert pilot.app.screen is screen
        review.declare_names("company", "AWS", "Sentry", same=True)
        screen.show_findings()
        assert "CON-07" not in [one.key for one in screen.rows.entries]


async def test_names_that_match_say_why(review: Review) -> None:
    review.add_rows(REGISTER, [{"name": "Amazon Web Services"}, {"name": "[/foo] \x1b[2J"}])
    review.add_rows(HOSTING, [{"provider": "[@click=app.quit]x[/]"}])
    names = NamesScreen(review, rules_to_compare(review, "CON-07"), "aws")
    async with on_stage(names) as pilot:
        assert "“AWS” and “Amazon Web Services” are names of one company" in " ".join(drawn(pilot).split())
        await press(pilot, "d")
        assert "1 finding" in said(pilot) or "stay as they are" in said(pilot)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            assert only_text(drawn(pilot))
        await press(pilot, "q")
        assert pilot.app.results == [None]


async def test_forms_hold_hostile_text_at_every_size(review: Review) -> None:
    text = " ".join(HOSTILE.values())
    form = RaiseFinding(review, [SALE])
    async with on_stage(form, (1, 1)) as pilot:
        for name in ("title", "message", "fix", "law"):
            form.put(name, text)
        for size in (*SIZES, (7, 3), (100, 30)):
            await pilot.resize_terminal(*size)
            await press(pilot, "tab")
            assert only_text(drawn(pilot))
        form.query_one("#cell-severity", ChoiceLine).value = "low"
        await press(pilot, "ctrl+s")
        assert form.key == "OWN by hand 1"
        assert "[/foo]" in review.finding(form.key).title


async def test_nothing_is_decided_in_a_database_that_is_read(tmp_path: Path) -> None:
    with scene(tmp_path / "data.db", read_only=True) as (library, review):
        screen = FindingsScreen(library, review)
        async with on_stage(screen, WIDE) as pilot:
            assert "READ ONLY" in drawn(pilot)
            for key in ("w", "y", "n", "r", "plus"):
                await press(pilot, key)
                assert said(pilot) == READ_ONLY
            await press(pilot, "escape")
            assert pilot.app.results == [None]
