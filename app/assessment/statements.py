"""Reading a statement of the pack: its clauses, and which of its wordings an answer calls for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.assessment.answer import Answer, Number
from app.assessment.clauses import listed, names_in, one_line, without_stop
from app.assessment.standing import counted
from app.questionnaire.model import AnswerType, Pack, Part, Question, Statement

_NAMES = frozenset({"vendor", "vendor_s", "product"})
"""Words that every statement can fill in."""


def clauses_of(statement: Statement) -> tuple[Part, ...]:
    """The statement's own clause and its parts, alike."""
    first = Part(
        question=statement.questions[0],
        clause=statement.clause,
        choices=statement.choices,
        words=statement.words,
        no=statement.no,
        silent=statement.silent,
        partial=statement.partial,
    )
    return (first, *statement.parts)


def label_of(statement: Statement) -> str:
    """The number a statement prints with (`A1`); empty for the others."""
    return "" if "." in statement.id else statement.id


def single(answer: Answer) -> str:
    """The one choice, or the bare unit, that an answer consists of; empty when it is something else."""
    value = answer.value
    if isinstance(value, Number):
        return value.unit if value.number is None else ""
    first: object = value[0] if isinstance(value, tuple) and len(value) == 1 else value
    return first if isinstance(first, str) else ""


def template_of(part: Part, answer: Answer) -> str:
    """The wording for this answer; one that a district added may have none of its own."""
    return part.choices.get(single(answer)) or part.clause or "{vendor} gives this answer: {value}"


def part_about(pack: Pack, question_id: str) -> tuple[Part, Statement]:
    """The clause about a question or follow-up that can stand by itself, with the statement it is from."""
    own = [statement for statement in pack.statements if statement.id == question_id]
    for statement in (*own, *pack.statements):
        for part in clauses_of(statement):
            if part.question == question_id:
                return part, statement
    asked = one_line(pack.by_id[question_id].ask).replace("{", "(").replace("}", ")")
    part = Part(question_id, clause=f'[answers|answer] the question "{asked}" with: {{value}}')
    return part, Statement(question_id, "", (question_id,), part.clause, frame="fact")


def silent_words(pack: Pack, question_id: str) -> str:
    """What the documents would not say about a question, from whichever statement has words for it."""
    for statement in pack.statements:
        worded = [(part.question, part.silent) for part in clauses_of(statement)]
        worded += [(slot.question, slot.silent) for slot in statement.slots]
        for question, words in worded:
            if question == question_id and words and not set(names_in(words)) - _NAMES:
                return words
    return f'the answer to "{without_stop(pack.by_id[question_id].ask).replace("{", "(").replace("}", ")")}"'


def places_in(statement: Statement) -> frozenset[str]:
    """Names that stand in braces in some wording of a statement."""
    return frozenset(name for text in _wordings(statement) for name in names_in(text))


def _wordings(statement: Statement) -> Iterator[str]:
    for part in clauses_of(statement):
        yield from (part.clause, part.no, part.partial, *part.choices.values())
    for slot in statement.slots:
        yield from (slot.text, *slot.choices.values())


def counts_of(question: Question, answer: Answer, words: Mapping[str, str]) -> dict[str, str]:
    """`{count}`, `{total}` and `{missing}` of a MANY_OF; nothing for other types."""
    if question.type is not AnswerType.MANY_OF:
        return {}
    ticked = [v for v in answer.value if isinstance(v, str)] if isinstance(answer.value, tuple) else []
    possible = counted(question, question.choices)
    return {
        "count": str(len(counted(question, ticked))),
        "total": str(len(possible)),
        "missing": listed([words.get(choice, choice) for choice in possible if choice not in ticked]),
    }
