"""Clauses: filling templates of the pack with values, without touching what a person typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from app.assessment.answer import Number, Value
from app.assessment.documents import date_text
from app.assessment.frames import Form
from app.questionnaire.model import AnswerType, Question

_PAIR = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")
_SLOT = re.compile(r"( ?)(\()?(\"?)\{([a-z_]+)\}(\"?)(\))?")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Ltd|Co|Corp|Art|Sec|No|St|Ave|Dr|etc|vs)|\b[A-Za-z]\.[A-Za-z]|(?<!\w)[A-Z])\.$"
)
_PLAIN_START = re.compile(
    r"(an?|the|what|no|its?|one|two|some|someone|th[eo]se|th[ai][ts]|such|any|each|every|another|nobody|nothing|several|"
    r"only|both|there|here|in|on|at|for|to|under|with|without|users?|schools?|parents?|students?|children|people|data|elements?|"
    r"texts?|names?|identifiers?|sites?|web|training|who|outside|compan(y|ies)|personal|usage|parts|statements?)\b",
    re.IGNORECASE,
)
"""How a text begins whose first word is small inside a sentence; any other may be a name."""
_ENDS = (".", "!", "?", "…")
_MOST_QUOTED = 8
"""Words a value may have to stand in quotation marks inside a sentence."""


def one_line(text: str) -> str:
    """The same words on one line with single spaces."""
    return " ".join(text.split())


def without_stop(text: str) -> str:
    """A text to stand inside a sentence: one line, and no full stop at its end unless it shortens a word."""
    text = one_line(text)
    if text.endswith(".") and not text.endswith("..") and not _ABBREVIATION.search(text):
        return text[:-1].rstrip()
    return text


def begun_small(text: str) -> str:
    """A text as it goes on inside a sentence: it begins small, unless it may begin with a name."""
    return text[:1].lower() + text[1:] if _PLAIN_START.match(text) else text


def label_inside(label: str) -> str:
    """A column's name inside a sentence: it begins small, unless it begins with letters that stand for words."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def stopped(text: str) -> str:
    """A sentence with exactly one full stop, or the mark that it ends with already."""
    text = text.rstrip()
    return text if text.rstrip("\"'”’").endswith(_ENDS) else text + "."


def listed(items: Sequence[str], word: str = "and") -> str:
    """`a, b and c`; with semicolons where an item has a comma or an "and" of its own."""
    if len(items) < 2:
        return "".join(items)
    if len(items) > 2 and any("," in item or f" {word} " in item for item in items):
        return f"{'; '.join(items[:-1])}; {word} {items[-1]}"
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def inflected(template: str, form: Form) -> str:
    """A template with its verbs in one form: `[keeps|keep]` becomes `keeps` or `keep`."""
    return _PAIR.sub(lambda pair: pair[1 if form is Form.THIRD else 2], template)


def filled(template: str, form: Form, fill: Callable[[str], str | None]) -> str:
    """A template with its verbs in one form and every `{word}` filled by `fill(word)`.

    An empty filling takes the space and the brackets around it along; one that begins with a comma stands
    close to the word before it; quotation marks around a filling go when it has its own or is long. Words
    that `fill` does not know (None) stay as they are. What is filled in is not looked at again.
    """

    def put(found: re.Match[str]) -> str:
        space, opening, quote, name, closing_quote, closing = (part or "" for part in found.groups())
        value = fill(name)
        if value is None:
            return found[0]
        if not value:
            whole = bool(opening) == bool(closing)
            return "" if whole else space + opening + closing
        if value.startswith((",", ";", ":")) and not opening:
            space = ""
        if quote and ('"' in value or len(value.split()) > _MOST_QUOTED):
            quote = closing_quote = ""
        return f"{space}{opening}{quote}{value}{closing_quote}{closing}"

    return _SLOT.sub(put, inflected(template, form))


def names_in(template: str) -> tuple[str, ...]:
    """The words that stand in braces in a template."""
    return tuple(found[4] for found in _SLOT.finditer(template))


def words_of(question: Question, value: Value, words: Mapping[str, str], joined: str = "and") -> str:
    """A value as it reads inside a sentence."""
    match value:
        case None:
            return ""
        case str() if question.type is AnswerType.DATE:
            return date_text(value)
        case str():
            return words.get(value, without_stop(value))
        case Number():
            return number_text(value)
        case tuple():
            return listed([words.get(v, one_line(v)) for v in value if isinstance(v, str)], joined)
        case _:
            return "; ".join(
                f"{label_inside(column.label)}: {_cell(column.type, text)}"
                for column in question.columns
                if (text := value.get(column.id, "").strip())
            )


def _cell(kind: AnswerType, text: str) -> str:
    return date_text(text) if kind is AnswerType.DATE else without_stop(text)


def number_text(number: Number) -> str:
    """`72 hours`, `1 day`; a bare unit as it is."""
    if number.number is None:
        return number.unit
    amount = int(number.number) if float(number.number).is_integer() else number.number
    return f"{amount} {_singular(number.unit) if amount == 1 else number.unit}"


def _singular(unit: str) -> str:
    return re.sub(r"\b(hour|day|month|week|year)s\b", r"\1", unit)
