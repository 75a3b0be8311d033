"""The workbench: sections on the left, the question in the middle, its evidence on the right."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.worker import get_current_worker

from app.assessment.answer import State
from app.assessment.context import Context, context_of
from app.assessment.contradictions import contradictions_of
from app.assessment.findings import Finding
from app.assessment.score import Judgement
from app.assessment.wording import card_sentence
from app.questionnaire.model import AnswerType
from app.review import Library, Review, View
from app.store.errors import StoreError
from app.tui.card import Card
from app.tui.commands import Command, bindings
from app.tui.concerning import NO_CONCERNS, Concerns, concerns_of
from app.tui.cursor import Part, choices_of, home_of, next_open, stepped
from app.tui.evidence_blocks import Beside
from app.tui.evidence_verbs import pane_keys
from app.tui.ghosts import ghost_of
from app.tui.messages import Confirmed, EvidenceWanted, FindingWanted, GhostWanted, PartWanted, Told
from app.tui.screens.fields import SafeInput
from app.tui.screens.moving import MovingScreen
from app.tui.telling import news
from app.tui.tour import SLUG, Place
from app.tui.widgets.editor import EDITOR_LINE_VERBS, EDITOR_VERBS, AnswerEditor
from app.tui.widgets.evidence_pane import EvidencePane
from app.tui.widgets.findings_pane import FindingsPane
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.question_card import QuestionCard
from app.tui.widgets.rows import Rows
from app.tui.widgets.section_tree import SectionTree
from app.tui.widgets.sheet import SHEET_VERBS, Sheet
from app.tui.widgets.status_line import StatusLine
from app.tui.widgets.term_line import TermLine
from app.tui.workbench_verbs import ACCEPT, ANSWER_VERBS, CHOICE, EDIT, STANDS, WORKBENCH_VERBS

if TYPE_CHECKING:
    from app.tui.tour_guide import Guide

_READING = 0.03
"""Seconds without a key after which the next cards are laid out ahead."""


class WorkbenchScreen(MovingScreen):
    """One assessment, question by question."""

    BINDINGS = bindings(WORKBENCH_VERBS)
    VERBS = WORKBENCH_VERBS
    AUTO_FOCUS = "#card"
    HORIZONTAL_BREAKPOINTS = [
        (0, "-tiny"),
        (60, "-narrow"),
        (100, "-wide"),
        (120, "-broad"),
        (140, "-roomy"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]

    def __init__(self, library: Library, review: Review, *, demo: bool = False) -> None:
        """Takes an open assessment and the library it lies in."""
        super().__init__(library, review, demo=demo)
        self._key = ""
        self._sentences: tuple[View, Judgement | None, Context] | None = None
        self._concerns = NO_CONCERNS
        self._likely: list[str] | None = None
        """What to lay out ahead; None until that is known."""

    def compose(self) -> ComposeResult:
        """Status on top, three panes, the line to find with, and the keys."""
        yield StatusLine(demo=self.demo, id="status", classes="bar")
        with Horizontal(id="panes"):
            yield SectionTree(id="tree")
            with Vertical(id="middle"):
                yield QuestionCard(id="card")
                yield AnswerEditor(id="editor")
            with Vertical(id="side"):
                yield EvidencePane(id="evidence")
                yield FindingsPane(id="findings-pane")
        yield SafeInput(
            placeholder="words, an id, a finding, is:open is:finding is:critical is:uncited, sec:ca",
            id="find",
            classes="find",
        )
        yield TermLine(placeholder="a word or phrase to look for as well", id="term", classes="find")
        yield KeyLine(WORKBENCH_VERBS, id="keys")

    def on_mount(self) -> None:
        """Go on where the reviewer left, or where text was never saved."""
        self._tree, self._card = self.query_one(SectionTree), self.query_one(QuestionCard)
        self._evidence, self._findings = self.query_one(EvidencePane), self.query_one(FindingsPane)
        self._ahead = self.set_interval(_READING, self._prepare, pause=True)
        self._status, self._keys = self.query_one(StatusLine), self.query_one(KeyLine)
        self._tree.border_title = Content("Sections")
        self._evidence.border_title = Content("Evidence")
        self.read_drafts()
        self.part = self.first_place()
        self.show_view()
        self.say_drafts()
        if not self.judged:
            self.call_after_refresh(self._begin_judging)
        if guide := self._guide:
            guide.entered(self)
        gc.freeze()  # the pack and the answers stay: looking through them for garbage would hold up a key for 50 ms

    # --- showing ---------------------------------------------------------------------------------------

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Say something in the bottom line until the next key."""
        self._keys.tell(text, warning=warning)

    def on_told(self, event: Told) -> None:
        """A part of the screen has something to say."""
        self.tell(event.text, warning=event.warning)

    def show_view(self) -> None:
        """Bind the view down: every part is shown the same frozen value."""
        view = self.view
        if view is not self._status.view:
            self.find()
            self._status.show(view, self.judgement)
        self.settle()
        question = home_of(view.pack, self.part.item)
        concerns = self.concerns
        self._tree.show(view, self.ids, question, filtered=bool(self.filter), marks=concerns.marks)
        beside = self.show_evidence()
        self._findings.show_for(view, question, concerns if self.judged else None)
        self.look_soon(beside)
        self._likely = None
        self._ahead.reset()
        self._ahead.resume()

    def show_evidence(self) -> Beside:
        """Show the card with the suggestions that are at hand; the others follow."""
        beside = self.beside(self.part.item)
        self._card.show_card(self._card_of(self.part, beside))
        self._evidence.show_beside(beside)
        self.show_keys()
        return beside

    def _card_of(self, part: Part, beside: Beside) -> Card:
        question = home_of(self.view.pack, part.item)
        return Card(
            self.view,
            question,
            part,
            self.drafts.by_place,
            self._sentence(question),
            ghost_of(self.view, beside.found),
            beside.here,
            () if self.findings_shown else self._acting(question),
        )

    def _acting(self, question: str) -> tuple[Finding, ...]:
        return tuple(one for one in self.concerns.about.get(question, ()) if one.acts)

    @property
    def findings_shown(self) -> bool:
        """Whether the findings about the question stand beside it."""
        return not self.evidence_hidden and not self.has_class("-short")

    def on_resize(self) -> None:
        """What has no pane any more stands on the card."""
        if self.part.item:
            self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        card = self._card.card
        if self.is_current and card is not None and bool(card.found) == self.findings_shown:
            self.show_evidence()

    def show_found(self) -> None:
        """Show which questions can be gone to."""
        self._tree.border_title = Content(f"Found {len(self.ids)}" if self.filter else "Sections")
        self._tree.show(self.view, self.ids, self.home, filtered=bool(self.filter), marks=self.concerns.marks)

    # --- judging ---------------------------------------------------------------------------------------

    @property
    def judged(self) -> bool:
        """Whether it is known what follows from the answers; the first time that is worked out in the background."""
        return self.review.judge_ready

    @property
    def judgement(self) -> Judgement | None:
        """What follows from the answers; None while that is not known."""
        return self.view.judgement if self.judged else None

    @property
    def concerns(self) -> Concerns:
        """What was found about which question; nothing while nothing is judged."""
        judgement = self.judgement
        if judgement is None:
            return NO_CONCERNS
        if self._concerns.findings is not judgement.findings:
            self._concerns = concerns_of(self.view.pack, judgement.findings)
        return self._concerns

    def _begin_judging(self) -> None:
        """Read what judging needs of the database, and judge in a thread."""
        try:
            judge = self.review.first_judgement()
        except StoreError as error:
            self.warn(error)
        else:
            self._judge_first(judge)

    @work(thread=True, group="judge", description="Judge the answers")
    def _judge_first(self, judge: Callable[[], None]) -> None:
        """Compile the rules and judge beside the reviewer: the first frame and the first keys do not wait for it."""
        judge()
        if not get_current_worker().is_cancelled and self.app.is_running:
            self.app.call_from_thread(self._show_judgement)

    def _show_judgement(self) -> None:
        """The rules are ready: show what they say."""
        if self.is_attached:
            self._status.show(self.view, self.judgement)
            self.find()
            self.show_found()
            self._findings.show_for(self.view, self.home, self.concerns)
            self.show_evidence()

    def change(self, verb: Callable[[], Any]) -> bool:
        """Carry out a verb; say what heavy findings its answer brings."""
        before = self.judgement
        done = super().change(verb)
        after = self.judgement
        if before is not None and after is not None and after is not before:
            self.tell(news(before.findings, after.findings))
        return done

    def on_finding_wanted(self, event: FindingWanted) -> None:
        """A click leads to a finding."""
        if self.writing is None:
            self.show_findings(event.key)

    def _prepare(self) -> None:
        """While the reviewer reads, lay out the cards that the next key will probably ask for, one at a time."""
        if self.preparing():
            return
        view, here = self.view, self.home
        if self._likely is None:
            steps = (
                stepped(self.ids, here, 1),
                stepped(self.ids, here, -1),
                next_open(view, self.part.item, 1),
            )
            self._likely = [item for item in dict.fromkeys(steps) if item is not None]
        if not self._likely:
            self._ahead.pause()
            return
        item = self._likely.pop(0)
        beside = self.beside(item, look=True)
        self._card.prepare(self._card_of(Part(item), beside))
        self._evidence.prepare(beside)

    def _sentence(self, question: str) -> str:
        view, judgement = self.view, self.judgement
        kept = self._sentences
        if kept is None or kept[0] is not view or kept[1] is not judgement:
            against = contradictions_of(judgement.findings, view.pack) if judgement else None
            kept = (view, judgement, context_of(view.assessment, view.answers, contradictions=against))
            self._sentences = kept
        return card_sentence(question, view.pack, view.answers, view.path, kept[2])

    @property
    def _guide(self) -> Guide | None:
        """Who leads through the tour of a demo."""
        return getattr(self.app, "guide", None)

    @property
    def tour_place(self) -> Place:
        """Where the reviewer is, for the guided tour."""
        if self.view.assessment.slug != SLUG:
            return Place.OTHER
        if self.writing is not None:
            return Place.WRITING
        return Place.BESIDE if self.evidence_hidden else Place.BENCH

    def show_keys(self) -> None:
        """Show the keys that matter for what has the focus."""
        if guide := self._guide:
            guide.look(self.view)
            guide.at(self, self.tour_place)
        if self.writing is not None:
            self._keys.show(self._editor_verbs())
            return
        if self.focused is self._evidence:
            self._keys.show(pane_keys(on_citation=self._evidence.marked_citation is not None))
            return
        question = self.view.pack.by_id[self.part.item]
        first: tuple[Command, ...] = (EDIT,)
        if question.type is AnswerType.STATEMENT:
            first = ANSWER_VERBS
        elif choices_of(question, self.part.column):
            first = (CHOICE, EDIT)
        if self._card.card is not None and self._card.card.ghost is not None:
            first = (*first, replace(ACCEPT, footer=True))
        if self.view.answer(question.id).reopened:
            first = (replace(STANDS, footer=True), *first)
        own = {c.id for c in (*ANSWER_VERBS, CHOICE, EDIT, *first)}
        self._keys.show((*first, *(c for c in WORKBENCH_VERBS if c.id not in own)))

    def on_descendant_focus(self) -> None:
        """Other keys matter elsewhere."""
        if self.part.item:
            self.show_keys()

    # --- moving ----------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """A notice has been read when the next key comes."""
        self._key = event.key
        if self.writing is None:
            self.tell("")

    def on_part_wanted(self, event: PartWanted) -> None:
        """A click leads to a part."""
        if self.writing is not None:
            self.action_leave_editor("escape")
        if self.writing is None and event.item in self.view.path.in_force:
            self.go(event.item, event.column)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A click on a question goes there, on a section to its first question."""
        event.stop()
        row = self._tree.row_at(event.index)
        item = row.question or next(
            (i for i in self.ids if self.view.pack.by_id[i].section == row.section), self.part.item
        )
        self.on_part_wanted(PartWanted(item))

    # --- keys on the part under the cursor --------------------------------------------------------------

    def action_answer(self, state: str) -> None:
        """The card says what the key means for its part."""
        if not self._among_evidence():
            self._card.answer(State(state))

    def action_pick(self) -> None:
        """Pick the choice of the digit that was pressed."""
        if self._among_evidence():
            return
        keys = self.app._keymap.get(CHOICE.id, ",".join(CHOICE.keys)).split(",")
        if self._key in keys:
            self._card.pick(keys.index(self._key) + 1)
        else:
            self._card.edit()

    def action_edit(self) -> None:
        """Write, open or list; in the tree, back to the card."""
        if self.focused is self._tree:
            self.action_escape()
        else:
            self._card.edit()

    def action_confirm(self) -> None:
        """Say that a reopened answer stands as it is."""
        if not self._among_evidence():
            self.confirm(self.part.item)

    def on_confirmed(self, event: Confirmed) -> None:
        """A click says that a reopened answer stands."""
        self.confirm(event.item)

    def action_clear(self) -> None:
        """Back to unanswered."""
        if not self._among_evidence():
            self._card.clear()

    def _among_evidence(self) -> bool:
        """Whether the evidence pane has the focus, where no key answers; says so."""
        among = self.focused is self._evidence
        if among:
            self.tell("No key answers in the evidence pane; escape goes back to the question.")
        return among

    def action_write(self, field: str) -> None:
        """Write the reason or the note."""
        self._card.write(field)

    def action_escape(self) -> None:
        """One level out: the search, a pane, the library."""
        if self.filter or self.has_class("-finding"):
            self.end_finding()
        elif self.focused is not self._card or self.has_class("-tree") or self.has_class("-side"):
            if self.focused is self._evidence:
                self._evidence.rewind()
            self.remove_class("-tree", "-side")
            self._card.focus()
        else:
            self.action_leave()

    # --- panes -----------------------------------------------------------------------------------------

    def action_tree(self) -> None:
        """Show the sections and go there, or come back."""
        if self.focused is self._tree:
            self.action_escape()
        else:
            self.add_class("-tree")
            self._tree.focus()

    def on_evidence_wanted(self, _: EvidenceWanted) -> None:
        """Into the evidence pane."""
        self.action_evidence()

    def action_evidence(self) -> None:
        """Show the evidence pane and go there."""
        self.add_class("-side")
        self._evidence.focus()

    @property
    def evidence_hidden(self) -> bool:
        """Whether there is no room for the evidence pane beside the card."""
        # by the classes, not by the region: a key may come before the pane is laid out anew
        return (self.has_class("-narrow") or self.has_class("-tiny")) and not self.has_class("-side")

    def on_ghost_wanted(self, _: GhostWanted) -> None:
        """A click takes the value that stands on the card as a ghost."""
        self.action_accept()

    def on_evidence_pane_leave(self) -> None:
        """Back to the card; the first suggestion, which the keys of the card act on, is in sight again."""
        self._evidence.rewind()
        self.remove_class("-side")
        self._card.focus()

    def on_sheet_pressed(self, event: Sheet.Pressed) -> None:
        """A click on a line under the evidence does what its key does."""
        if event.meta.get("documents"):
            self.open_documents()
        elif event.meta.get("silent"):
            self._card.answer(State.NOT_ADDRESSED)
        elif event.meta.get("rows"):
            self.action_proposed_rows()
        elif event.meta.get("term"):
            self.action_add_term()

    def action_documents(self) -> None:
        """The documents; where the evidence pane is hidden, that first."""
        if self.evidence_hidden:
            self.action_evidence()
        else:
            self.open_documents()

    def action_help(self) -> None:
        """Say what the keys do for what has the focus."""
        from app.tui.screens.help import HelpScreen

        title = "Workbench"
        verbs: tuple[Command, ...] = (*WORKBENCH_VERBS, *SHEET_VERBS)
        if self.writing is not None:
            title, verbs = "Writing", self._editor_verbs()
        elif self.focused is self._evidence:
            here = [c for c in WORKBENCH_VERBS if c.group == "Evidence" and c.id != "evidence.pane"]
            title, verbs = "Evidence", (*EvidencePane.VERBS, *here)
        self.app.push_screen(HelpScreen(title, verbs))

    def _editor_verbs(self) -> tuple[Command, ...]:
        return EDITOR_LINE_VERBS if self.query_one(AnswerEditor).one_line else EDITOR_VERBS
