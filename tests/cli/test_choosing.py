"""Which assessment and which document a command means."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from app.cli.choosing import namer
from app.review import Library
from tests.cli.conftest import ENTER, Assess

COMMANDS = [["evidence", "list"], ["evidence", "verify"], ["suggest"], ["show"]]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_person_chooses_the_assessment(
    begun: Assess, person: Callable[..., Result], words: list[str]
) -> None:
    result = person(ENTER, *words)
    assert (result.exit_code, "Missing" in result.stderr) == (0, False)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nobody_is_asked_where_nobody_is(begun: Assess, words: list[str]) -> None:
    result = begun(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Missing argument SLUG; `assess list` shows what there is." in result.stderr


def test_documents_by_whatever_a_citation_calls_them(larkspur: Assess, database: Path) -> None:
    rows = '[{"doc_id": "D8", "title": "Old letter"}, {"doc_id": "D2", "title": "Policy", "sha256": "%s"}]'
    with Library.open(database) as library:
        review = library.review("lark")
        digest = review.evidence.find("D2").document.sha256
        review.answer("review.documents", value=json.loads(rows % digest))
        named = namer(review)
        policy = ("D2", "privacy-policy.html")
        for name in ("D2", "d2", " Privacy-Policy.html", "policy"):
            assert named(name) == policy
        assert named("Old letter") == ("D8", "D8")
        assert named("a memo") == ("", "a memo")
        assert named("") == ("", "")
