"""The passages an answer rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message

from app.assessment.answer import Citation
from app.assessment.documents import REGISTER
from app.assessment.progress import wants_citation
from app.assessment.values import rows_of
from app.review.view import View
from app.tui.commands import Command, bindings
from app.tui.figures import counted
from app.tui.messages import Told
from app.tui.signs import label
from app.tui.text import plain
from app.tui.widgets.sheet import EMPTY, SHEET_VERBS, Block, Sheet, pressable

EVIDENCE_VERBS = (
    Command("evidence.next", ("down", "j"), "step(1)", "Next", "Go to the next citation.", "Evidence pane"),
    Command(
        "evidence.previous",
        ("up", "k"),
        "step(-1)",
        "Previous",
        "Go to the citation before.",
        "Evidence pane",
    ),
    Command(
        "evidence.edit", ("enter",), "edit", "Change", "Change the citation.", "Evidence pane", footer=True
    ),
    Command(
        "evidence.remove",
        ("x", "delete", "backspace"),
        "remove",
        "Remove",
        "Take the citation away; u brings it back.",
        "Evidence pane",
        footer=True,
    ),
    Command(
        "evidence.leave",
        ("escape", "e"),
        "leave",
        "Back",
        "Go back to the card.",
        "Evidence pane",
        footer=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation and where it hangs."""

    item: str
    """The question or follow-up it is cited for."""
    index: int
    """Its place among that answer's citations, from 0."""
    citation: Citation


class EvidencePane(Sheet, can_focus=True):
    """Lists the citations of a question and its follow-ups; with the focus, one of them is marked."""

    BINDINGS = bindings(EVIDENCE_VERBS)
    VERBS = (*EVIDENCE_VERBS, *SHEET_VERBS)

    class Edit(Message):
        """The marked citation is to be changed."""

        def __init__(self, cited: Cited) -> None:
            """Which one."""
            super().__init__()
            self.cited = cited

    class Remove(Edit):
        """The marked citation is to be taken away."""

    class Leave(Message):
        """The reviewer is done here."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is shown a question."""
        super().__init__(id=id)
        self._cited: tuple[Cited, ...] = ()
        self._marked = 0
        self._shown: tuple[View, str] | None = None

    def show_for(self, view: View, question_id: str) -> None:
        """Show what is cited for this question."""
        cited = _cited(view, question_id)
        if self._shown is None or self._shown[1] != question_id:
            self._marked = 0
        if self._shown is None or cited != self._cited or self._shown[1] != question_id or not cited:
            self._cited, self._shown = cited, (view, question_id)
            self._marked = max(0, min(self._marked, len(cited) - 1))
            self._compose_blocks(keep_scroll=False)

    def prepare(self, view: View, question_id: str) -> None:
        """Wrap what will probably be shown next."""
        self.lay_ahead(self._blocks_for(view, question_id, _cited(view, question_id), focused=False))

    def _compose_blocks(self, *, keep_scroll: bool) -> None:
        if self._shown is not None:
            blocks = self._blocks_for(*self._shown, self._cited, focused=self.has_focus)
            self.show(blocks, keep_scroll=keep_scroll)

    def _blocks_for(
        self, view: View, question_id: str, cited: Sequence[Cited], *, focused: bool
    ) -> list[Block]:
        blocks: list[Block] = []
        if not cited:
            lacking = wants_citation(view.pack.by_id[question_id], view.answer(question_id))
            mark = Content.styled("! ", "$text-warning") if lacking else EMPTY
            blocks.append(Block(mark + Content.styled("Nothing is cited yet.", "$text-muted"), indent=1))
            if not view.read_only:
                cite = Content.styled("c", "bold $accent") + Content.styled(" cites a passage", "$text-muted")
                blocks.append(Block(cite, indent=1))
        for number, one in enumerate(cited):
            here = number == self._marked and focused
            place = plain(f"{one.citation.document}, {one.citation.place}", "bold", limit=120)
            if one.item != question_id:
                place += plain(f"  for {label(one.item, parent=question_id).lower()}", "$text-muted")
            blocks.append(
                Block(
                    pressable(place, cited=number),
                    Content.styled("▶" if here else " ", "bold $accent"),
                    2,
                    key=str(number),
                )
            )
            if one.citation.quote:
                quote = plain(f"“{one.citation.quote}”", "$text-muted", one_line=False, limit=1200)
                blocks.append(Block(pressable(quote, cited=number), indent=2))
            blocks.append(Block(EMPTY))
        return blocks + self._documents(view)

    def _documents(self, view: View) -> list[Block]:
        if REGISTER not in view.pack.by_id:
            return []
        rows = rows_of(view.answer(REGISTER).value)
        line = Content.styled("F3", "bold $accent") + Content.styled(
            f" {counted(len(rows), 'document')} on the register", "$text-muted"
        )
        return [Block(EMPTY), Block(pressable(line, documents=True), indent=1)]

    def watch_has_focus(self, _: bool) -> None:
        """Mark a citation only while keys act on it."""
        self._compose_blocks(keep_scroll=True)

    def action_step(self, by: int) -> None:
        """Mark the next citation, or the one before."""
        if self._cited:
            self._marked = max(0, min(len(self._cited) - 1, self._marked + by))
            self._compose_blocks(keep_scroll=True)
            self.reveal(str(self._marked))

    def action_edit(self) -> None:
        """Ask to change the marked citation."""
        if self._cited:
            self.post_message(self.Edit(self._cited[self._marked]))

    def action_remove(self) -> None:
        """Ask to take the marked citation away."""
        if self._cited:
            self.post_message(self.Remove(self._cited[self._marked]))
        else:
            self.post_message(Told("There is no citation here to take away."))

    def action_leave(self) -> None:
        """Ask to go back to the card."""
        self.post_message(self.Leave())

    def on_sheet_pressed(self, event: Sheet.Pressed) -> None:
        """A click marks a citation; the line below leads to the documents."""
        if "cited" in event.meta:
            event.stop()
            self._marked = int(event.meta["cited"])
            self.focus()
            self._compose_blocks(keep_scroll=True)


def _cited(view: View, question_id: str) -> tuple[Cited, ...]:
    """What is cited for a question and its follow-ups in force."""
    question = view.pack.by_id[question_id]
    items = (question_id, *(f.id for f in question.followups if f.id in view.path.in_force))
    return tuple(
        Cited(item, index, citation)
        for item in items
        for index, citation in enumerate(view.answer(item).citations)
    )
