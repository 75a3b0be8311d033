"""What one does with a finding: settle it, confirm or dismiss a proposal, raise one by hand, take it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.assessment.findings import STATE_WORDS, Finding, FindingState, finding_key
from app.assessment.journal import Change, ChangeKind
from app.review import READ_ONLY, Refused, Review
from app.store.errors import StoreError
from app.tui.finding_list import Entry, title_of
from app.tui.finding_text import finding_text
from app.tui.screens.finding_form import REASON, REASONS, FindingForm, columns_for
from app.tui.screens.telling_screen import TellingScreen
from app.tui.text import shown

if TYPE_CHECKING:
    from app.tui.screens.raise_finding import RaiseFinding

_NOT_ONE = "This line is no finding; enter opens or closes it."


class DecidingScreen(TellingScreen[str | None]):
    """The decisions about the finding under the cursor, each saved as one change."""

    def __init__(self, review: Review) -> None:
        """Takes an open review."""
        super().__init__()
        self.review = review

    # --- what a subclass does --------------------------------------------------------------------------

    @property
    def entry(self) -> Entry | None:
        """The line under the cursor."""
        raise NotImplementedError

    @property
    def question_id(self) -> str:
        """Id of the question that a new finding is probably about; may be empty."""
        raise NotImplementedError

    def show_findings(self, at: str = "", *, follow: bool = False) -> None:
        """Show the findings as they stand, the cursor on the one of this key, else where it was.

        What moves to another part of the list takes the cursor along only where it should `follow`.
        """
        raise NotImplementedError

    def show_new(self, key: str) -> None:
        """Show the finding of this key, which has just come, with the cursor on it."""
        raise NotImplementedError

    # --- settling --------------------------------------------------------------------------------------

    def _wanted(self, *, proposed: bool = False) -> Finding | None:
        """The finding under the cursor, or the proposal; says why there is none, or why it cannot be changed."""
        entry = self.entry
        if self.review.view.read_only:
            self.tell(READ_ONLY, warning=True)
        elif entry is None or entry.finding is None:
            several = entry is not None and entry.group
            self.tell(
                "This line stands for several; enter opens it, to decide one by one." if several else _NOT_ONE
            )
        elif entry.proposed and not proposed:
            self.tell("It is only proposed: y confirms it first, n dismisses it.")
        elif proposed and not entry.proposed:
            self.tell("It is a finding already; w withdraws it.")
        else:
            return entry.finding
        return None

    def action_settle(self, state: str) -> None:
        """Ask what this state needs, and save it."""
        finding = self._wanted()
        if finding is None:
            return
        wanted = FindingState(state)
        before = finding.came_back or finding.state
        known = {"owner": finding.owner, "due": finding.due}
        if before is wanted:
            known[REASON] = finding.reason
        title, _, follows = REASONS[state]
        form = FindingForm(
            f"{title}: {finding.key}",
            columns_for(state),
            known,
            f"{follows} Finding: {finding.title}.",
            lambda cells: self._settle(finding.key, wanted, cells),
            today=self.review.today(),
        )
        self.app.push_screen(
            form, lambda cells: self._settled(finding, wanted) if cells is not None else None
        )

    def _settle(self, key: str, state: FindingState, cells: Mapping[str, str]) -> None:
        texts = {name: cells[name] for name in ("owner", "due") if name in cells}
        self.review.settle(key, state, reason=cells[REASON], **texts)

    def _settled(self, finding: Finding, state: FindingState) -> None:
        self.show_findings(finding.key)
        self.tell(f"{shown(finding.key, limit=60)} is {STATE_WORDS[state]}. u takes it back.")

    def action_reopen(self) -> None:
        """The finding is open again."""
        finding = self._wanted()
        if finding is None:
            return
        if finding.state is FindingState.OPEN and finding.came_back is None:
            self.tell("It is open.")
        elif self._done(lambda: self.review.settle(finding.key, FindingState.OPEN, reason="")):
            self.show_findings(finding.key)
            self.tell(f"{shown(finding.key, limit=60)} is open again. u takes it back.")

    def _done(self, change: Callable[[], object]) -> bool:
        """Whether a change could be saved; says why not."""
        try:
            change()
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return False
        return True

    # --- proposals -------------------------------------------------------------------------------------

    def action_confirm(self) -> None:
        """The proposal is a finding."""
        finding = self._wanted(proposed=True)
        if finding is not None and self._done(lambda: self.review.confirm_proposal(finding.key)):
            self.show_findings()
            self.tell(f"{shown(finding.key, limit=60)} is a finding now. u takes it back.")

    def action_dismiss_proposal(self) -> None:
        """The proposal is none; asks why."""
        finding = self._wanted(proposed=True)
        if finding is None:
            return
        form = FindingForm(
            f"Dismiss: {finding.key}",
            columns_for("withdrawn"),
            {},
            "Say why it is no finding. It is not proposed again unless the words that led to it change. "
            f"Proposed: {finding.title}.",
            lambda cells: self.review.dismiss_proposal(finding.key, cells[REASON]),
        )
        self.app.push_screen(form, lambda cells: self._dismissed(finding) if cells is not None else None)

    def _dismissed(self, finding: Finding) -> None:
        self.show_findings()
        self.tell(f"{shown(finding.key, limit=60)} is dismissed. u takes it back.")

    # --- by hand ---------------------------------------------------------------------------------------

    def action_raise_finding(self) -> None:
        """Raise a finding by hand."""
        from app.tui.screens.raise_finding import RaiseFinding

        if self.review.view.read_only:
            self.tell(READ_ONLY, warning=True)
            return
        form = RaiseFinding(self.review, [self.question_id] if self.question_id else [])
        self.app.push_screen(form, lambda cells: self._raised(form) if cells is not None else None)

    def _raised(self, form: RaiseFinding) -> None:
        self.show_new(form.key)
        self.tell("The finding is raised. u takes it back.")

    # --- undo ------------------------------------------------------------------------------------------

    def action_turn_back(self, redo: bool = False) -> None:
        """Undo or redo the last change, when it was of a finding or of names."""
        view = self.review.view
        change, name = (view.redo, "redo") if redo else (view.undo, "undo")
        if change is None:
            self.tell(f"There is nothing to {name}.")
        elif change.kind not in (ChangeKind.FINDING, ChangeKind.NAMES):
            self.tell(f"The last change was at {change.question}; go back to the questions to {name} it.")
        elif self._done(self.review.put_back if redo else self.review.take_back):
            self.show_findings(_key(change), follow=True)
            self.tell(f"{'Put back' if redo else 'Taken back'}: {_what(change)}.")

    # --- looking ---------------------------------------------------------------------------------------

    def action_history(self) -> None:
        """Every change of the finding under the cursor."""
        from app.tui.screens.finding_history import FindingHistory

        entry = self.entry
        if entry is None or entry.finding is None:
            self.tell(_NOT_ONE)
            return
        try:
            changes = self.review.finding_history(entry.finding.key)
        except StoreError as error:
            self.tell(str(error), warning=True)
            return
        if not changes:
            self.tell("Nobody has said anything about it yet.")
            return
        title = f"{entry.finding.rule} {title_of(entry.finding, self.review.view.pack)}"
        self.app.push_screen(FindingHistory(title, changes))

    def action_names(self) -> None:
        """Which names were compared, and which are the same or different."""
        from app.tui.screens.finding_names import NamesScreen, rules_to_compare

        finding = self.entry.finding if self.entry is not None else None
        rules = rules_to_compare(self.review, finding.rule if finding else "")
        if rules:
            subject = finding.subject if finding else ""
            self.app.push_screen(NamesScreen(self.review, rules, subject))
        else:
            self.tell("No rule compares names here.")

    def action_copy(self) -> None:
        """The finding as text."""
        entry = self.entry
        if entry is None or entry.finding is None:
            self.tell(_NOT_ONE)
            return
        self.app.copy_to_clipboard(finding_text(entry.finding, self.review.view))
        self.tell(f"{shown(entry.finding.key, limit=60)} is copied as text.")


def _key(change: Change) -> str:
    """Of the finding that a change was about; empty for one of names."""
    if change.kind is not ChangeKind.FINDING:
        return ""
    return finding_key(change.question, str(change.body.get("subject", "")))


def _what(change: Change) -> str:
    if change.kind is ChangeKind.NAMES:
        names = f"{shown(str(change.body.get('a', '')), limit=40)} and {shown(str(change.body.get('b', '')), limit=40)}"
        return f"what was said of {names}"
    word = STATE_WORDS.get(change.body.get("state", ""), "changed")
    verb = "raised" if change.body.get("raised") and not change.body.get("cause") else word
    return f"{shown(_key(change), limit=60)}, {verb}"
