"""The workbench: sections on the left, the question in the middle, its evidence on the right."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from app.assessment.answer import Citation, State
from app.assessment.context import Context, context_of
from app.assessment.wording import card_sentence
from app.questionnaire.model import AnswerType
from app.review import Library, Review, View, default_print_path
from app.tui.card import Card
from app.tui.commands import Command, bindings
from app.tui.cursor import Part, choices_of, home_of, next_open, parts, section_step, stepped, walk
from app.tui.find import Filter
from app.tui.messages import EvidenceWanted, PartWanted, Told
from app.tui.screens.answering import AnsweringScreen
from app.tui.signs import counted
from app.tui.widgets.editor import EDITOR_LINE_VERBS, EDITOR_VERBS, AnswerEditor
from app.tui.widgets.evidence_pane import EVIDENCE_VERBS, Cited, EvidencePane
from app.tui.widgets.gaps_pane import GapsPane
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.question_card import QuestionCard
from app.tui.widgets.rows import Rows
from app.tui.widgets.section_tree import SectionTree
from app.tui.widgets.sheet import SHEET_VERBS, Sheet
from app.tui.widgets.status_line import StatusLine
from app.tui.workbench_verbs import ANSWER_VERBS, CHOICE, EDIT, WORKBENCH_VERBS

DOCUMENTS = "review.documents"
_READING = 0.03
"""Seconds without a key after which the next cards are laid out ahead."""


class WorkbenchScreen(AnsweringScreen):
    """One assessment, question by question."""

    BINDINGS = bindings(WORKBENCH_VERBS)
    VERBS = WORKBENCH_VERBS
    AUTO_FOCUS = "#card"
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [
        (0, "-tiny"),
        (60, "-narrow"),
        (100, "-wide"),
        (120, "-broad"),
        (140, "-roomy"),
    ]
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-short"), (18, "-tall")]

    def __init__(self, library: Library, review: Review) -> None:
        """Takes an open assessment and the library it lies in."""
        super().__init__(review)
        self.library = library
        self._filter = Filter()
        self._ids = walk(self.view)
        self._key = ""
        self._sentences: tuple[View, Context] | None = None

    def compose(self) -> ComposeResult:
        """Status on top, three panes, the line to find with, and the keys."""
        yield StatusLine(id="status", classes="bar")
        with Horizontal(id="panes"):
            yield SectionTree(id="tree")
            with Vertical(id="middle"):
                yield QuestionCard(id="card")
                yield AnswerEditor(id="editor")
            with Vertical(id="side"):
                yield EvidencePane(id="evidence")
                yield GapsPane(id="gaps")
        yield Input(placeholder="words, an id, is:open is:flagged is:uncited is:silent, sec:ca", id="find", classes="find")
        yield KeyLine(WORKBENCH_VERBS, id="keys")

    def on_mount(self) -> None:
        """Go on where the reviewer left, or where text was never saved."""
        self._tree, self._card = self.query_one(SectionTree), self.query_one(QuestionCard)
        self._evidence, self._gaps = self.query_one(EvidencePane), self.query_one(GapsPane)
        self._ahead = self.set_interval(_READING, self._prepare, pause=True)
        self._status, self._keys = self.query_one(StatusLine), self.query_one(KeyLine)
        self._tree.border_title = Content("Sections")
        self._evidence.border_title, self._gaps.border_title = Content("Evidence"), Content("Open points")
        self.load_drafts()
        item, _, column = self._first_place().partition("/")
        self.part = Part(item, column)
        self.show_view()
        self.say_drafts()

    def _first_place(self) -> str:
        in_force = self.view.path.in_force
        for item, _ in self.drafts:
            if item in in_force:
                return item
        place = self.library.setting(f"place:{self.view.assessment.slug}")
        if place.partition("/")[0] in in_force:
            return place
        still_open = self.view.progress.open_items
        return (still_open or self._ids or ("",))[0]

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
            self._ids = self._filter.hits(view, {item for item, _ in self.drafts}) if self._filter else walk(view)
            self._status.show(view)
        self._settle()
        question = home_of(view.pack, self.part.item)
        self._tree.show(view, self._ids, question, filtered=bool(self._filter))
        self._card.show_card(Card(view, question, self.part, self.drafts, self._sentence(question)))
        self._evidence.show_for(view, question)
        self._gaps.show_for(view, question)
        self.show_keys()
        self._ahead.reset()
        self._ahead.resume()

    def _prepare(self) -> None:
        """While the reviewer reads, lay out the cards that the next key will probably ask for."""
        self._ahead.pause()
        view, here = self.view, home_of(self.view.pack, self.part.item)
        likely = (stepped(self._ids, here, 1), stepped(self._ids, here, -1), next_open(view, self.part.item, 1))
        for item in dict.fromkeys(likely):
            if item is not None:
                question = home_of(view.pack, item)
                self._card.prepare(Card(view, question, Part(item), self.drafts, self._sentence(question)))
                self._evidence.prepare(view, question)

    def _settle(self) -> None:
        """Keep the cursor on something that is in force: a follow-up may have gone with its condition."""
        if self.part.item not in self.view.path.in_force:
            question = self.view.pack.by_id.get(self.part.item)
            home = question.parent if question and question.parent in self.view.path.in_force else None
            self.part = Part(home or (walk(self.view) or ("",))[0])

    def _sentence(self, question: str) -> str:
        view = self.view
        if self._sentences is None or self._sentences[0] is not view:
            self._sentences = (view, context_of(view.assessment, view.answers))
        return card_sentence(question, view.pack, view.answers, view.path, self._sentences[1])

    def show_keys(self) -> None:
        """Show the keys that matter for what has the focus."""
        if self._writing is not None:
            self._keys.show(EDITOR_LINE_VERBS if self.query_one(AnswerEditor).one_line else EDITOR_VERBS)
            return
        if self.focused is self._evidence:
            self._keys.show(EVIDENCE_VERBS)
            return
        question = self.view.pack.by_id[self.part.item]
        first: tuple[Command, ...] = (EDIT,)
        if question.type is AnswerType.STATEMENT:
            first = ANSWER_VERBS
        elif choices_of(question, self.part.column):
            first = (CHOICE, EDIT)
        own = {c.id for c in (*ANSWER_VERBS, CHOICE, EDIT)}
        self._keys.show((*first, *(c for c in WORKBENCH_VERBS if c.id not in own)))

    def on_screen_resume(self) -> None:
        """Show what another screen changed."""
        if self.part.item:
            self.view = self.review.view
            self.load_drafts()
            self.show_view()

    def on_descendant_focus(self) -> None:
        """Other keys matter elsewhere."""
        if self.part.item:
            self.show_keys()

    # --- moving ----------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """A notice has been read when the next key comes."""
        self._key = event.key
        if self._writing is None:
            self.tell("")

    def go(self, item: str, column: str = "") -> None:
        """Put the cursor on this question, follow-up or field."""
        self.part = Part(item, column)
        self.show_view()

    def on_part_wanted(self, event: PartWanted) -> None:
        """A click leads to a part."""
        if self._writing is not None:
            self.action_leave_editor("escape")
        if self._writing is None and event.item in self.view.path.in_force:
            self.go(event.item, event.column)

    def action_move(self, by: int) -> None:
        """To the next question, or the one before."""
        here = home_of(self.view.pack, self.part.item)
        there = stepped(self._ids, here, by)
        if there is None:
            self.tell("This is the last question." if by > 0 else "This is the first question.")
        else:
            self.go(there)

    def action_edge(self, which: int) -> None:
        """To the first question or the last."""
        if self._ids:
            self.go(self._ids[0 if which > 0 else -1])

    def action_section(self, by: int) -> None:
        """To the next section, or the one before."""
        there = section_step(self.view, self._ids, home_of(self.view.pack, self.part.item), by)
        if there is None:
            self.tell("This is the last section." if by > 0 else "This is the first section.")
        else:
            self.go(there)

    def action_open_item(self, by: int) -> None:
        """To the next open thing, or the one before, around the end."""
        there = next_open(self.view, self.part.item, by, self._ids if self._filter else None)
        if there is None:
            where = "that was found" if self._filter else "in force"
            self.tell(f"Everything {where} is answered. F4 shows the profile, F5 prints it.")
            return
        order = {item: index for index, item in enumerate(self.view.path.items)}
        around = (order[there] - order.get(self.part.item, -1)) * by <= 0
        alone = there == self.part.item
        self.go(there)
        left = counted(len(self.view.progress.open_items), "open point")
        if alone:
            self.tell("This is the only open point left.")
        elif around:
            self.tell(f"Around the {'end' if by > 0 else 'beginning'}: {left} left.")

    def action_part(self, by: int) -> None:
        """To the next part of the card, around its end."""
        self.step_part(by)

    def step_part(self, by: int) -> None:
        """To the next part of the card, around its end; says so when there is only one."""
        all_parts = parts(self.view, home_of(self.view.pack, self.part.item))
        if len(all_parts) == 1:
            self.tell("This card has one part only; j goes to the next question.")
            return
        there = all_parts[(all_parts.index(self.part) + by) % len(all_parts)] if self.part in all_parts else all_parts[0]
        self.go(there.item, there.column)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A click on a question goes there, on a section to its first question."""
        event.stop()
        row = self._tree.row_at(event.index)
        item = row.question or next(
            (i for i in self._ids if self.view.pack.by_id[i].section == row.section), self.part.item
        )
        self.on_part_wanted(PartWanted(item))

    # --- keys on the part under the cursor --------------------------------------------------------------

    def action_answer(self, state: str) -> None:
        """The card says what the key means for its part."""
        self._card.answer(State(state))

    def action_pick(self) -> None:
        """Pick the choice of the digit that was pressed."""
        keys = self.app._keymap.get(CHOICE.id, ",".join(CHOICE.keys)).split(",")  # noqa: SLF001
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

    def action_clear(self) -> None:
        """Back to unanswered."""
        self._card.clear()

    def action_write(self, field: str) -> None:
        """Write the reason or the note."""
        self._card.write(field)

    # --- finding ---------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Open the line to type in."""
        self.add_class("-finding")
        self.query_one("#find", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the tree while typing."""
        self._filter = Filter.parse(event.value)
        drafts = {item for item, _ in self.drafts}
        self._ids = self._filter.hits(self.view, drafts) if self._filter else walk(self.view)
        self._tree.show(self.view, self._ids, home_of(self.view.pack, self.part.item), filtered=bool(self._filter))
        self._tree.border_title = Content(f"Found {len(self._ids)}" if self._filter else "Sections")
        if self._filter.problem:
            self.tell(self._filter.problem, warning=True)
        elif self._filter:
            none = "No findings are judged yet." if "finding" in self._filter.kinds else "Nothing is found."
            found = f"{counted(len(self._ids), 'question')} found; enter goes to the first, escape shows all."
            self.tell(found if self._ids else none)
        else:
            self.tell("")

    def on_input_submitted(self) -> None:
        """To the first hit; the tree stays narrowed until escape."""
        self.remove_class("-finding")
        self._card.focus()
        if self._filter and self._ids:
            if home_of(self.view.pack, self.part.item) not in self._ids:
                self.go(self._ids[0])
            self.tell(f"{counted(len(self._ids), 'question')} found; j and k go through them, escape shows all.")

    def action_escape(self) -> None:
        """One level out: the search, a pane, the library."""
        line = self.query_one("#find", Input)
        if self.focused is line or self._filter:
            with self.prevent(Input.Changed):
                line.value = ""
            self._filter, self._ids = Filter(), walk(self.view)
            self.remove_class("-finding")
            self._tree.border_title = Content("Sections")
            self._card.focus()
            self.show_view()
        elif self.focused is not self._card or self.has_class("-tree") or self.has_class("-side"):
            self.remove_class("-tree", "-side")
            self._card.focus()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Back to the library."""
        self.library.remember(f"place:{self.view.assessment.slug}", self.part.key)
        self.dismiss(None)

    # --- panes and other screens -----------------------------------------------------------------------

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
        self._evidence.show_for(self.view, home_of(self.view.pack, self.part.item))
        self._gaps.show_for(self.view, home_of(self.view.pack, self.part.item))
        self._evidence.focus()

    def on_evidence_pane_leave(self) -> None:
        """Back to the card."""
        self.remove_class("-side")
        self._card.focus()

    def on_sheet_pressed(self, event: Sheet.Pressed) -> None:
        """The line under the evidence leads to the documents."""
        if event.meta.get("documents"):
            self.open_register(DOCUMENTS)

    def action_cite(self) -> None:
        """Cite a passage by hand."""
        self._cite(home_of(self.view.pack, self.part.item), None)

    def on_evidence_pane_edit(self, event: EvidencePane.Edit) -> None:
        """Change a citation."""
        self._cite(event.cited.item, event.cited)

    def on_evidence_pane_remove(self, event: EvidencePane.Remove) -> None:
        """Take a citation away."""
        if self.change(lambda: self.review.uncite(event.cited.item, event.cited.index)):
            self.tell("Citation taken away. u brings it back.")

    def _cite(self, item: str, cited: Cited | None) -> None:
        from app.tui.screens.cite import CiteDialog

        if self.view.read_only:
            self.tell("The database is open for reading only; nothing can be cited.", warning=True)
            return

        def done(citation: Citation | None) -> None:
            if citation is None:
                return
            instead = cited.index if cited else None
            if self.change(lambda: self.review.cite(item, citation, instead_of=instead)):
                self.tell(f"{'Changed' if cited else 'Cited'}: {citation.document}, {citation.place}.")

        self.app.push_screen(CiteDialog(self.review, item, cited.citation if cited else None), done)

    def action_history(self) -> None:
        """Every change of this answer."""
        from app.tui.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.review, self.part.item))

    def action_documents(self) -> None:
        """The register of documents; where the evidence pane is hidden, that first."""
        if not self._evidence.region and not self.has_class("-side"):
            self.action_evidence()
        elif DOCUMENTS in self.view.path.in_force:
            self.open_register(DOCUMENTS)
        else:
            self.tell("This questionnaire has no register of documents.")

    def action_open_points(self) -> None:
        """What is still missing, to jump to."""
        from app.tui.screens.open_points import OpenPoints

        def jump(item: str | None) -> None:
            if item is not None and item in self.view.path.in_force:
                self.go(item)

        self.app.push_screen(OpenPoints(self.review), jump)

    def action_preview(self) -> None:
        """What the profile will say."""
        from app.tui.screens.preview import PreviewScreen

        self.app.push_screen(PreviewScreen(self.review))

    def action_print(self) -> None:
        """Print the profile."""
        from app.tui.screens.print import PrintDialog

        path = default_print_path(self.library.path, self.view.assessment)
        self.app.push_screen(PrintDialog(self.review, path))

    def action_help(self) -> None:
        """Say what the keys do for what has the focus."""
        from app.tui.screens.help import HelpScreen

        title, verbs = "Workbench", (*WORKBENCH_VERBS, *SHEET_VERBS)
        if self._writing is not None:
            title, verbs = "Writing", EDITOR_LINE_VERBS if self.query_one(AnswerEditor).one_line else EDITOR_VERBS
        elif self.focused is self._evidence:
            title, verbs = "Evidence", EvidencePane.VERBS
        self.app.push_screen(HelpScreen(title, verbs))


