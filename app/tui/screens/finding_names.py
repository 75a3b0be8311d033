"""Same or different names: what two lists were compared by, and the keys that say otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from app.assessment.compared import Compared, compared, compares
from app.assessment.matching import Match
from app.questionnaire.rules import Rule
from app.review import Refused, Review, View
from app.store.errors import StoreError
from app.tui.commands import bindings
from app.tui.compared_names import NAMES_VERBS, match_line, name_line
from app.tui.figures import counted
from app.tui.finding_list import full_name
from app.tui.screens.help import HelpScreen
from app.tui.screens.lines import Lines
from app.tui.screens.telling_screen import TellingScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.text import plain, shown
from app.tui.widgets.choice_picker import ChoicePicker
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.rows import Rows

_ABOUT = (
    "Same or different names",
    (
        "Two lists are compared by the names in them: by spelling, by a table of synonyms, and by likeness where only a "
        "letter differs. Here stands what was taken for the same and why, and what came near and was not taken. What you "
        "say holds from then on in this assessment, and the findings follow at once. No reason is asked for: what you said is "
        "kept in the history and listed in the internal report."
    ),
)
_MOST_NAMED = 3
_NOTHING = "Nothing is compared here: the lists have no names yet."


class NamesScreen(TellingScreen[None]):
    """Lists the names of one list with what they were taken for in another."""

    BINDINGS = bindings(NAMES_VERBS)
    VERBS = NAMES_VERBS
    AUTO_FOCUS = "#names-lines"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]

    def __init__(self, review: Review, rules: Sequence[Rule], subject: str = "") -> None:
        """Takes an open review and rules that compare names; the cursor begins at the name `subject`."""
        super().__init__()
        self.review = review
        self._rules = tuple(rules)
        self._subject = subject.casefold()
        self._pairs: list[tuple[Compared, Match | None] | None] = []

    def compose(self) -> ComposeResult:
        """Title, the names, why the two under the cursor match or do not, and the keys."""
        yield TitleBar("Same or different names")
        yield Lines(id="names-lines")
        yield Static(id="names-why")
        yield KeyLine(NAMES_VERBS, id="keys")

    def on_mount(self) -> None:
        """Compares."""
        self._fill()

    # --- showing ---------------------------------------------------------------------------------------

    def _fill(self, at: tuple[str, str] | None = None) -> None:
        """Compare and show, the cursor on the pair `at` (name, other name)."""
        view = self.review.view
        in_force = {item: answer for item, answer in view.answers.items() if item in view.path.in_force}
        found = compared(self._rules, view.pack, self.review.judge.book, in_force, view.names)
        lines: list[Content] = []
        headings: set[int] = set()
        self._pairs = []
        cursor: int | None = None
        name = at[0].casefold() if at is not None else self._subject
        for one in found:
            candidates = [match for match in (one.match, *one.near) if match is not None]
            if candidates:  # else the name itself is what the cursor rests on
                headings.add(len(lines))
                lines.append(name_line(one, view.pack))
                self._pairs.append(None)
            for match in candidates or (None,):
                exact = (one.name, match.other if match else "") == at
                if exact or (cursor is None and one.name.casefold() == name):
                    cursor = len(lines)
                lines.append(match_line(one, match) if match else name_line(one, view.pack))
                self._pairs.append((one, match))
        missing = sum(one.match is None for one in found)
        self.query_one(TitleBar).show(
            f"{counted(missing, 'name')} not found   {len(found) - missing:,} found"
        )
        self.query_one(Lines).show(lines, cursor=cursor or 0, headings=headings)
        self._why()

    @property
    def _pair(self) -> tuple[Compared, Match | None] | None:
        cursor = self.query_one(Lines).cursor
        return self._pairs[cursor] if cursor is not None and cursor < len(self._pairs) else None

    @on(Rows.Moved)
    def _why(self) -> None:
        line, pair = self.query_one("#names-why", Static), self._pair
        if pair is None:
            line.update(plain(_NOTHING, "$text-muted"))
            return
        one, match = pair
        pack = self.review.view.pack
        lists = " → ".join(full_name(pack.by_id[item], pack) for item in (one.source, one.among))
        why = f"{match.why}." if match else "No name in the other list comes near. Enter finds one."
        line.update(plain(f"{lists}: ", "$text-muted") + plain(why, limit=600))

    # --- saying ----------------------------------------------------------------------------------------

    def action_declare(self, same: bool | None) -> None:
        """Say that the two under the cursor are the same, different, or neither."""
        pair = self._pair
        if pair is None or pair[1] is None:
            self.tell("There is no other name here; enter finds one in the other list.")
            return
        self._declare(pair[0], pair[1].other, same)

    def _declare(self, one: Compared, other: str, same: bool | None) -> None:
        before = self.review.view
        try:
            after = self.review.declare_names(one.kind, one.name, other, same)
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        self._fill((one.name, other))
        names = f"{shown(one.name, limit=40)} and {shown(other, limit=40)}"
        if after is before:
            self.tell(f"Nothing is changed: that is what was said of {names}.")
        elif same is None:
            self.tell(f"{names}: the program decides again.{_findings(before, after)}")
        else:
            said = f"{names} are {'the same' if same else 'different'}.{_findings(before, after)}"
            self.tell(f"{said} It stands in the internal report; u takes it back.")

    def action_other(self) -> None:
        """Any name of the other list."""
        pair = self._pair
        if pair is None:
            self.tell(_NOTHING)
            return
        one = pair[0]
        if not one.others:
            self.tell("The other list has no names yet.")
            return
        chosen = [one.match.other] if one.match else []
        self.app.push_screen(
            ChoicePicker(f"The same as {one.name}", one.others, chosen),
            lambda other: self._declare(one, other, True) if other is not None else None,
        )

    def action_undo(self) -> None:
        """Take back what was said last."""
        change = self.review.view.undo
        if change is None or not {"a", "b", "same"} <= change.body.keys():
            self.tell("The last change was not of names; undo it where it was.")
            return
        before = self.review.view
        try:
            self.review.take_back()
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return
        self._fill()
        self.tell(f"Taken back.{_findings(before, self.review.view)}")

    # --- moving ----------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Another pair."""
        self.query_one(Lines).step(by)

    def action_page(self, by: int) -> None:
        """A page on or back."""
        lines = self.query_one(Lines)
        lines.step(by * lines.page)

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Same or different names", NAMES_VERBS, [_ABOUT]))

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)


