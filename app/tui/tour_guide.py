"""Who leads through the guided tour: hears from the screens what was done, and shows the panel on each.

Screens say with `told` what was done; outside a demo that does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from textual.app import App
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen

from app.assessment.answer import Answer
from app.review.view import View
from app.tui.commands import Command
from app.tui.screens.keys import keys_of
from app.tui.tour import SLUG, Deed, Place, Tour, begins_at, deeds_between, said
from app.tui.widgets.tour_panel import TourPanel

TOUR = Command(
    "tour",
    ("ctrl+g",),
    "tour",
    "Guided tour",
    "Walk through the example in five steps; while the tour is on, its key skips the rest.",
    "Program",
)
TOUR_VERBS = (TOUR,)
"""What a demo has besides the commands of its screens."""

_KEY = re.compile(r"\{([a-z_.]+)\}")


class Guide:
    """The tour of one session."""

    def __init__(self, app: App[Any], seen: Callable[[], object]) -> None:
        """`seen` is called once the tour has begun in earnest, or was skipped: it is not offered again."""
        self.app = app
        self.tour: Tour | None = None
        self._seen = seen
        self._before: Mapping[str, Answer] | None = None

    # --- its way ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """From the first step, wherever the reviewer is."""
        self.tour, self._before = Tour(), None
        screen = self.app.screen
        view = getattr(screen, "view", None)
        if isinstance(view, View):
            self.look(view)
        self._lead(screen)
        here = getattr(screen, "tour_place", None)
        if here is not None:
            self.at(screen, here)

    def skip(self) -> None:
        """No more of it."""
        self.tour = None
        self._seen()
        for panel in self._panels():
            panel.remove()

    def at(self, screen: Screen[Any], place: str) -> None:
        """The reviewer is here: say what is next. Back in the library, a tour that is done is over."""
        if self.tour is None:
            return
        if place == Place.LIBRARY and self.tour.step is None:
            self.skip()
            return
        panels = screen.query(TourPanel)
        if panels:
            panel = panels.first()
            panel.place = Place(place)
        else:
            panel = TourPanel(Place(place))
            screen.mount(panel, after=screen.query(".bar").first())
        self._say(panel)

    def look(self, view: View) -> None:
        """Of the assessment of the tour, see what was answered and cited since the last look."""
        if self.tour is None or view.assessment.slug != SLUG:
            return
        before, self._before = self._before, view.answers
        if before is not None and before is not view.answers:
            self.did(deeds_between(before, view.answers))

    def did(self, deeds: frozenset[Deed]) -> None:
        """Something was done; where it was the step, the next one follows."""
        if self.tour is None or deeds <= self.tour.done:
            return
        self.tour = self.tour.after(deeds)
        self._seen()
        for panel in self._panels():
            self._say(panel)

    def fit(self, size: Size) -> None:
        """The terminal has this size now."""
        for panel in self._panels():
            panel.fit(size)

    def _lead(self, screen: Screen[Any]) -> None:
        """To the row or the question that the tour is about."""
        mark, go, view = (getattr(screen, name, None) for name in ("mark", "go", "view"))
        if mark is not None and not mark(SLUG):
            self.tour = None  # another example, which has nothing to lead through
        elif go is not None and isinstance(view, View) and view.assessment.slug == SLUG and begins_at(view):
            go(begins_at(view))

    def entered(self, screen: Screen[Any]) -> None:
        """An assessment was opened: before the first step, begin at its question."""
        if self.tour is not None and self.tour.step is Deed.ANSWER:
            self._lead(screen)

    # --- its words -------------------------------------------------------------------------------------

    def _panels(self) -> list[TourPanel]:
        return [panel for screen in self.app.screen_stack for panel in screen.query(TourPanel)]

    def _say(self, panel: TourPanel) -> None:
        if self.tour is None:
            return
        key = Content.styled(self._key_of(TOUR), "bold $accent")
        muted = "$text-muted"
        if self.tour.step is None:
            head = Content.styled("Guided tour: done", "bold $accent")
            head += Content.styled("   ", muted) + key + Content.styled(" closes", muted)
        else:
            head = Content.styled(
                f"Guided tour {self.tour.number} of {len(Deed)}: {self.tour.step}", "bold $accent"
            )
            head += Content.styled("   ", muted) + key + Content.styled(" skips the tour", muted)
        panel.show(head, self._text(said(self.tour, panel.place)))

    def _text(self, text: str) -> Content:
        """The text with the keys in it, as they are set now."""
        content = Content("")
        for number, piece in enumerate(_KEY.split(text)):
            if number % 2:
                content += Content.styled(self._key_of(_commands()[piece]), "bold $accent")
            else:
                content += Content(piece)
        return content

    def _key_of(self, command: Command) -> str:
        from app.tui.commands import key_name

        return key_name(keys_of(command, self.app)[0])


@cache
def _commands() -> Mapping[str, Command]:
    from app.tui.finding_verbs import FINDINGS_VERBS
    from app.tui.library_verbs import LIBRARY_VERBS
    from app.tui.screens.preview import PREVIEW_VERBS
    from app.tui.workbench_verbs import WORKBENCH_VERBS

    return {
        command.id: command for command in (*FINDINGS_VERBS, *PREVIEW_VERBS, *LIBRARY_VERBS, *WORKBENCH_VERBS)
    }


def told(screen: Screen[Any], deed: Deed, place: Place | None = None) -> None:
    """Say what the reviewer has done with the assessment of the screen, and, with `place`, where that was."""
    guide: Guide | None = getattr(screen.app, "guide", None)
    review = getattr(screen, "review", None)
    if guide is not None and review is not None and review.view.assessment.slug == SLUG:
        guide.did(frozenset({deed}))
        if place is not None:
            guide.at(screen, place)
