"""The keys of evidence on the workbench, each through the real app."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.assessment.answer import Citation, State
from app.evidence.model import Outcome, ProposedValue, Suggestion
from app.questionnaire.model import Question
from app.review import Library, Refused
from app.store.errors import StoreError
from app.tui.screens.cite import CiteDialog
from app.tui.screens.documents import DocumentsScreen
from app.tui.screens.proposed_rows import ProposedRows
from app.tui.screens.reader import ReaderScreen
from app.tui.screens.search_documents import SearchDocuments
from app.tui.screens.verify import VerifyScreen
from app.tui.widgets.choice_picker import ChoicePicker
from app.tui.widgets.term_line import TermLine
from tests.hostile import HOSTILE, LONG_WORD
from tests.tui.evidence_stage import POLICY, bring_in, with_policy
from tests.tui.running import Q_NUMBER, Q_STATEMENT, Q_TABLE, Run, at_work
from tests.tui.stage import Clock, only_text

FOUND, SILENT = Q_STATEMENT, "deletion.method"
CITED = "All student data is encrypted at rest with AES-256."


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    with_policy(path)
    return path


@asynccontextmanager
async def beside(
    db: Path, item: str = FOUND, size: tuple[int, int] = (120, 40), **options: Any
) -> AsyncIterator[Run]:
    """The workbench on this question, its suggestions on the screen."""
    async with at_work(db, size, item, **options) as run:
        await looked(run)
        yield run


async def looked(run: Run) -> None:
    """Wait for the suggestions of the part under the cursor."""
    shown = run.bench._evidence
    await run.until(lambda: shown.beside.item == run.bench.part.item and shown.beside.found is not None)
    await run.pilot.pause()


def pane(run: Run) -> str:
    """What stands in the evidence pane, in one line."""
    return " ".join(run.bench._evidence.text().split())


def hours(questions: Sequence[Question], passage: Suggestion) -> ProposedValue | None:
    """A deadline, read out of a passage."""
    at = passage.text.find("72 hours")
    if at < 0 or questions[0].id != Q_NUMBER:
        return None
    begin = passage.start + at
    return ProposedValue(Q_NUMBER, {"number": 72, "unit": "hours"}, "72 hours", begin, begin + 8)


# --- three outcomes ---------------------------------------------------------------------------------------


async def test_passages_follow_the_card_and_say_what_kind_they_are(db: Path) -> None:
    async with at_work(db, (120, 40), FOUND) as run:
        assert "encrypted where it is stored" in run.card
        await looked(run)
        text = pane(run)
        assert "Suggested ✓ found" in text
        assert "D1, line 5" in text
        assert "✓ says yes" in text
        assert "✗ says no" in text
        assert "c cites the first" in text
        assert "+ looks for a word of yours as well" in text
        await run.press("s")
        assert run.said == "Recorded as not addressed, though a passage was found: please be sure."
        assert run.answer(FOUND).searched.outcome == "found"
        assert "though a passage was found" in pane(run)
        await run.press("j")
        await looked(run)
        assert run.bench._evidence.beside.item == run.bench.part.item != FOUND


async def test_nothing_found_says_what_was_looked_for_and_s_records_exactly_that(db: Path) -> None:
    async with beside(db, SILENT) as run:
        text = pane(run)
        assert "No passage has these words where they would answer the question." in text
        assert "Looked for" in text
        assert "more In D1" in text
        assert "s records exactly that" in text
        await run.press("s")
        searched = run.answer(SILENT).searched
        assert searched is not None
        assert searched.documents == ("D1",)
        assert searched.outcome == "nothing"
        text = pane(run)
        assert "Recorded as not addressed" in text
        assert "s records" not in text
        assert not run.said


async def test_a_weak_match_looks_weak_and_a_refusal_is_said(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with beside(db) as run:
        evidence = run.review.evidence
        found = replace(evidence.suggest(FOUND), outcome=Outcome.WEAK)
        monkeypatch.setattr(evidence, "suggest", lambda *_: found)
        run.bench.show_view()
        assert "? weak, please check" in pane(run)
        await run.press("c")
        assert "Cited D1, line 5. It is a weak match" in run.said

        def refuse(*_: object) -> None:
            raise Refused("The text is not here.")

        monkeypatch.setattr(evidence, "cite", refuse)
        await run.press("c")
        assert run.said == "The text is not here."


async def test_without_documents_it_says_how_to_add_one(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    with Library.open(path, clock=Clock()) as library:
        library.create("Acme", "Acme Reader")
    async with beside(path) as run:
        assert "No documents yet" in pane(run)
        assert "F3 adds the vendor's documents" in pane(run)
        await run.press("c")
        assert isinstance(run.screen, CiteDialog)
        await run.press("escape")
        run.bench.change(
            lambda: run.review.add_rows("review.documents", [{"doc_id": "D1", "title": "Terms"}])
        )
        await looked(run)
        assert "names 1 document, but no text is here" in pane(run)
        await run.press("f3")
        assert isinstance(run.screen, DocumentsScreen)


async def test_documents_that_cannot_be_searched_end_nothing(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("The disk is gone.")

    async with beside(db) as run:
        monkeypatch.setattr(run.review._store, "search", broken)
        await run.go("review.reviewer")
        assert "This is yours to say" in pane(run)
        await run.go(SILENT)
        run.review.evidence._suggested.clear()
        run.bench.show_view()
        await run.until(lambda: "The disk is gone." in pane(run))
        await run.press("e", "n", "slash")
        await run.type("x")
        await run.until(lambda: "The disk is gone." in run.said)
        assert not run.app._exit


# --- citing -----------------------------------------------------------------------------------------------


async def test_c_cites_the_first_once_and_big_c_asks(db: Path) -> None:
    async with beside(db) as run:
        await run.press("c")
        assert run.said == "Cited D1, line 5."
        (cited,) = run.answer(FOUND).citations
        text = run.review.evidence.text("D1").text
        assert cited.quote == text[cited.start : cited.end]
        assert cited.quote.startswith(CITED)
        assert "✓ cited" in pane(run)
        assert "Cited ✓ D1, line 5 published" in pane(run)
        await run.press("c")
        assert "is cited already" in run.said
        assert len(run.answer(FOUND).citations) == 1
        await run.press("C")
        assert isinstance(run.screen, CiteDialog)


async def test_in_the_pane_enter_cites_the_marked_and_a_citation_is_changed_or_removed(db: Path) -> None:
    async with beside(db) as run:
        await run.press("e", "j", "enter")
        assert run.said == "Cited D1, line 7."
        await run.press("k", "enter")
        assert [c.place for c in run.answer(FOUND).citations] == ["line 7", "line 5"]
        await run.press("k")
        assert run.said == "This is the first one."
        while run.bench._evidence.marked_citation is None:
            await run.press("down")
        await run.press("enter")
        assert isinstance(run.screen, CiteDialog)
        await run.press("escape", "x")
        assert [c.place for c in run.answer(FOUND).citations] == ["line 5"]
        assert run.app.focused is run.bench._evidence
        lit = run.bench._evidence.styles.border_top
        await run.press("escape")
        assert run.app.focused is run.bench._card
        assert run.bench._evidence.styles.border_top != lit == run.bench._card.styles.border_top


async def test_space_and_the_arrows_narrow_the_quote_and_enter_cites_just_that(db: Path) -> None:
    async with beside(db) as run:
        await run.press("e", "space")
        assert run.said == "Sentence 1 of 3. Enter cites it."
        assert f"“{CITED}”" in pane(run)
        await run.press("space", "right", "enter")
        assert (
            run.answer(FOUND).citations[-1].quote == "Backups are encrypted too. We hold the keys ourselves."
        )
        await run.press("left", "enter", "space", "space")
        assert run.said == "The whole passage. Enter cites it."
        assert [c.quote for c in run.answer(FOUND).citations][1:] == ["Backups are encrypted too."]


async def test_more_suggestions_come_with_n(db: Path) -> None:
    with Library.open(db) as library:
        lines = [f"Data in store {n} is encrypted at rest with AES-256." for n in range(20)]
        bring_in(library.review("acme"), "\n\n".join(lines), "stores.txt")
    async with beside(db) as run:
        assert len(run.bench._evidence.passages) == 5
        await run.press("e", "n")
        assert len(run.bench._evidence.passages) == 15
        assert run.said == "15 suggestions."
        await run.press("n")
        assert "The best 15 are shown" in run.said
        await run.press("j", "k", "k", "escape", "j", "k")
        assert len(run.bench._evidence.passages) == 15


async def test_v_opens_the_document_there_and_w_copies_quote_and_reference(db: Path) -> None:
    async with beside(db) as run:
        await run.press("e", "space", "w")
        assert run.said == "Copied with its reference: D1 policy.txt, line 5."
        assert run.app.clipboard == f"“{CITED}” – D1 policy.txt, line 5"
        await run.press("v")
        await run.until(lambda: isinstance(run.screen, ReaderScreen))
        await run.press("escape")
        await run.until(lambda: run.screen is run.bench)
        by_hand = Citation("Privacy policy", "line 3", "We will notify the district")
        run.bench.change(lambda: run.review.cite(FOUND, by_hand))
        while run.bench._evidence.marked_citation is None:
            await run.press("down")
        await run.press("w")
        assert run.app.clipboard == "“We will notify the district” – Privacy policy, line 3"
        await run.press("v")
        await run.until(lambda: isinstance(run.screen, ReaderScreen))
        await run.press("escape")
        run.bench.change(lambda: run.review.cite(FOUND, Citation("D9", "line 3"), instead_of=0))
        await run.press("v")
        assert 'no document "D9"' in run.said


async def test_keys_that_open_other_screens(db: Path) -> None:
    async with beside(db) as run:
        for key, screen in (("S", SearchDocuments), ("V", VerifyScreen)):
            await run.press(key)
            await run.until(lambda screen=screen: isinstance(run.screen, screen))
            await run.press("escape")
            await run.until(lambda: run.screen is run.bench)
        await run.press("e", "slash")
        await run.until(lambda: isinstance(run.screen, SearchDocuments))
        await run.press("escape")
        await run.go(Q_TABLE)
        await run.press("a")
        await run.until(lambda: isinstance(run.screen, ProposedRows))


# --- proposed values --------------------------------------------------------------------------------------


async def test_a_takes_the_value_and_cites_in_one_change(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.evidence.values.propose_value", hours)
    async with beside(db, Q_NUMBER) as run:
        assert "a takes 72 hours" in pane(run)
        assert "a takes 72 hours  D1, line 3" in run.card
        assert "take value" in run.drawn()
        before = len(run.review.history(Q_NUMBER))
        await run.press("a")
        answer = run.answer(Q_NUMBER)
        assert answer.state is State.ANSWERED
        assert (answer.value.number, answer.value.unit) == (72, "hours")
        assert [c.place for c in answer.citations] == ["line 3"]
        assert len(run.review.history(Q_NUMBER)) == before + 1
        assert run.said == "Taken: 72 hours. Cited D1, line 3."
        assert "a takes" not in run.card
        await run.press("a")
        assert "No suggestion proposes a value" in run.said
        await run.press("u")
        assert run.answer(Q_NUMBER).state is State.UNANSWERED
        assert not run.answer(Q_NUMBER).citations
        await run.press("e", "a")
        assert run.answer(Q_NUMBER).state is State.ANSWERED
        await run.press("u", "escape")
        shown = run.bench._evidence
        y = next(n for n, line in enumerate(shown.text().splitlines()) if "takes 72 hours" in line)
        await run.pilot.click(shown, offset=(8, 2))  # marks, and cites nothing
        assert run.app.focused is shown
        assert not run.answer(Q_NUMBER).citations
        await run.pilot.click(shown, offset=(8, y + 1))
        assert run.answer(Q_NUMBER).state is State.ANSWERED


# --- the reviewer's own terms -----------------------------------------------------------------------------


async def test_a_term_of_ones_own_changes_the_list_at_once_and_goes_again(db: Path) -> None:
    async with beside(db, SILENT) as run:
        await run.press("minus")
        assert "+ adds one" in run.said
        await run.press("plus")
        assert isinstance(run.app.focused, TermLine)
        await run.type("sign in")
        await run.press("enter")
        assert "Also looking for sign in: found, 1 passage." in run.said
        assert "D1, line 9" in pane(run)
        assert "Yours sign in" in pane(run)
        assert run.app.focused is run.bench._card
        await run.press("plus")
        await run.type("breach")
        await run.press("enter", "minus")
        assert isinstance(run.screen, ChoicePicker)
        await run.press("enter")
        await run.until(lambda: run.screen is run.bench)
        assert "No longer looking for" in run.said
        await run.press("minus")
        assert "No passage has these words" in pane(run)
        assert "no passage has these words where they would answer the question." in run.said
        await run.press("plus")
        await run.type("???")
        await run.press("enter")
        assert "needs a letter" in run.said
        await run.press("plus", "escape")
        assert run.app.focused is run.bench._card
        assert not run.bench.filter
        await run.go(FOUND)
        await run.press("y", "tab", "plus")
        assert run.bench.part.item != FOUND  # a follow-up has its question's terms
        await run.type("password")
        await run.press("enter")
        assert run.bench._evidence.beside.terms == ("password",)
        assert any("password" in one.text for one in run.bench._evidence.passages)


# --- reopened ---------------------------------------------------------------------------------------------


async def test_a_reopened_answer_looks_so_and_is_gone_to_first(db: Path) -> None:
    with Library.open(db) as library:
        review = library.review("acme")
        library.remember("place:acme", "signoff.conclusion")
        found = review.evidence.suggest(FOUND).found[0]
        review.answer(FOUND, "yes")
        review.evidence.cite(FOUND, "D1", found.start, found.end)
        bring_in(review, POLICY.replace(CITED, "We care."), "newer.txt")  # as D2
        held = review.evidence.find("D1")
        newer = bring_again(review, POLICY.split("All student")[0], held.id)
        assert newer == (FOUND,)
    async with at_work(db, (160, 50)) as run:
        assert "1 answer was reopened; ] goes there first." in run.said
        assert "1 reopened" in run.drawn()
        await run.press("right_square_bracket")
        assert run.bench.part.item == FOUND
        assert run.said.startswith("Reopened: 1 quote is gone in the newer D1")
        assert "↺ reopened: 1 quote is gone in the newer D1" in run.card
        assert "Security" in run.drawn().splitlines()[1]
        row = next(line for line in run.drawn().splitlines() if "Encryption at rest" in line)
        assert "↺" in row
        assert "reopened" in row
        await run.press("right_square_bracket")
        assert run.bench.part.item != FOUND
        await run.press("right_square_bracket")
        assert run.bench.part.item != FOUND
        await run.press("f9")
        assert "reopened" in run.drawn()
        await run.press("escape")
        await run.go(FOUND)
        await run.press("y")
        assert not run.answer(FOUND).reopened
        assert "↺" not in run.drawn()


def bring_again(review: Any, text: str, document: str) -> tuple[str, ...]:
    """A newer version of a document; gives the questions that are open again."""
    from hashlib import sha256

    from app.assessment.passages import Extracted, Media, Passage
    from app.evidence.details import Details
    from app.evidence.extraction.opening import FileRead

    content = text.encode()
    read = FileRead("policy.txt", content, sha256(content).hexdigest(), Media.TEXT)
    for _ in review.evidence.keep(read, Extracted(Media.TEXT, text, (Passage(0, len(text)),))):
        pass
    return review.evidence.enter(read, Details(), replaces=document).reopened


async def test_a_reopened_answer_stands_with_one_key_and_its_lost_quote_is_seen(db: Path) -> None:
    with Library.open(db) as library:
        review = library.review("acme")
        review.answer(FOUND, "yes")
        start = POLICY.index(CITED)
        review.evidence.cite(FOUND, "D1", start, start + len(CITED))
        assert bring_again(review, POLICY.split("All student")[0], "D1") == (FOUND,)
    async with beside(db, size=(160, 50)) as run:
        assert "= lets it stand as it is" in " ".join(run.card.split())
        run.bench.tell("")
        assert "= stands" in run.drawn()
        assert "✗ gone from the document" in " ".join(run.card.split())
        assert "lost" in run.card
        assert "D1, line 5 gone from the document" in pane(run)
        assert "! nothing that is still there" in pane(run)
        await run.press("slash")
        await run.type("is:uncited")
        assert FOUND not in run.bench.ids  # it is open first of all
        await run.press("escape")
        await run.press("e", "equals_sign")
        assert "No key answers" in run.said
        await run.press("escape", "equals_sign")
        assert run.said == "It stands: yes. The lost quote is no evidence. u opens it again."
        assert not run.answer(FOUND).reopened
        assert "lets it stand" not in " ".join(run.card.split())
        assert "gone from the document" in " ".join(run.card.split())
        await run.press("equals_sign")
        assert "was not reopened" in run.said
        await run.press("slash")
        await run.type("is:uncited")
        assert FOUND in run.bench.ids
        await run.press("escape", "h")
        assert "stands as it is" in run.drawn()
        assert "gone from the document" in run.drawn()
        await run.press("j")
        assert "lost D1 line 5" in run.drawn()
        await run.press("escape", "u")
        assert run.answer(FOUND).reopened
        assert "open again" in run.said


# --- the pane is left and gone through --------------------------------------------------------------------


async def test_the_pane_begins_at_its_top_again_after_escape_and_at_the_next_part(db: Path) -> None:
    with Library.open(db) as library:
        lines = [f"Data in store {n} is encrypted at rest with AES-256. " * 6 for n in range(9)]
        bring_in(library.review("acme"), "\n\n".join(lines), "stores.txt")
    async with beside(db, size=(120, 30)) as run:
        shown = run.bench._evidence
        await run.press("y", "e", "G")
        assert shown.marked == shown.stops - 1
        assert shown.scroll_offset.y > 0
        assert run.bench.part.item == FOUND
        await run.press("g")
        assert shown.marked == 0
        assert run.bench.part.item == FOUND
        await run.press("G", "escape")
        assert (shown.marked, shown.scroll_offset.y) == (0, 0)
        await run.press("e", "G")
        await run.go(next(i for i in run.bench.view.path.in_force if i.startswith(f"{FOUND}.")))
        await looked(run)
        assert shown.marked == 0
        assert shown.scroll_offset.y == 0


async def test_c_in_the_pane_cites_the_marked_and_never_a_citation_again(db: Path) -> None:
    async with beside(db) as run:
        await run.press("e", "j", "c")
        assert [c.place for c in run.answer(FOUND).citations] == ["line 7"]
        await run.press("G", "c")
        assert run.said == "This is cited; enter changes it, g goes to the suggestions."
        assert len(run.answer(FOUND).citations) == 1


async def test_what_was_cited_is_not_offered_as_silent(db: Path) -> None:
    async with beside(db, SILENT) as run:
        assert "s records exactly that" in pane(run)
        run.bench.change(lambda: run.review.evidence.cite(SILENT, "D1", 16, 60))
        await looked(run)
        assert "No passage has these words" in pane(run)
        assert "s records exactly that" not in pane(run)


async def test_big_p_opens_the_rows_of_a_register_and_the_hint_is_only_where_there_are_some(db: Path) -> None:
    with Library.open(db) as library:
        text = "Subprocessors\n\n| Name | Purpose |\n|---|---|\n| Amazon Web Services | Hosting |\n"
        bring_in(library.review("acme"), text, "subs.txt")
    async with beside(db, Q_TABLE) as run:
        await run.until(lambda: run.bench._evidence.beside.rows is not None)
        rows = run.review.evidence.proposed_rows(Q_TABLE)
        assert ("a takes rows" in pane(run)) is bool(rows)
        await run.press("P")
        await run.until(lambda: isinstance(run.screen, ProposedRows))
        await run.press("escape")
        await run.until(lambda: run.screen is run.bench)
        await run.go(FOUND)
        await run.press("P")
        assert run.said == "Rows are proposed for registers only; this is none."


# --- looks ------------------------------------------------------------------------------------------------


async def test_hostile_documents_are_only_text(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    bad = [t.replace("\x00", " ") for t in HOSTILE.values()]
    text = "\n\n".join(f"Encrypted at rest AES-256 {' '.join(one.split())}" for one in bad)
    with Library.open(path, clock=Clock()) as library:
        review = library.create("Acme", "Acme Reader")
        bring_in(review, text, "[red]a\x1b[2J.txt", context="[/] \x1b]0;x\x07 \u202e", title="[b]")
        bring_in(review, f"Encrypted at rest with AES-256 {'very ' * 1200}long {LONG_WORD}", "long.txt")
    async with beside(path, size=(160, 50)) as run:
        assert only_text(run.drawn())
        await run.press("e", "n")
        for _ in range(4):
            await run.press("j", "space")
            assert only_text(run.drawn())
        await run.press("enter", "w", "plus")
        await run.type("[/")
        await run.press("enter")
        assert only_text(run.drawn())
        assert only_text(run.app.clipboard)
        await run.press("escape", "S")
        await run.type('encrypted "[/')
        await run.until(lambda: run.screen._list.passages)
        await run.press("down", "j", "enter", "v")
        assert only_text(run.drawn())


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_every_size(db: Path, size: tuple[int, int]) -> None:
    async with beside(db, size=size) as run:
        await run.press("e", "j", "space", "enter")
        assert [c.place for c in run.answer(FOUND).citations] == ["line 7"]
        assert "Student data in our older" in " ".join(run.drawn().split())
        await run.press("escape", "c")
        assert len(run.answer(FOUND).citations) == 1  # nobody has seen the first one yet
        assert run.said == "This is the first suggestion: enter or c cites it, escape goes back."
        assert run.app.focused is run.bench._evidence
        assert run.bench._evidence.marked == 0
        await run.press("c")
        assert [c.place for c in run.answer(FOUND).citations] == ["line 7", "line 5"]
        await run.press("escape")
        assert run.app.focused is run.bench._card
        if size[0] == 80:
            run.bench.tell("")
            assert "c cite   e evidence" in run.drawn()


async def test_what_is_marked_before_the_pane_has_its_size_is_in_sight(db: Path) -> None:
    async with beside(db, size=(40, 12)) as run:
        with run.app.batch_update():
            await run.press("e", "j")
        for _ in range(3):
            await run.pilot.pause()
        assert run.bench._evidence.marked == 1
        assert "Student data in our older" in " ".join(run.drawn().split())


async def test_reading_only_shows_suggestions_and_changes_nothing(db: Path) -> None:
    async with beside(db, read_only=True) as run:
        before = run.review.view
        for key in ("c", "C", "a", "plus", "minus"):
            await run.press(key)
            assert "reading only" in run.said, key
        await run.press("e", "enter")
        assert "reading only" in run.said
        assert run.review.view is before
