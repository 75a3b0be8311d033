"""Assessments as JSON in the shapes that other programs rely on: more keys may join, none may leave."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from app.assessment.answer import UNANSWERED, Answer, Assessment, Citation, Searched, Summary
from app.assessment.findings import Finding, Findings
from app.assessment.journal import citation_to_json
from app.assessment.path import Path
from app.assessment.points import cut_points
from app.assessment.progress import Progress
from app.assessment.score import Judgement
from app.assessment.values import rows_of, to_data
from app.exchange.portable.values import Viewed
from app.questionnaire.model import Severity

_UNSAFE: Final = {
    code: json.dumps(chr(code))[1:-1]
    for code in (
        *range(0x7F, 0xA0),
        0x61C,
        0x200E,
        0x200F,
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
        0xFEFF,
        *range(0xE0000, 0xE0080),
    )
}
"""Characters that JSON may carry raw and a terminal would obey."""


Named = Callable[[str], tuple[str, str]]
"""From what a citation calls its document to its register id (empty where the register does not know it) and
the name of its file; without a file that is the register id."""


def as_cited(document: str) -> tuple[str, str]:
    """The names of a document where no register is at hand."""
    return "", document


class Shown(Viewed, Protocol):
    """What is read of an assessment to show it."""

    @property
    def path(self) -> Path:
        """What is in force."""

    @property
    def progress(self) -> Progress:
        """How far it is."""

    @property
    def judgement(self) -> Judgement:
        """What follows from the answers."""


class Listed(Protocol):
    """A line of the library."""

    @property
    def assessment(self) -> Assessment:
        """The assessment."""

    @property
    def summary(self) -> Summary:
        """What is kept beside it."""


def show_data(view: Shown, only: Iterable[str] | None = None, named: Named = as_cited) -> dict[str, Any]:
    """`assess show --json`: the assessment with every answer in force, in the order of the pack.

    Follow-ups stand under their own id; a register's value is a list of rows. `only` keeps the answers of
    these questions, `named` says what documents are called. `tier` is the tier that is shown: what the reviewer
    concluded where the rules allow it, else the computed one. Commitment and assurance are of 100, and null
    where nothing could be scored.
    """
    assessment, wanted = view.assessment, None if only is None else frozenset(only)
    judgement = view.judgement
    return {
        "slug": assessment.slug,
        "vendor": assessment.vendor,
        "product": assessment.product,
        "pack": {"id": assessment.pack_id, "version": assessment.pack_version},
        "progress": {"answered": view.progress.answered, "in_force": view.progress.in_force},
        "tier": judgement.verdict.tier.value,
        "computed_tier": judgement.verdict.computed.value,
        "concluded": judgement.verdict.concluded,
        "commitment": cut_points(judgement.score.total.commitment),
        "assurance": cut_points(judgement.score.total.assurance),
        "findings": {one.value: count for one, count in judgement.findings.counts().items()},
        "answers": {
            item: answer_data(view.answers.get(item, UNANSWERED), named)
            for item in view.path.items
            if wanted is None or item in wanted
        },
    }


def answer_data(answer: Answer, named: Named = as_cited) -> dict[str, Any]:
    """One answer in the public shape; a citation's `row` is the number of its row, from 1."""
    rows = {row.id: number for number, row in enumerate(rows_of(answer.value), start=1)}
    return {
        "state": answer.state.value,
        "value": to_data(answer.value),
        "reason": answer.reason,
        "note": answer.note,
        "citations": [citation_data(one, named, rows.get(one.row)) for one in answer.citations],
        "searched": None if answer.searched is None else _searched_data(answer.searched, named),
        "reopened": answer.reopened,
    }


def citation_data(citation: Citation, named: Named, row: int | None) -> dict[str, Any]:
    """One citation: where it points, in whose words, and for which row of a register."""
    id_, name = named(citation.document)
    return {**citation_to_json(citation), "document": name, "id": id_ or None, "row": row}


def findings_data(findings: Findings, named: Named = as_cited) -> list[dict[str, Any]]:
    """`assess findings --json`: every finding in every state, heaviest first, then what is only proposed.

    A proposal has `proposed` true and acts on nothing. `sides` has what it looked at.
    """
    proposed = [(one.finding, True) for one in findings.proposals]
    return [_finding_data(one, named, new) for one, new in (*((f, False) for f in findings.found), *proposed)]


def _finding_data(finding: Finding, named: Named, proposed: bool) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "subject": finding.subject,
        "key": finding.key,
        "severity": finding.severity.value,
        "kind": finding.kind.value,
        "against": finding.against.value,
        "state": finding.state.value,
        "proposed": proposed,
        "title": finding.title,
        "message": finding.message,
        "law": list(finding.law),
        "fix": finding.fix,
        "answers": list(finding.answers),
        "citations": [citation_data(one, named, None) for one in finding.citations],
        "sides": [
            {
                "label": side.label,
                "spots": [
                    {
                        "question": spot.question or None,
                        "text": spot.text,
                        "citations": [citation_data(one, named, None) for one in spot.citations],
                    }
                    for spot in side.spots
                ],
            }
            for side in finding.sides
        ],
        "caps": [
            {"question": cap.question, "credit": cap.credit, "grade": cap.grade, "evidence": cap.evidence}
            for cap in finding.caps
        ],
        "reason": finding.reason,
        "owner": finding.owner or None,
        "due": finding.due or None,
        "came_back": finding.came_back.value if finding.came_back else None,
        "by": finding.by or None,
        "at": finding.at.isoformat() if finding.at else None,
    }


def documents_data(documents: Iterable[str], named: Named) -> list[dict[str, Any]]:
    """Documents by their register ids, with the names of their files."""
    return [{"id": one, "document": named(one)[1]} for one in documents]


def _searched_data(searched: Searched, named: Named) -> dict[str, Any]:
    return {
        "terms": list(searched.terms),
        "documents": documents_data(searched.documents, named),
        "outcome": searched.outcome,
    }


def list_data(rows: Iterable[Listed]) -> list[dict[str, Any]]:
    """`assess list --json`: one object per assessment, in the order given. Dates not set are null."""
    return [
        {
            "slug": row.assessment.slug,
            "vendor": row.assessment.vendor,
            "product": row.assessment.product,
            "answered": row.summary.answered,
            "in_force": row.summary.in_force,
            "tier": row.summary.tier,
            "findings": {
                severity.value: row.summary.findings.get(severity.value, 0) for severity in Severity
            },
            "review_date": row.summary.review_date or None,
            "valid_until": row.summary.valid_until or None,
        }
        for row in rows
    ]


def to_json(data: Mapping[str, Any] | list[Any]) -> str:
    """Indented JSON with a final newline, readable in any language, with nothing a terminal would obey."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False).translate(_UNSAFE) + "\n"
