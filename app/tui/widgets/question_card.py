"""The question card: one widget for every question, drawn anew in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from textual.content import Content

from app.assessment.answer import State
from app.assessment.states import states_for
from app.questionnaire.model import AnswerType, Question
from app.tui.card import Card, blocks
from app.tui.cursor import Part, choices_of
from app.tui.messages import (
    Answered,
    Cleared,
    Confirmed,
    EditWanted,
    EvidenceWanted,
    FindingWanted,
    GhostWanted,
    PartWanted,
    Picked,
    TextWanted,
    Told,
)
from app.tui.signs import STATE_WORDS
from app.tui.text import plain
from app.tui.widgets.sheet import Block, Sheet

_INSTEAD: Final[Mapping[AnswerType, str]] = {
    AnswerType.ONE_OF: "This asks for one of the choices: press its number, or enter to find it by typing.",
    AnswerType.MANY_OF: "This takes any of the choices: press their numbers, or enter to find them by typing.",
    AnswerType.RECORD: "This has fields to fill in: press enter to write them.",
    AnswerType.TABLE: "This is a register: press enter to open it.",
    AnswerType.DATE: "This asks for a date: press enter to write it.",
    AnswerType.NUMBER_UNIT: "This asks for a number: press enter to write it.",
}


class QuestionCard(Sheet, can_focus=True):
    """Shows a `Card`; turns keys and clicks on its parts into messages. Holds no data of its own."""

    card: Card | None = None

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is shown a card."""
        super().__init__(id=id)
        self._composed: dict[object, Sequence[Block]] = {}
        self._composed_for: tuple[object, object] | None = None

    def show_card(self, card: Card) -> None:
        """Show this card: from its top when it is another question, else where the reader is."""
        same = self.card is not None and self.card.question == card.question
        moved = self.card is None or self.card.part != card.part or not same
        self.card = card
        self.entitle(self._title(card), self._subtitle(card))
        self.show(self._blocks_of(card), keep_scroll=same)
        if moved and same:
            self.reveal(card.part.key)

    def prepare(self, card: Card) -> None:
        """Compose and wrap a card that will probably be shown next."""
        self.lay_ahead(self._blocks_of(card))

    def _blocks_of(self, card: Card) -> Sequence[Block]:
        """The card's blocks, those composed for this view kept."""
        found = tuple((one.key, one.severity) for one in card.found)
        key = (card.question, card.part, card.ghost, card.here, found, self.text_width)
        made_of = (card.view, card.drafts)
        if self._composed_for is None or any(
            a is not b for a, b in zip(made_of, self._composed_for, strict=True)
        ):
            self._composed.clear()
            self._composed_for = made_of
        if key not in self._composed:
            self._composed[key] = blocks(card, self.text_width)
        return self._composed[key]

    def _title(self, card: Card) -> Content:
        question = card.view.pack.by_id[card.question]
        done, total = card.view.progress.by_section.get(question.section, (0, 0))
        count = Content.styled(f"  {done}/{total}", "$text-muted")
        room = max(self.size.width - 6 - count.cell_length, 1)
        title = plain(card.view.pack.section_by_id[question.section].title)
        if card.part != Part(card.question):
            # below its first lines the card may have scrolled the question itself out of sight
            title = plain(question.ask)
        return title.truncate(room, ellipsis=True) + count

    def _subtitle(self, card: Card) -> Content:
        question = card.view.pack.by_id[card.question]
        text = plain(question.id, "$text-muted")
        if question.gate:
            text += Content.styled(" · gate", "$text-muted")
        if question.severity is not None:
            text += Content.styled(f" · {question.severity.value}", "$text-muted")
        return text

    def on_resize(self) -> None:
        """Compose for the new width."""
        if self.card is not None:
            self.entitle(self._title(self.card), self._subtitle(self.card))
            self.show(blocks(self.card, self.text_width), keep_scroll=True)
            self.reveal(self.card.part.key)

    @property
    def part(self) -> Part:
        """The part that keys act on."""
        return self._card.part

    @property
    def _card(self) -> Card:
        if self.card is None:
            raise RuntimeError("a key reached the card before it showed a question")
        return self.card

    def _question(self, item: str) -> Question:
        return self._card.view.pack.by_id[item]

    # --- keys ------------------------------------------------------------------------------------------

    def answer(self, state: State, item: str = "") -> None:
        """A state was chosen for the part under the cursor, or for `item`."""
        question = self._question(item or self.part.item)
        if state in states_for(question):
            self.post_message(Answered(question.id, state))
        else:
            instead = _INSTEAD.get(question.type, "This asks for text: press enter to write it.")
            self.post_message(Told(f"{STATE_WORDS[state].capitalize()} is no answer here. {instead}"))

    def pick(self, number: int) -> None:
        """The choice of this number, counted from 1, was chosen for the part under the cursor."""
        part = self.part
        question = self._question(part.item)
        choices = choices_of(question, part.column)
        if 1 <= number <= len(choices):
            self.post_message(Picked(part.item, part.column, choices[number - 1]))
        elif choices:
            self.post_message(Told(f"There is no choice {number} here; there are {len(choices)}."))
        elif question.type is AnswerType.STATEMENT:
            self.post_message(Told("There are no numbered choices here: press y, p, n, x or s."))
        else:
            self.post_message(Told("There are no numbered choices here: press enter to write."))

    def clear(self) -> None:
        """The part under the cursor is to be empty again."""
        self.post_message(Cleared(self.part.item, self.part.column))

    def edit(self) -> None:
        """The value of the part under the cursor is to be edited."""
        self.post_message(EditWanted(self.part.item, self.part.column))

    def write(self, field: str) -> None:
        """The reason or the note of the part under the cursor is to be written."""
        self.post_message(TextWanted(self.part.item, field))

    # --- mouse -----------------------------------------------------------------------------------------

    def on_sheet_pressed(self, event: Sheet.Pressed) -> None:
        """A click does what the key would do, on the part that was clicked."""
        event.stop()
        self._press(event.meta)

    def _press(self, meta: Mapping[str, Any]) -> None:
        item, column = str(meta.get("item", "")), str(meta.get("column", ""))
        if item:
            self.post_message(PartWanted(item, column))
        match meta.get("do"):
            case "state":
                self.answer(State(meta["state"]), item)
            case "choice":
                self.post_message(Picked(item, column, str(meta["choice"])))
            case "edit":
                self.post_message(EditWanted(item, column))
            case "reason" | "note" as field:
                self.post_message(TextWanted(item, field))
            case "finding":
                self.post_message(FindingWanted(str(meta["finding"])))
            case "evidence":
                self.post_message(EvidenceWanted())
            case "stands":
                self.post_message(Confirmed(item))
            case "ghost":
                self.post_message(GhostWanted())
