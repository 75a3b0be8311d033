"""The form that begins an assessment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from app.assessment.values import InvalidValue, parse_date
from app.review import LONGEST_NAME, Library, Refused, Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.program_verbs import HELP, PROGRAM_VERBS
from app.tui.screens.fields import SafeInput
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.toggles import TOGGLE_VERBS, Toggles

if TYPE_CHECKING:
    from textual.widget import Widget

FORM_VERBS = (
    Command(
        "new.begin",
        ("ctrl+s",),
        "begin",
        "Begin",
        "Begin the assessment and go to its first question.",
        "New assessment",
        footer=True,
    ),
    Command(
        "new.next",
        ("tab", "down"),
        "app.focus_next",
        "Next",
        "Go to the next field; enter does the same.",
        "New assessment",
        footer=True,
    ),
    Command(
        "new.previous",
        ("shift+tab", "up"),
        "app.focus_previous",
        "Previous",
        "Go to the field before.",
        "New assessment",
    ),
    Command(
        "new.leave",
        ("escape",),
        "leave",
        "Back",
        "Back to the library; what is typed is kept for the next time.",
        "New assessment",
        footer=True,
    ),
    Command(HELP.id, ("f1",), HELP.action, HELP.label, HELP.help, HELP.group, footer=True),
    *(c for c in PROGRAM_VERBS if c is not HELP),
)

_AMONG_BOXES = (
    *(c for c in TOGGLE_VERBS if c.footer),
    *(replace(c, label="Move", footer=True) for c in TOGGLE_VERBS if c.id == "toggle.right"),
)

KEPT = "new_assessment"
"""The setting that keeps what is typed until an assessment is begun."""
REVIEWER = "review.reviewer"
JURISDICTIONS = "review.jurisdictions"

FIELDS = (
    ("vendor", "Vendor", "the company that offers the product"),
    ("product", "Product", "leave empty if it has the vendor's name"),
    ("name", "Reviewer", "your name"),
    ("role", "Role", "such as privacy coordinator"),
    ("organisation", "Organization", "your school, district or firm"),
    ("review_date", "Date of review", "such as 2026-11-22"),
    ("valid_until", "Valid until", "twelve months after the review, at most"),
)
_REMEMBERED = ("name", "role", "organisation")
_DATES = ("review_date", "valid_until")


class OneLine(SafeInput):
    """One line of text; of a paste nothing is lost: its line ends become spaces.

    The focus selects nothing: one letter would wipe what stands in it.
    """

    def __init__(self, value: str | None = None, **options: Any) -> None:
        """Takes what an `Input` takes."""
        super().__init__(value, select_on_focus=False, **options)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(" ".join(event.text.split()))


class NewAssessment(Screen[Review | None]):
    """Asks for vendor, product, reviewer, dates and jurisdictions; gives back the assessment it began."""

    BINDINGS = bindings(FORM_VERBS)
    VERBS = FORM_VERBS
    AUTO_FOCUS = "#vendor"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide")]

    def __init__(self, library: Library, *, demo: bool = False) -> None:
        """Takes the open library; a demo says that nothing of it is kept."""
        super().__init__()
        self._library = library
        self._demo = demo

    def compose(self) -> ComposeResult:
        """One line a field, then the jurisdictions."""
        demo = Content.styled("   DEMO: thrown away when you quit", "bold $text-warning")
        yield Static(
            Content(" New assessment") + (demo if self._demo else Content("")), classes="bar form-title"
        )
        with VerticalScroll(id="form", can_focus=False):
            for field, label, hint in FIELDS:
                with Horizontal(classes="form-line"):
                    yield Static(plain(label), classes="form-label")
                    yield OneLine(placeholder=hint, id=field, classes="form-input", max_length=LONGEST_NAME)
            with Horizontal(classes="form-line -tall"):
                yield Static("Jurisdictions", classes="form-label")
                yield Toggles(id="jurisdictions")
            yield Static(
                "Where the schools are that will rely on this review. It switches the state and GDPR questions, "
                "and can be changed at any time.",
                id="form-help",
            )
        yield KeyLine(FORM_VERBS, id="keys")

    def on_mount(self) -> None:
        """Fill in what is known, and what was typed the last time and never used."""
        today = datetime.now().astimezone().date()
        known = {"review_date": today.isoformat(), "valid_until": _in_a_year(today).isoformat()}
        kept: Mapping[str, object] = {}
        try:
            known |= {name: self._library.setting(f"reviewer.{name}") for name in _REMEMBERED}
            kept = _read(self._library.setting(KEPT))
        except StoreError as error:
            self._tell(str(error), warning=True)
        with self.prevent(Input.Changed):
            for field, _, _ in FIELDS:
                typed = "" if field in _DATES else kept.get(field)  # a date of last month is stale
                line = self.query_one(f"#{field}", Input)
                line.value = str(typed or known.get(field, ""))
                line.cursor_position = len(line.value)
        pack = self._library.installed_pack()
        on = kept.get("jurisdictions")
        question = pack.by_id.get(JURISDICTIONS)
        self.query_one(Toggles).fill(question.choices if question else (), on if isinstance(on, list) else ())
        if self._demo:
            self._tell(
                "This is a demo: the copy you work on is thrown away when you quit. `assess` opens your own library."
            )
        elif kept.get("vendor"):
            self._tell("This is what you typed before; ^s begins the assessment.")

    def _tell(self, text: str, *, warning: bool = False) -> None:
        self.query_one(KeyLine).tell(text, warning=warning)

    def _values(self) -> dict[str, str]:
        return {field: self.query_one(f"#{field}", Input).value.strip() for field, _, _ in FIELDS}

    def on_input_changed(self) -> None:
        """Keep what is typed, at every change."""
        self._tell("")
        self._keep()

    def on_toggles_changed(self) -> None:
        """Keep what is chosen."""
        self._keep()

    def _keep(self) -> None:
        typed = {name: text for name, text in self._values().items() if name not in _DATES}
        kept = {**typed, "jurisdictions": list(self.query_one(Toggles).chosen)}
        try:
            self._library.remember(KEPT, json.dumps(kept))
        except StoreError as error:
            self._tell(str(error), warning=True)

    def on_input_submitted(self) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    def on_descendant_focus(self) -> None:
        """Other keys matter in the jurisdictions."""
        if isinstance(self.focused, Toggles):
            keys = (replace(c, label="Next field") if c.id == "new.next" else c for c in FORM_VERBS)
            self.query_one(KeyLine).show((*_AMONG_BOXES, *keys))
        else:
            self.query_one(KeyLine).show(FORM_VERBS)

    def action_begin(self) -> None:
        """Begin the assessment, or say what is missing and go there."""
        values = self._values()
        if not values["vendor"]:
            self._missing("vendor", "Say who the vendor is.")
            return
        for field in _DATES:
            try:
                values[field] = parse_date(values[field]) if values[field] else ""
            except InvalidValue as error:
                self._missing(field, f"{str(error)[:1].upper()}{str(error)[1:]}.")
                return
        if values["review_date"] and values["valid_until"] and values["valid_until"] < values["review_date"]:
            self._missing("valid_until", "A review cannot end before it was made.")
            return
        try:
            review = self._create(values)
        except (Refused, StoreError) as error:
            self._tell(str(error), warning=True)
            return
        self.dismiss(review)

    def _create(self, values: Mapping[str, str]) -> Review:
        question = self._library.installed_pack().by_id.get(REVIEWER)
        columns = {c.id for c in question.columns} if question else set()
        reviewer = {name: text for name, text in values.items() if name in columns and text}
        review = self._library.create(
            values["vendor"],
            values["product"],
            reviewer=reviewer,
            jurisdictions=self.query_one(Toggles).chosen,
        )
        for name in _REMEMBERED:
            self._library.remember(f"reviewer.{name}", values[name])
        self._library.remember("reviewer", values["name"])
        self._library.remember(KEPT, "")
        return review

    def _missing(self, field: str, why: str) -> None:
        widget: Widget = self.query_one(f"#{field}")
        widget.focus()
        self._tell(why, warning=True)

    def action_leave(self) -> None:
        """Back to the library; nothing typed is lost."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Say what the keys do."""
        from app.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("New assessment", (*FORM_VERBS, *TOGGLE_VERBS)))


def _in_a_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


def _read(text: str) -> Mapping[str, object]:
    try:
        kept = json.loads(text) if text else {}
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}
