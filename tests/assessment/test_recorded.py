from __future__ import annotations

from typing import Any

import pytest

from app.assessment.journal import Change, ChangeKind
from app.assessment.recorded import recorded
from tests.assessment.judged import AT


def told(kind: ChangeKind, body: dict[str, Any], question: str = "ferpa.purpose") -> tuple[str, str]:
    (one,) = recorded([Change(1, question, kind, body, AT, "Rae")], {1})
    assert (one.at, one.by, one.in_effect) == (AT, "Rae", True)
    return one.subject, one.what


@pytest.mark.parametrize(
    ("kind", "body", "what"),
    [
        (
            ChangeKind.SET,
            {
                "state": "not_addressed",
                "value": None,
                "reason": "",
                "note": "ask\nPat",
                "flag": True,
                "citations": [],
            },
            "state: not addressed; value: none; reason: none; note: ask Pat; flag set; passages: 0",
        ),
        (ChangeKind.SET, {"value": {"number": 72, "unit": "hours"}}, "value: 72 hours"),
        (
            ChangeKind.SET,
            {"value": [{"id": "r1", "cells": {}}], "flag": False},
            "value: 1 row; flag taken away",
        ),
        (ChangeKind.SET, {"searched": {"terms": ["a"]}}, "searched before it was called not addressed"),
        (ChangeKind.ROWS_ADD, {"rows": [{"cells": {"name": "EPOM", "what": ""}}]}, "row added: EPOM"),
        (ChangeKind.CELL, {"row": "r1", "column": "name", "value": "x"}, "row r1, name: x"),
        (ChangeKind.ROWS_DROP, {"rows": ["r1", "r2"]}, "rows removed: 2"),
    ],
)
def test_a_change_of_an_answer_in_words(kind: ChangeKind, body: dict[str, Any], what: str) -> None:
    assert told(kind, body) == ("ferpa.purpose", what)


def test_a_change_of_a_finding_and_of_names_in_words() -> None:
    body = {
        "subject": "EPOM",
        "state": "withdrawn",
        "reason": "gone",
        "owner": "",
        "raised": {"message": "M."},
    }
    assert told(ChangeKind.FINDING, body, "CON-07") == (
        "CON-07 EPOM",
        "state: withdrawn; reason: gone; owner: none; raised: M.",
    )
    assert told(ChangeKind.NAMES, {"a": "AWS", "b": "Amazon", "same": True}, "company") == (
        "names: company",
        "AWS and Amazon: the same",
    )
    assert told(ChangeKind.NAMES, {"a": "x", "b": "y", "same": None}, "company")[1] == "x and y: neither"


def test_undo_is_no_line_of_its_own_and_what_was_undone_is_marked() -> None:
    changes = [
        Change(1, "a.b", ChangeKind.SET, {"state": "yes"}, AT, "Rae"),
        Change(2, "a.b", ChangeKind.SET, {"state": "no"}, AT, "Rae"),
        Change(3, "a.b", ChangeKind.UNDO, {"change": 2}, AT, "Rae"),
    ]
    assert [(one.what, one.in_effect) for one in recorded(changes, {1})] == [
        ("state: yes", True),
        ("state: no", False),
    ]
