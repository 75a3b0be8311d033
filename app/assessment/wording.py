"""Wording: from an answer to the sentence that the profile prints for it.

A sentence never says more than the answer and its evidence allow. The verb in front of a clause comes from the
evidence (`frames`), the pattern from the state, and what was not reviewed, not said or not applicable is never
worded as a no.
"""

from __future__ import annotations

from app.assessment.answer import UNANSWERED, Answer, Answers, State
from app.assessment.clauses import stopped, without_stop, words_of
from app.assessment.context import Context
from app.assessment.frames import Kind
from app.assessment.path import Path
from app.assessment.places import FACTS, TABLES
from app.assessment.profile import Mark, Sentence
from app.assessment.speaker import Speaker
from app.assessment.standing import SAID, mark_of, standing, weakest
from app.assessment.statements import label_of
from app.assessment.values import rows_of
from app.questionnaire.model import AnswerType, Pack, Question, Statement

ADVERSE = "adverse"
"""The word of a mark `no` whose sentence says what is so: beside it, `no` would be read as denying it."""
_ELSEWHERE = "P16"
"""Section that prints what the pack has no place for."""


def sentence(
    statement: Statement, pack: Pack, answers: Answers, path: Path, context: Context, *, about: str = ""
) -> Sentence | None:
    """The sentence of a statement with its mark and sources; None when none of its questions is in force.

    `about` is the id of one of several questions of the statement: only its share is worded then.
    """
    speaker = Speaker(statement, pack, answers, path, context, about=about)
    if not speaker.asked:
        return None
    text = speaker.text()
    marks = {question: mark_of(question, pack, answers, context) for question in speaker.asked}
    leaning = [Mark.OPEN] if speaker.leans_on_open else []
    leaning += _of_parts(speaker, pack, answers, context)
    contradicted = [question for question, mark in marks.items() if mark is Mark.CONTRADICTED]
    mark = weakest([*marks.values(), *leaning])
    against = [question for question, its in marks.items() if its is Mark.NO]
    adverse = mark is Mark.NO and all(_speaks_against(question, pack, answers) for question in against)
    return Sentence(
        label=label_of(statement),
        mark=mark,
        word=ADVERSE if adverse else "",
        text=text,
        sources=speaker.sources(),
        question=speaker.asked[0],
        rule=context.contradictions[contradicted[0]].rule if contradicted else "",
    )


def _speaks_against(question_id: str, pack: Pack, answers: Answers) -> bool:
    """Whether the mark `no` of a question stands beside something that is said to be so, and denies nothing."""
    question, answer = pack.by_id[question_id], answers.get(question_id, UNANSWERED)
    return question.good_side == "no" or standing(question, answer) in SAID


def _of_parts(speaker: Speaker, pack: Pack, answers: Answers, context: Context) -> list[Mark]:
    """Marks of what a statement speaks of besides its questions.

    They take something back from what the statement says, so at the worst it holds in part: a plan without a
    summary is still a plan. Another question that nobody has answered leaves the statement open. What
    follow-ups leave open or unsaid is a detail.
    """
    marks = []
    for item in dict.fromkeys(speaker.spoken):
        if item in speaker.asked:
            continue
        mark = mark_of(item, pack, answers, context)
        if mark in (Mark.PART, Mark.NO) or (mark is Mark.SILENT and pack.by_id[item].parent is None):
            marks.append(Mark.PART)
        elif mark is Mark.CONTRADICTED or (mark is Mark.OPEN and pack.by_id[item].parent is None):
            marks.append(mark)
    return marks


def unspoken(question: Question) -> Statement:
    """A plain statement for a question that the pack has no wording for, such as one that a district added."""
    asked = f'To the question "{without_stop(question.ask)}" the answer is'
    return Statement(
        id=question.id,
        code=_ELSEWHERE,
        questions=(question.id,),
        frame=Kind.PLAIN.value,
        clause=f"{asked} yes" if question.type is AnswerType.STATEMENT else f"{asked}: {{value}}",
        no=f"{asked} no",
        silent=f'what the answer to "{without_stop(question.ask)}" is',
    )


def card_sentence(question_id: str, pack: Pack, answers: Answers, path: Path, context: Context) -> str:
    """What the profile will print for a question or follow-up, in one line of text; empty when it is hidden.

    Of a sentence built from several questions, the share of this one. For a register where its table stands
    and how many rows it has; for a fact of a fixed block where that is and what it says. Raises `KeyError` for
    an id that the pack does not have.
    """
    question, answer = pack.by_id[question_id], answers.get(question_id, UNANSWERED)
    if question_id not in path.in_force:
        return ""
    if question.type is AnswerType.TABLE:
        return f"Table in {TABLES.get(question_id, _ELSEWHERE)}: {_rows_text(question, answer)}"
    if question_id in FACTS:
        code, label = FACTS[question_id]
        return f"{code}, {label}: {fact_text(question, answer)}"
    statement = pack.spoken.get(question_id) or unspoken(question)
    said = sentence(statement, pack, answers, path, context, about=question.parent or question_id)
    if said is None:
        return ""
    return f"{said.label}: {said.text}" if said.label else said.text


def _rows_text(question: Question, answer: Answer) -> str:
    count = len(rows_of(answer.value))
    if count and standing(question, answer) in SAID:
        return "1 row" if count == 1 else f"{count} rows"
    text = without_stop(nothing_text(question, answer))
    return text[:1].lower() + text[1:]


def nothing_text(question: Question, answer: Answer) -> str:
    """What stands in place of a table without rows."""
    match standing(question, answer):
        case State.UNANSWERED:
            return "Not reviewed."
        case State.NA:
            return stopped(f"Not applicable: {without_stop(answer.reason)}")
        case State.PARTIAL:
            return "No row could be filled in."
        case _:
            return "None listed in the documents reviewed."


def fact_text(question: Question, answer: Answer) -> str:
    """A fact as printed beside its label; never empty, so that what is open or silent shows."""
    match standing(question, answer):
        case State.UNANSWERED:
            return "Not reviewed"
        case State.NOT_ADDRESSED:
            return "Not stated in the documents reviewed"
        case State.NA:
            return f"Not applicable: {without_stop(answer.reason)}"
        case State.PARTIAL:
            limit, words = without_stop(answer.reason), words_of(question, answer.value, {})
            return f"Only in part: {words}. The limit: {limit}" if words else f"Only in part: {limit}"
        case _:
            return words_of(question, answer.value, {})


def state_words(question: Question, answer: Answer) -> str:
    """An answer in a few words, for lists: `yes`, `partly: only backups`, `the documents do not say`, `72 hours`.

    The state is the one that was given: where no is the good answer, `no` stays `no`.
    """
    value = words_of(question, answer.value, {}) if not rows_of(answer.value) else ""
    count = len(rows_of(answer.value))
    listed_rows = f"{count} row{'' if count == 1 else 's'}" if count else value
    match answer.state:
        case _ if answer.reopened:
            return "open again"
        case State.UNANSWERED:
            return "not answered yet"
        case State.NOT_ADDRESSED:
            return "the documents do not say"
        case State.NA:
            return (
                f"not applicable: {without_stop(answer.reason)}"
                if answer.reason.strip()
                else "not applicable"
            )
        case State.PARTIAL:
            said = listed_rows or "in part"
            return (
                f"{said}, with this limit: {without_stop(answer.reason)}" if answer.reason.strip() else said
            )
        case State.ANSWERED:
            return listed_rows or "answered"
        case _:
            return answer.state.value
