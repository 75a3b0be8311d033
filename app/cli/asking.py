"""Questions asked on the terminal where an argument is missing, with the choices at hand.

Only imported when there is somebody to ask. Ctrl-C in any of them ends the command; nothing is stored
before everything was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import questionary
from questionary import Choice

from app.assessment.answer import Answer, State
from app.assessment.shown import shown
from app.assessment.states import states_for
from app.assessment.values import InvalidValue, parse, parse_cell, rows_of, to_data, to_text
from app.cli.layout import WORDS, percent
from app.questionnaire.model import AnswerType, Column, Question
from app.review import Library, Refused, Review

_SEARCHABLE: Final = 12
"""With more choices than this, typing filters them."""
_MEANING: Final = {
    State.YES: "the vendor does it, and a passage says so",
    State.PARTIAL: "some of it, or with a limit",
    State.NO: "the vendor says that it does not",
    State.ANSWERED: "fill it in",
    State.NA: "cannot apply to this product",
    State.NOT_ADDRESSED: "every document is silent",
    State.UNANSWERED: "leave it open",
}


def text(message: str, *, default: str = "", required: str = "", long: bool = False) -> str:
    """A text; with `required`, that sentence is shown until there is one."""

    def fits(given: str) -> bool | str:
        return bool(given.strip()) or not required or required

    asked = questionary.text(
        message,
        default=default,
        validate=fits,
        multiline=long,
        instruction="(Esc, then Enter, ends it)" if long else None,
    )
    return str(asked.unsafe_ask()).strip()


def confirm(message: str) -> bool:
    """Yes or no; Enter alone is no."""
    return bool(questionary.confirm(message, default=False).unsafe_ask())


def choose(message: str, choices: Mapping[str, str], default: str = "") -> str:
    """One of these, by what it is called; the value says what is shown."""
    options = [Choice(shown(title), value) for value, title in choices.items()]
    start = next((option for option in options if option.value == default), None)
    many = len(options) > _SEARCHABLE
    asked = questionary.select(
        message, options, default=start, use_search_filter=many, use_jk_keys=not many, use_shortcuts=False
    )
    return str(asked.unsafe_ask())


def many(message: str, question: Question, chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """Any number of the choices of a question."""

    def fits(given: Sequence[str]) -> bool | str:
        return _fits(lambda: parse(question, list(given)))

    options = [Choice(shown(choice), choice, checked=choice in chosen) for choice in question.choices]
    return tuple(questionary.checkbox(message, options, validate=fits).unsafe_ask())


def assessment(library: Library) -> str:
    """The slug of one of the assessments there are."""
    rows = library.rows()
    if not rows:
        raise Refused("There is no assessment yet; `assess new` begins one.")
    return choose(
        "Assessment:",
        {
            row.assessment.slug: f"{row.assessment.slug}   {row.assessment.product}   "
            f"{percent(row.summary.answered, row.summary.in_force)}"
            for row in rows
        },
    )


def question(review: Review) -> str:
    """The id of a question in force, found by typing any part of it; Enter alone takes the next open one."""
    view = review.view
    known = {item: shown(view.pack.by_id[item].ask, limit=70) for item in view.path.items}
    following = next(iter(view.progress.open_items), "")

    def fits(given: str) -> bool | str:
        return (given.strip() or following) in known or "Choose one from the list; Tab completes."

    asked = questionary.autocomplete(
        f"Question ({following}):" if following else "Question:",
        list(known),
        meta_information=known,
        match_middle=True,
        validate=fits,
    )
    return str(asked.unsafe_ask()).strip() or following


def about(name: str) -> None:
    """Say which file the next questions are about."""
    questionary.print(f"\n{shown(name)}", style="bold")


def heading(item: Question) -> None:
    """Say which question comes next."""
    questionary.print(f"\n{item.id}", style="bold")


def state(item: Question, before: Answer) -> str:
    """A state that fits this question."""
    questionary.print(shown(item.ask, limit=1_000))
    options = {s.value: f"{WORDS[s]:<15} {_MEANING[s]}" for s in states_for(item)}
    default = "" if before.state is State.UNANSWERED else before.state.value
    return choose("Answer:", options, default)


def value(item: Question, before: Answer) -> Any:
    """A value that fits this question, as data for the verb."""
    match item.type:
        case AnswerType.ONE_OF:
            return choose("Which:", {choice: choice for choice in item.choices}, to_text(before.value))
        case AnswerType.MANY_OF:
            return many("Which:", item, to_data(before.value) or ())
        case AnswerType.RECORD:
            while not (given := _row(item.columns, to_data(before.value) or {})):
                questionary.print("Nothing written yet.")
            return given
        case AnswerType.TABLE:
            return _rows(item, before)
        case AnswerType.LONG_TEXT:
            return text("Text:", default=to_text(before.value), required="Nothing written yet.", long=True)
        case _:
            return _scalar(item, to_text(before.value))


def cell(column: Column, default: str = "") -> str:
    """One field of a record or one cell of a row; empty leaves it out."""
    label = f"{column.label}:"
    if column.type is AnswerType.ONE_OF:
        return choose(label, {"": "(leave out)", **{choice: choice for choice in column.choices}}, default)
    asked = questionary.text(
        label, default=default, validate=lambda given: _fits(lambda: parse_cell(column, given))
    )
    return str(asked.unsafe_ask()).strip()


def _scalar(item: Question, default: str) -> str:
    def fits(given: str) -> bool | str:
        return _fits(lambda: parse(item, given)) if given.strip() else "Nothing written yet."

    hint = {
        AnswerType.DATE: "2026-11-22",
        AnswerType.EMAIL: "privacy@example.org",
        AnswerType.URL: "https://",
    }
    units = " or ".join([f"72 {unit}" for unit in item.units] + list(item.bare_units))
    example = hint.get(item.type, units)
    asked = questionary.text(
        "Value:", default=default, validate=fits, instruction=f"({example})" if example else None
    )
    return str(asked.unsafe_ask()).strip()


def _row(columns: Sequence[Column], present: Mapping[str, str]) -> dict[str, str]:
    given = {column.id: cell(column, present.get(column.id, "")) for column in columns}
    return {name: said for name, said in given.items() if said}


def _rows(item: Question, before: Answer) -> list[dict[str, str]]:
    """The rows there are and the rows that are added now, one cell after the other."""
    rows: list[dict[str, str]] = to_data(before.value) if rows_of(before.value) else []
    while not rows or confirm(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}. Add another?"):
        row = _row(item.columns, {})
        if row:
            rows.append(row)
    return rows


def _fits(check: Callable[[], object]) -> bool | str:
    try:
        check()
    except InvalidValue as error:
        sentence = str(error)
        return shown(sentence[:1].upper() + sentence[1:])
    return True


def path(message: str) -> str:
    """The name of a file, completed with Tab."""
    asked = questionary.path(
        message, validate=lambda given: bool(given.strip()) or "Give the name of a file."
    )
    return str(asked.unsafe_ask()).strip()
