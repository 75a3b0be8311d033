"""A small pack for tests of rules that do not depend on what is asked."""

from __future__ import annotations

from app.questionnaire.model import AnswerType, Column, Pack, Question, Section, Severity


def q(question_id: str, kind: AnswerType = AnswerType.STATEMENT, **more: object) -> Question:
    section, _, rest = question_id.partition(".")
    parent = question_id.rpartition(".")[0] if "." in rest else None
    more.setdefault("evidence", "policy")
    return Question(question_id, section, kind, f"Ask {question_id}?", parent=parent, **more)  # type: ignore[arg-type]


SMALL = Pack(
    "small",
    "1.0",
    "A small pack",
    (
        Section(
            "review",
            "Review",
            (
                q("review.states", AnswerType.MANY_OF, choices=("CA", "NY"), evidence="none"),
                q("review.who", AnswerType.RECORD, columns=(Column("name", "Name"),), evidence="none"),
            ),
        ),
        Section(
            "security",
            "Security",
            (
                q(
                    "security.rest",
                    severity=Severity.HIGH,
                    gate=True,
                    followups=(
                        q(
                            "security.rest.method",
                            AnswerType.TEXT,
                            when="security.rest.state in ['yes', 'partial']",
                        ),
                        q("security.rest.keys", AnswerType.TEXT, when="security.rest.method.value != ''"),
                    ),
                ),
                q("security.hosts", AnswerType.TABLE, columns=(Column("name", "Company"),)),
            ),
        ),
        Section(
            "ca",
            "California",
            (
                q("ca.breach"),
                q("ca.aside", when="security.rest.keys.state == 'unanswered'"),
            ),
            when="'CA' in review.states.value",
        ),
    ),
)
