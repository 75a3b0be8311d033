"""`assess answer`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from app.cli.choosing import chosen_review
from app.cli.documented import Documented
from app.cli.failures import ExitCode, Stop
from app.cli.session import database_option, writing
from app.cli.terminal import can_ask, say

if TYPE_CHECKING:
    from app.assessment.answer import Answer, State
    from app.questionnaire.model import Question
    from app.review import Review, View

_LARGEST_VALUE = 8 * 1024 * 1024


@click.command(cls=Documented)
@database_option
@click.argument("slug", required=False)
@click.argument("question", required=False)
@click.argument("state", required=False)
@click.option(
    "--value", metavar="VALUE", help="The value: text or JSON, @FILE for a file, - for standard input."
)
@click.option(
    "--add-row", metavar="JSON", help="Add one row to a register, as JSON or @FILE; with one --cite at most."
)
@click.option("--reason", metavar="TEXT", help="Why partial or not applicable; printed in the profile.")
@click.option("--note", metavar="TEXT", help="A note of your own; not printed in the public profile.")
@click.option(
    "--cite",
    "cited",
    nargs=3,
    multiple=True,
    metavar="DOCUMENT PLACE QUOTE",
    help='Evidence, such as D1 "line 46" "verbatim words"; repeatable. An empty QUOTE is fine.',
)
@click.option("--stands", is_flag=True, help="An answer that was opened again stands as it is.")
def answer(
    *,
    slug: str | None,
    question: str | None,
    state: str | None,
    value: str | None,
    add_row: str | None,
    reason: str | None,
    note: str | None,
    cited: tuple[tuple[str, str, str], ...],
    stands: bool,
) -> None:
    """Answer a question; everything given is one change, saved whole or not at all.

    STATE is yes, partial, no, na, not_addressed or unanswered; a question for a fact or a table takes
    answered, or no STATE where --value is given. A register takes a JSON list of rows, a record an object,
    several choices a list or text with ; between them. A VALUE that begins with @ is written @@. On a
    terminal, what is missing is asked for, with the choices at hand. An answer that a newer version of a
    document opened again is confirmed with --stands, or answered again.

    assess answer classtag ferpa.ownership yes --cite D1 "line 88" "owned by"
    assess answer classtag audit.lea_right partial --reason "Once a year."
    assess answer classtag breach.deadline --value "72 hours"
    assess answer classtag thirdparty.register --value @vendors.json
    assess answer classtag thirdparty.register --add-row '{"name": "Plivo"}'
    assess answer classtag ferpa.ownership --stands
    """
    said = [one for one in (state, value, reason, note) if one is not None]
    _check_alone(said, cited, add_row, stands=stands)
    asks = can_ask() and value != "-" and add_row is None
    if not asks and (slug is None or question is None):
        raise click.UsageError(f"Missing argument {'SLUG' if slug is None else 'QUESTION'}.")
    if not asks and not (said or cited or stands or add_row is not None):
        raise click.UsageError("Missing argument STATE, or --value, --reason, --note, --cite or --stands.")
    with writing() as library:
        review = chosen_review(library, slug)
        if question is None:
            from app.cli import asking

            question = asking.question(review)
        item = review.question(question)
        if stands:
            _tell(review.confirm(item.id), item)
            return
        if add_row is not None:
            _tell(_with_row(review, item, add_row, cited), item)
            return
        given = _Given(state, _read_value(item, value), reason, note, cited)
        if asks:
            given.complete(review, item)
        view = given.save(review, item)
        _tell(view, item)
        if asks and given.asked_state:
            _ask_followups(review, item)


def _check_alone(
    said: list[str], cited: tuple[tuple[str, str, str], ...], add_row: str | None, *, stands: bool
) -> None:
    """Refuse what cannot be said together."""
    if stands and (said or cited):
        raise click.UsageError("--stands goes without an answer: it confirms the one there is.")
    if add_row is not None and (said or stands or len(cited) > 1):
        raise click.UsageError("--add-row goes alone, or with one --cite.")


class _Given:
    """What is to be said about one question."""

    def __init__(
        self,
        state: str | None,
        value: Any,
        reason: str | None,
        note: str | None,
        cited: tuple[tuple[str, str, str], ...] = (),
    ) -> None:
        self.state, self.value, self.reason, self.note, self.cited = state, value, reason, note, cited
        self.asked_state = False

    def complete(self, review: Review, item: Question) -> None:
        """Ask for what is missing; does nothing where nothing is."""
        from app.assessment.answer import NEEDS_REASON, State
        from app.cli import asking
        from app.review import state_named

        before = review.view.answer(item.id)
        if self.state is None and self.value is None and not (self.reason or self.note or self.cited):
            self.asked_state = True
            self.state = asking.state(item, before)
        if self.state is None:
            return
        state = state_named(self.state)
        told = state is State.PARTIAL and self.reason  # a partial answer may lack its value
        if _needs_value(item, state, before) and self.value is None and not told:
            self.value = asking.value(item, before)
        if state in NEEDS_REASON and self.reason is None and not before.reason:
            self.reason = asking.text("Reason:", required=f"{state.value} counts only with a reason.")

    def save(self, review: Review, item: Question) -> View:
        """Store it as one change."""
        from app.assessment.answer import Citation

        rest = (self.value, self.reason, self.note, *self.cited)
        if self.state == "unanswered" and all(part is None for part in rest):
            return review.clear(item.id)
        more: dict[str, Any] = {} if self.value is None else {"value": self.value}
        return review.answer(
            item.id,
            self.state,
            reason=self.reason,
            note=self.note,
            cite=[Citation(*parts) for parts in self.cited],
            **more,
        )


def _with_row(review: Review, item: Question, text: str, cited: tuple[tuple[str, str, str], ...]) -> View:
    """Add one row, with the passage that it was read from."""
    from app.assessment.answer import Citation
    from app.questionnaire.model import AnswerType

    if item.type is not AnswerType.TABLE:
        raise click.UsageError(f"{item.id} is not a register; it has no rows.")
    row = _read_value(item, text)
    if not isinstance(row, dict) or not row or not all(isinstance(cell, str) for cell in row.values()):
        raise click.UsageError(f'A row is an object of texts, such as {{"{item.columns[0].id}": "Plivo"}}.')
    if cited:
        return review.add_cited_row(item.id, row, Citation(*cited[0]))
    return review.add_rows(item.id, [row])


def _needs_value(item: Question, state: State, before: Answer) -> bool:
    from app.assessment.answer import State
    from app.questionnaire.model import AnswerType

    wants = item.type is not AnswerType.STATEMENT and state in (State.ANSWERED, State.PARTIAL)
    return wants and (state is State.ANSWERED or not before.value)


def _ask_followups(review: Review, item: Question) -> None:
    """Go on with the follow-ups that the answer brought into force."""
    from app.assessment.progress import is_answered
    from app.cli import asking

    for followup in item.followups:
        view = review.view
        if followup.id not in view.path.in_force or is_answered(followup, view.answer(followup.id)):
            continue
        asking.heading(followup)
        given = _Given(None, None, None, None)
        given.complete(review, followup)
        _tell(given.save(review, followup), followup)


def _tell(view: View, item: Question) -> None:
    from app.assessment.progress import GapKind, gap_of
    from app.cli.layout import WORDS

    saved = view.answer(item.id)
    gap = gap_of(item, saved)
    said = WORDS[saved.state]
    if gap is not None and gap.kind is GapKind.REASON:
        said = gap.message
    elif gap is not None and gap.kind is GapKind.VALUE:
        said = f"{said}, and {gap.message}"
    if item.id not in view.path.in_force:
        said += " (kept, but this question is not in force)"
    done = view.progress
    following = f"; next open: {done.open_items[0]}" if done.open_items else "; nothing is open"
    say(f"{item.id}: {said}. {done.answered} of {done.in_force} answered{following}.")


def _read_value(item: Question, value: str | None) -> Any:
    """The value as text or data: JSON where the question takes more than a text."""
    from app.questionnaire.model import AnswerType

    if value is None:
        return None
    if value == "-":
        text = _decoded(sys.stdin.buffer.read(_LARGEST_VALUE + 1), "standard input")
    elif value.startswith("@@"):
        text = value[1:]
    elif value.startswith("@"):
        from pathlib import Path

        from app.exchange.files import read_file

        text = _decoded(read_file(Path(value[1:]), _LARGEST_VALUE), value[1:])
    else:
        text = value
    starts = text.lstrip()[:1]
    takes_data = {
        AnswerType.TABLE: True,
        AnswerType.RECORD: True,
        AnswerType.MANY_OF: starts == "[",
        AnswerType.NUMBER_UNIT: starts == "{",
    }
    if not takes_data.get(item.type, False):
        return text
    if not starts:
        return []
    return _from_json(text, item)


def _from_json(text: str, item: Question) -> Any:
    import json

    from app.questionnaire.model import AnswerType

    example = '[{"name": "Plivo"}]' if item.type is AnswerType.TABLE else '{"name": "A. Person"}'
    if item.columns:
        example = example.replace('"name"', f'"{item.columns[0].id}"')
    try:
        return json.loads(text)
    except ValueError as error:
        where = (
            f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        )
        raise click.UsageError(
            f"The value of {item.id} is not JSON{where}; it looks like {example}"
        ) from error
    except RecursionError as error:
        raise click.UsageError(
            f"The value of {item.id} is nested too deeply; it looks like {example}"
        ) from error


def _decoded(data: bytes, name: str) -> str:
    if len(data) > _LARGEST_VALUE:
        raise Stop(
            f"{name} is too large: {_LARGEST_VALUE:,} bytes is the most that is read.", ExitCode.REFUSED
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Stop(f"{name} is not UTF-8 text (line {line}).", ExitCode.REFUSED) from error