def rules_to_compare(review: Review, rule_id: str = "") -> tuple[Rule, ...]:
    """The rule of this id where it compares names; else all of the rulebook that do."""
    book = review.judge.book
    if rule_id in book.by_id and compares(book.by_id[rule_id]):
        return (book.by_id[rule_id],)
    return tuple(rule for rule in book.rules if compares(rule))


def _findings(before: View, after: View) -> str:
    """What that did to the findings."""
    was = {one.key: one for one in before.judgement.findings.acting}
    now = {one.key: one for one in after.judgement.findings.acting}
    gone = [key for key in was if key not in now]
    new = [key for key in now if key not in was]
    other = [
        key
        for key, one in now.items()
        if key in was and (one.message, one.severity) != (was[key].message, was[key].severity)
    ]
    said = [
        f"{counted(len(keys), 'finding')} {word}: {_keys(keys)}"
        for keys, word in ((gone, "less"), (new, "more"), (other, "worded anew"))
        if keys
    ]
    return f" {'; '.join(said)}." if said else " The findings stay as they are."


def _keys(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - _MOST_NAMED} more" if len(keys) > _MOST_NAMED else ""
    return ", ".join(shown(key, limit=60) for key in keys[:_MOST_NAMED]) + more


__all__ = ["NamesScreen", "rules_to_compare"]
