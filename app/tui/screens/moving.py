"""How the cursor of the workbench moves: question by question, part by part, to what is open, to what is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from textual.widgets import Input

from app.review import Library, Review
from app.store.errors import StoreError
from app.tui.cursor import Part, home_of, next_open, parts, section_step, stepped, walk
from app.tui.figures import counted
from app.tui.find import FOUND, Filter
from app.tui.screens.visiting import VisitingScreen


class MovingScreen(VisitingScreen):
    """The cursor, and the filter that limits where it goes."""

    def __init__(self, library: Library, review: Review, *, demo: bool = False) -> None:
        """Takes an open assessment and the library it lies in."""
        super().__init__(library, review, demo=demo)
        self.filter = Filter()
        self.ids = walk(self.view)
        """The questions that can be gone to, in order: all in force, or those that were found."""
        self._met: set[str] = set()
        """What was reopened and has been gone to: `]` leads to the others first."""

    # --- what a subclass does --------------------------------------------------------------------------

    @property
    def judged(self) -> bool:
        """Whether it is known what follows from the answers."""
        raise NotImplementedError

    def show_found(self) -> None:
        """Show which questions can be gone to; the cursor stays where it is."""
        raise NotImplementedError

    # --- the place -------------------------------------------------------------------------------------

    def go(self, item: str, column: str = "") -> None:
        """Put the cursor on this question, follow-up or field."""
        self.part = Part(item, column)
        self.show_view()

    def first_place(self) -> Part:
        """Where to begin: at text that was never saved, where the reviewer left, or at what is open."""
        in_force = self.view.path.in_force
        for item, _ in self.drafts.by_place:
            if item in in_force:
                return Part(item)
        try:
            place = self.library.setting(f"place:{self.view.assessment.slug}")
        except StoreError:
            place = ""  # the first key that changes something says what is wrong with the database
        item, _, column = place.partition("/")
        if item in in_force:
            return Part(item, column)
        return Part((self.view.progress.open_items or self.ids or ("",))[0])

    def settle(self) -> None:
        """Keep the cursor on something that is in force: a follow-up may have gone with its condition."""
        if self.part.item not in self.view.path.in_force:
            question = self.view.pack.by_id.get(self.part.item)
            home = question.parent if question and question.parent in self.view.path.in_force else None
            self.part = Part(home or (walk(self.view) or ("",))[0])

    # --- moving ----------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """To the next question, or the one before."""
        here = self.home
        there = stepped(self.ids, here, by)
        if there is None:
            self.tell("This is the last question." if by > 0 else "This is the first question.")
        else:
            self.go(there)

    def action_edge(self, which: int) -> None:
        """To the first question or the last."""
        if self.ids:
            self.go(self.ids[0 if which > 0 else -1])

    def action_section(self, by: int) -> None:
        """To the next section, or the one before."""
        there = section_step(self.view, self.ids, self.home, by)
        if there is None:
            self.tell("This is the last section." if by > 0 else "This is the first section.")
        else:
            self.go(there)

    def action_open_item(self, by: int) -> None:
        """To the next open thing, or the one before, around the end."""
        allowed = self.ids if self.filter else None
        reopened = self._reopened(allowed) if by > 0 else ()
        there = reopened[0] if reopened else next_open(self.view, self.part.item, by, allowed)
        if there is None:
            if self.filter:
                left = counted(len(self.view.progress.open_items), "open point")
                found = counted(len(self.ids), "question")
                self.tell(
                    f"Nothing is open among the {found} found; {left} in all. Escape shows all questions."
                )
            else:
                self.tell("Everything in force is answered. F4 shows the profile, F5 prints it.")
            return
        order = {item: index for index, item in enumerate(self.view.path.items)}
        around = (order[there] - order.get(self.part.item, -1)) * by <= 0
        alone = there == self.part.item
        self.go(there)
        left = counted(len(self.view.progress.open_items), "open point")
        if self.filter and not reopened:
            self._say_filtered(allowed or (), alone=alone, around=around)
        elif alone:
            self.tell("This is the only open point left.")
        elif reopened:
            self.tell(f"Reopened: {self.view.answer(there).reopened}.")
        elif around:
            self.tell(f"Around the {'end' if by > 0 else 'beginning'}: {left} left.")

    def _say_filtered(self, allowed: Sequence[str], *, alone: bool, around: bool) -> None:
        """Say that only what was found is gone through."""
        pack = self.view.pack
        left = sum(home_of(pack, item) in allowed for item in self.view.progress.open_items)
        found = counted(len(allowed), "question")
        if alone:
            self.tell(f"This is the only open point among the {found} found; escape shows all questions.")
        else:
            where = "Around, among" if around else "Among"
            self.tell(
                f"{where} the {found} found, {counted(left, 'open point')}; escape shows all questions."
            )

    def _reopened(self, allowed: Sequence[str] | None) -> tuple[str, ...]:
        """What is open again and was not gone to since, first things first."""
        self._met.add(self.part.item)
        view = self.view
        again = [item for item in view.progress.open_items if view.answer(item).reopened]
        self._met.intersection_update((*again, self.part.item))
        return tuple(
            item
            for item in again
            if item not in self._met and (allowed is None or home_of(view.pack, item) in allowed)
        )

    def action_part(self, by: int) -> None:
        """To the next part of the card, around its end."""
        self.step_part(by)

    def step_part(self, by: int) -> None:
        """To the next part of the card, around its end; says so when there is only one."""
        all_parts = parts(self.view, self.home)
        if len(all_parts) == 1:
            self.tell("This card has one part only; j goes to the next question.")
            return
        there = (
            all_parts[(all_parts.index(self.part) + by) % len(all_parts)]
            if self.part in all_parts
            else all_parts[0]
        )
        self.go(there.item, there.column)

    # --- finding ---------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Open the line to type in."""
        self.add_class("-finding")
        self.query_one("#find", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the tree while typing."""
        self.filter = Filter.parse(event.value)
        self.find()
        self.show_found()
        if self.filter.problem:
            self.tell(self.filter.problem, warning=True)
        elif not self.filter:
            self.tell("")
        elif self.ids:
            self.tell(
                f"{counted(len(self.ids), 'question')} found; enter goes to the first, escape shows all."
            )
        else:
            early = not self.judged and any(kind in FOUND for kind in self.filter.kinds)
            self.tell("The rules are still being read." if early else "Nothing is found.")

    def find(self) -> None:
        """Apply the filter to the view."""
        if self.filter:
            self.ids = self.filter.hits(self.view, self.beside_view(), self.concerns.called)
        else:
            self.ids = walk(self.view)

    def beside_view(self) -> Mapping[str, Collection[str]]:
        """What the filter looks for and the view does not have: questions with drafts, and with findings."""
        concerns = self.concerns
        found = {severity.value: ids for severity, ids in concerns.items.items()}
        proposed = {one for some in concerns.proposed.values() for each in some for one in each.answers}
        every = frozenset().union(*found.values())
        return {"draft": self.drafts.items, "finding": every, "proposed": proposed, **found}

    def on_input_submitted(self) -> None:
        """To the first hit; the tree stays narrowed until escape."""
        self.remove_class("-finding")
        self.query_one("#card").focus()
        if self.filter and self.ids:
            if self.home not in self.ids:
                self.go(self.ids[0])
            self.tell(
                f"{counted(len(self.ids), 'question')} found; j and k go through them, escape shows all."
            )

    def end_finding(self) -> None:
        """Show all questions again."""
        line = self.query_one("#find", Input)
        with self.prevent(Input.Changed):
            line.value = ""
        self.filter = Filter()
        self.find()
        self.remove_class("-finding")
        self.query_one("#card").focus()
        self.show_found()
