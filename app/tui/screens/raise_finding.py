"""The form that raises a finding by hand: with the ready wording of a rule, or in the reviewer's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from textual import on
from textual.widget import Widget
from textual.widgets import Static

from app.assessment.findings import SEVERITIES
from app.questionnaire.model import AnswerType, Column
from app.questionnaire.rules import Rule, Rulebook, RuleKind
from app.review import Refused, Review, View
from app.tui.screens.fields import SafeArea
from app.tui.screens.finding_form import FindingForm
from app.tui.screens.new_assessment import OneLine
from app.tui.signs import name_of
from app.tui.text import plain, shown
from app.tui.widgets.choice_line import ChoiceLine

OWN_WORDS = "in your own words"
_ANSWERS = re.compile(r"[,;]\s*")
_SLOT = re.compile(r"\{\w+\}")
_ABOUT = (
    "A rule brings its wording; change what does not fit. Laws are parted by semicolons, questions by commas: a few words of "
    "each will do. Paste quotes as they were copied, or type their words."
)
_MOST_NAMED = 3


def offered_rules(book: Rulebook) -> tuple[Rule, ...]:
    """The rules of which a person can raise a finding: those for the reviewer, those that documents propose, all others."""
    order = {RuleKind.MANUAL: 0, RuleKind.ASSIST: 1}
    return tuple(sorted(book.rules, key=lambda rule: order.get(rule.kind, 2)))


def wording_of(rule: Rule | None) -> dict[str, str]:
    """What a rule brings to the form, by field; empty texts for words of one's own."""
    if rule is None:
        return {"severity": "", "title": "", "message": "", "fix": "", "law": ""}
    return {
        "severity": rule.severity.value,
        "title": rule.title,
        "message": _SLOT.sub("…", rule.message),
        "fix": _SLOT.sub("…", rule.fix),
        "law": "; ".join(rule.law),
    }


def questions_like(view: View, words: str) -> tuple[str, ...]:
    """Ids of the questions in force with all of these words in id, short name or text; one that is called so comes alone.

    Follow-ups only where no question has the words.
    """
    said = " ".join(words.casefold().split())
    found = []
    for item in view.path.items if said else ():
        question = view.pack.by_id[item]
        called = (item.casefold(), name_of(question).casefold())
        if said in called:
            return (item,)
        text = " ".join((*called, question.ask.casefold()))
        if all(word in text for word in said.split()):
            found.append(item)
    return tuple(item for item in found if view.pack.by_id[item].parent is None) or tuple(found)


def questions_meant(view: View, text: str) -> list[str]:
    """The ids of the questions that were named, each by its id or by a few words.

    Raises `Refused`, naming those that could be meant, where words fit several questions or none.
    """
    ids: dict[str, None] = {}
    for piece in map(str.strip, _ANSWERS.split(text)):
        if piece in view.pack.by_id:
            ids[piece] = None
        elif piece:
            found = questions_like(view, piece)
            if len(found) != 1:
                named = shown(piece, limit=60)
                raise Refused(
                    f'{len(found)} questions have "{named}": {_named(found)}. Add a word.'
                    if found
                    else f'There is no question "{named}".'
                )
            ids[found[0]] = None
    return list(ids)


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
    return ", ".join(ids[:_MOST_NAMED]) + more


def raised(review: Review, cells: Mapping[str, str]) -> str:
    """Raise what stands in the form; gives the key of the finding. Raises `Refused`."""
    known = set(review.view.dispositions)
    rule = review.judge.book.by_id.get(cells["rule"])
    title = cells["title"] if rule is None or cells["title"] != rule.title else ""
    view = review.raise_finding(
        cells["rule"],
        message=cells["message"],
        severity=cells["severity"] or None,
        title=title,
        law=[one.strip() for one in cells["law"].split(";") if one.strip()],
        fix=cells["fix"],
        answers=questions_meant(review.view, cells["answers"]),
        citations=review.evidence.read(cells["quotes"]),
    )
    return next((key for key in view.dispositions if key not in known), "")


class RaiseFinding(FindingForm):
    """Asks for a finding; saves it as one change."""

    def __init__(self, review: Review, answers: Sequence[str] = ()) -> None:
        """`answers` are ids of the questions that it is probably about."""
        self._rules = {rule.id: rule for rule in offered_rules(review.judge.book)}
        self.key = ""
        """Key of the finding that was raised."""
        columns = (
            Column("rule", "Rule", AnswerType.ONE_OF, tuple(self._rules)),
            Column("severity", "Severity", AnswerType.ONE_OF, tuple(one.value for one in SEVERITIES)),
            Column("title", "Title"),
            Column("message", "Problem", AnswerType.LONG_TEXT),
            Column("fix", "Remedy", AnswerType.LONG_TEXT),
            Column("law", "Law"),
            Column("answers", "Questions"),
            Column("quotes", "Quotes", AnswerType.LONG_TEXT),
        )
        super().__init__(
            "Raise a finding",
            columns,
            {"answers": ", ".join(answers)},
            _ABOUT,
            lambda cells: self._raise(review, cells),
        )
        self._brought = wording_of(None)
        self._view = review.view

    def _raise(self, review: Review, cells: Mapping[str, str]) -> None:
        self.key = raised(review, cells)

    def _widget(self, column: Column) -> Widget:
        if column.id != "rule":
            return super()._widget(column)
        line = ChoiceLine(column.choices, empty=OWN_WORDS, id="cell-rule")
        line.words = {rule.id: f"{rule.id}  {rule.title}" for rule in self._rules.values()}
        return line

    @on(ChoiceLine.Changed)
    def _rule_taken(self, event: ChoiceLine.Changed) -> None:
        """Bring the wording of the rule; what the reviewer has written stays."""
        if event.line.id != "cell-rule":
            return
        brings = wording_of(self._rules.get(event.line.value))
        for name, text in brings.items():
            column = next(one for one in self._columns if one.id == name)
            if self._value(column) in ("", self._brought[name]):
                self.put(name, text)
        self._brought = brings

    def put(self, name: str, text: str) -> None:
        """Write this into a field."""
        widget = self.query_one(f"#cell-{name}")
        if isinstance(widget, SafeArea):
            widget.load_text(text)
        elif isinstance(widget, OneLine | ChoiceLine):
            widget.value = text

    def on_descendant_focus(self) -> None:
        """Rules are too many for the line below; the one that is taken stands in its field."""
        on_rule = self.focused is not None and self.focused.id == "cell-rule"
        self.query_one("#row-choices").set_class(on_rule, "hidden")
        self._show_questions()

    @on(OneLine.Changed, "#cell-answers")
    def _show_questions(self) -> None:
        """Under the form, the questions that the words in the last line could mean."""
        if self.focused is None or self.focused.id != "cell-answers" or not isinstance(self.focused, OneLine):
            return
        piece = _ANSWERS.split(self.focused.value)[-1]
        found = questions_like(self._view, piece)
        said = f"{len(found)} fit: {_named(found)}" if len(found) > 1 else "".join(found)
        if not piece.strip():
            said = "A few words of the question, or its id."
        self.query_one("#row-choices", Static).update(plain(said or "No question has these words."))
