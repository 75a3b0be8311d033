"""Everything that the sections of a profile are composed from, with the few look-ups they share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.assessment.answer import UNANSWERED, Answer, Answers, Assessment, Row, State
from app.assessment.clauses import one_line, stopped, without_stop
from app.assessment.conclusion import Conclusion, conclusion
from app.assessment.context import Context
from app.assessment.documents import date_text, merged, read_date, source_of
from app.assessment.frames import Kind
from app.assessment.judged import Judged
from app.assessment.path import Path
from app.assessment.profile import Block, Paragraph, Sentence, Source, Statements, Table, TableColumn
from app.assessment.progress import Progress
from app.assessment.standing import SAID, standing
from app.assessment.values import rows_of
from app.assessment.wording import fact_text, nothing_text, sentence
from app.questionnaire.model import Pack, Question, Statement

_WORD = re.compile(r"\{([a-z_]+)\}(\.?)")
"""A word of a fixed text to be filled in, with the full stop after it, which a word may bring along."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One assessment, ready to be composed."""

    assessment: Assessment
    pack: Pack
    answers: Answers
    path: Path
    context: Context
    progress: Progress
    printed_at: datetime
    version: str
    judged: Judged | None = None
    """What follows from the answers; None where nothing was judged."""

    def in_force(self, question_id: str) -> bool:
        """Whether the pack has this question and it is asked."""
        return question_id in self.path.in_force and question_id in self.pack.by_id

    def answer(self, question_id: str) -> Answer:
        """The answer, or none at all where the question is hidden."""
        return self.answers.get(question_id, UNANSWERED) if self.in_force(question_id) else UNANSWERED

    def standing(self, question_id: str) -> State:
        """Where the answer stands; unanswered where the question is hidden."""
        if not self.in_force(question_id):
            return State.UNANSWERED
        return standing(self.pack.by_id[question_id], self.answer(question_id))

    def record(self, question_id: str) -> Mapping[str, str]:
        """The fields of a record that says something; empty otherwise."""
        value = self.answer(question_id).value
        if self.standing(question_id) in SAID and isinstance(value, Mapping):
            return {name: one_line(text) for name, text in value.items() if text.strip()}
        return {}

    def rows(self, question_id: str) -> tuple[Row, ...]:
        """The rows of a register that says something; empty otherwise."""
        return rows_of(self.answer(question_id).value) if self.standing(question_id) in SAID else ()

    def text(self, key: str, **words: str) -> str:
        """A fixed text of the pack with its words filled in; empty when the pack has none."""
        text = self.pack.texts.get(key, "")

        def fill(found: re.Match[str]) -> str:
            word = words.get(found[1])
            if word is None:
                return found[0]
            return word + ("" if word.endswith(".") else found[2])

        return _WORD.sub(fill, text).strip()

    def paragraph(self, key: str, style: str = "body", **words: str) -> tuple[Block, ...]:
        """A fixed text as a paragraph; nothing when the pack has none."""
        text = self.text(key, **words)
        return (Paragraph(text, style),) if text else ()

    def sentence(self, statement: Statement) -> Sentence | None:
        """The sentence of one statement; None when it is hidden."""
        return sentence(statement, self.pack, self.answers, self.path, self.context)

    def said(self, *codes: str) -> tuple[Sentence, ...]:
        """The sentences that print under these profile codes, in the order of the pack."""
        found = (self.sentence(statement) for statement in self.pack.statements if statement.code in codes)
        return tuple(one for one in found if one is not None)

    def statements(self, *codes: str) -> tuple[Block, ...]:
        """The statements that print under these codes, as blocks."""
        return self.spoken(statement for statement in self.pack.statements if statement.code in codes)

    def spoken(self, statements: Iterable[Statement]) -> tuple[Block, ...]:
        """Statements as one block; those in the reviewer's own words, which need no mark, as paragraphs first."""
        own: list[Block] = []
        others: list[Sentence] = []
        for statement in statements:
            said = self.sentence(statement)
            if said is None:
                continue
            if statement.frame == Kind.PLAIN and not statement.marks:
                own.append(Paragraph(" ".join((said.text, *(source.text for source in said.sources)))))
            else:
                others.append(said)
        return (*own, *((Statements(tuple(others)),) if others else ()))

    def cited(self, question_id: str) -> tuple[Source, ...]:
        """What an answer cites itself, one source for each document."""
        citations = self.answer(question_id).cited
        on = self.context.review_date
        return merged(source_of(citation, self.context.documents, on) for citation in citations)

    def sources(self, question_id: str) -> str:
        """Where an answer comes from, in parentheses; empty when nothing is cited."""
        return " ".join(source.text for source in self.cited(question_id))

    def fact(self, question_id: str) -> str:
        """The answer beside its label in a block of facts, with its source."""
        question = self.pack.by_id[question_id]
        text = fact_text(question, self.answer(question_id))
        return " ".join(part for part in (text, self.sources(question_id)) if part)

    def table(
        self,
        question_id: str,
        title: str,
        columns: tuple[TableColumn, ...],
        rows: tuple[tuple[str, ...], ...],
        *,
        footer: str = "",
        landscape: bool = False,
        compact: bool = False,
    ) -> tuple[Block, ...]:
        """A register as a table, with its source and what keeps it from being complete in the footer."""
        question, answer = self.pack.by_id[question_id], self.answer(question_id)
        notes = [footer, self.limit(question)]
        if rows and (sources := self.cited(question_id)):
            notes.append(f"Source: {'; '.join(source.reference for source in sources)}.")
        return (
            Table(
                title,
                columns,
                rows,
                empty=nothing_text(question, answer),
                footer=" ".join(note for note in notes if note),
                landscape=landscape,
                compact=compact,
            ),
        )

    def limit(self, question: Question) -> str:
        """What keeps a partial answer from being complete, as a sentence; empty for any other."""
        if self.standing(question.id) is not State.PARTIAL:
            return ""
        return stopped(f"Not complete: {without_stop(self.answer(question.id).reason)}")

    @property
    def conclusion(self) -> Conclusion:
        """The conclusion that the answers bear, or why there is none."""
        return conclusion(self.pack, self.answers, self.path, self.progress)

    @property
    def still_open(self) -> str:
        """`3 questions and 94 details`: what is still open, follow-ups as details; empty when nothing is."""
        done = self.progress
        questions, details = done.in_force - done.answered, done.open_details
        parts = (
            counted(questions, "question", "questions") if questions else "",
            counted(details, "detail", "details") if details else "",
        )
        return " and ".join(part for part in parts if part)

    @property
    def review_date(self) -> str:
        """ISO date of the review, or empty."""
        return _iso(self.record("review.reviewer").get("review_date", ""))

    @property
    def valid_until(self) -> str:
        """ISO date until which the profile is valid, or empty."""
        return _iso(self.record("review.reviewer").get("valid_until", ""))

    @property
    def today(self) -> date:
        """The day on which the profile is printed."""
        return self.printed_at.date()

    @property
    def operator(self) -> str:
        """Legal name of the operator, or the vendor's name where it is not known."""
        return self.record("product.operator").get("legal_name", "") or self.assessment.vendor

    @property
    def reviewer(self) -> str:
        """The reviewer's name, or empty."""
        return self.record("review.reviewer").get("name", "")


def _iso(text: str) -> str:
    return text if read_date(text) else ""


def shown_date(text: str, otherwise: str) -> str:
    """A date as printed, or other words where there is none."""
    return date_text(text) or otherwise


def counted(number: int, one: str, many: str) -> str:
    """`1 document`, `3 documents`."""
    return f"{number} {one if number == 1 else many}"
