"""An assessment, written down as a portable file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.assessment.answer import UNANSWERED, Answer, Citation, Number, Searched, Value
from app.assessment.journal import citation_to_json
from app.assessment.values import rows_of, to_data
from app.exchange.portable.findings import finding_lines
from app.exchange.portable.values import CITATION, FORMAT, Viewed
from app.exchange.toml_text import array, inline, key, moment, string
from app.questionnaire.model import Question

_HEAD = """\
# A portable assessment, written by `assess export --format toml`; `assess import` reads it.
# An answer that is not here was never given. The file is whole when it ends with [end].
"""


def to_toml(view: Viewed) -> str:
    """The assessment as the text of a portable file, hidden answers included."""
    assessment = view.assessment
    lines = [
        _HEAD + f"format = {FORMAT}",
        "",
        "[assessment]",
        f"slug = {string(assessment.slug)}",
        f"vendor = {string(assessment.vendor)}",
        f"product = {string(assessment.product)}",
        f"created_at = {moment(assessment.created_at)}",
        f"changed_at = {moment(assessment.changed_at)}",
        "",
        "[pack]",
        f"id = {string(assessment.pack_id)}",
        f"version = {string(assessment.pack_version)}",
        f"sha256 = {string(assessment.pack_sha256)}",
    ]
    known = [question.id for question in view.pack.items]
    for item in (*known, *sorted(set(view.answers) - set(known))):
        answer = view.answers.get(item, UNANSWERED)
        if answer is not UNANSWERED:
            lines += ["", *_answer_lines(item, answer, view.pack.by_id.get(item))]
    lines += finding_lines(view.dispositions, view.names)
    return "\n".join([*lines, "", "[end]", ""])


def _answer_lines(item: str, answer: Answer, question: Question | None) -> list[str]:
    columns = [column.id for column in question.columns] if question else []
    lines, tables = _value_lines(answer.value, columns)
    rows = {row.id: number for number, row in enumerate(rows_of(answer.value), start=1)}
    told = {
        "reason": string(answer.reason) if answer.reason else "",
        "note": string(answer.note) if answer.note else "",
        "flag": "true" if answer.flag else "",
        "reopened": string(answer.reopened) if answer.reopened else "",
        "at": moment(answer.at) if answer.at else "",
        "by": string(answer.by) if answer.by else "",
        "citations": array([_citation(c, rows) for c in answer.citations], always_tall=True)
        if answer.citations
        else "",
    }
    return [
        "[[answer]]",
        f"question = {string(item)}",
        f"state = {string(answer.state.value)}",
        *lines,
        *(f"{name} = {text}" for name, text in told.items() if text),
        *_searched_lines(answer.searched),
        *tables,  # last, because what follows a table's head belongs to the table
    ]


def _value_lines(value: Value, columns: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines of a value that is a field, and those of one that is a table or several."""
    data = to_data(value)
    if data is None:
        return [], []
    if isinstance(value, str):
        return [f"value = {string(value)}"], []
    if isinstance(value, Number):
        return [f"value = {inline(data)}"], []
    if rows_of(value):
        return [], [line for row in data for line in ("[[answer.row]]", *_cell_lines(row, columns))]
    if isinstance(value, tuple):
        return [f"value = {array([string(choice, one_line=True) for choice in data])}"], []
    return [], ["[answer.record]", *_cell_lines(data, columns)]


def _cell_lines(cells: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    """Cells in the order of the pack's columns; the database keeps none."""
    names = [name for name in columns if name in cells] + sorted(set(cells) - set(columns))
    return [f"{key(name)} = {string(cells[name])}" for name in names]


def _searched_lines(searched: Searched | None) -> list[str]:
    if searched is None:
        return []
    return [
        "[answer.searched]",
        f"terms = {array([string(term, one_line=True) for term in searched.terms])}",
        f"documents = {array([string(document, one_line=True) for document in searched.documents])}",
        f"outcome = {string(searched.outcome)}",
    ]


def _citation(citation: Citation, rows: Mapping[str, int]) -> str:
    """One citation; `rows` are the numbers of the register's rows by their ids."""
    data = {**citation_to_json(citation), "row": rows.get(citation.row)}
    return inline({name: data[name] for name in CITATION if data.get(name) not in (None, "")})
