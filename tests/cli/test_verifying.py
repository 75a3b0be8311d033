"""`assess evidence verify`: every quote with its verdict, and the exit code that a script waits for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.cli.failures import ExitCode
from app.cli.verifying import _difference
from tests.cli.conftest import Assess

KEYS = ["question", "number", "verdict", "document", "id", "place", "quote", "start", "end", "now"]
BEFORE = """\
Privacy Policy

We never sell student data to anybody, for any price.

All student data are encrypted at rest with AES on our servers.

We notify the school of a breach within 72 hours of finding it.
"""
AFTER = """\
Privacy Policy

All student data are encrypted at rest with ciphers on our servers.

Nothing else.

We notify the school of a breach within 72 hours of finding it.

Another end.
"""


def verdicts(assess: Assess, slug: str = "acme") -> tuple[int, list[dict[str, Any]]]:
    result = assess("evidence", "verify", slug, "--json")
    return result.exit_code, json.loads(result.stdout)


@pytest.fixture
def cited(begun: Assess) -> Assess:
    begun("evidence", "add", "acme", "-", "--name", "privacy.txt", typed=BEFORE)
    for question, line in (
        ("ferpa.ownership", "3"),
        ("security.encryption.at_rest", "5"),
        ("breach.deadline", "7"),
    ):
        assert begun("cite", "acme", question, "D1", "--lines", line).exit_code == 0
    return begun


def test_nothing_is_cited(begun: Assess) -> None:
    result = begun("evidence", "verify", "acme")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing is cited yet.\n")
    assert verdicts(begun) == (0, [])


def test_all_found_is_0_and_one_line(cited: Assess) -> None:
    result = cited("evidence", "verify", "acme")
    assert (result.exit_code, result.stdout) == (0, "3 citations: 3 found.\n")
    code, found = verdicts(cited)
    assert (code, [one["verdict"] for one in found]) == (0, ["found"] * 3)
    assert all(list(one) == KEYS for one in found)
    assert [one["question"] for one in found] == [
        "ferpa.ownership",
        "security.encryption.at_rest",
        "breach.deadline",
    ]
    assert found[0]["now"] == {"place": "line 3", "start": 16, "end": 69, "quote": ""}
    listed = cited("evidence", "verify", "acme", "--all").stdout
    assert listed.count('    "') == 3


def test_a_newer_version_is_1_with_the_worst_first(cited: Assess) -> None:
    cited("evidence", "add", "acme", "-", "--name", "privacy.txt", typed=AFTER)
    code, found = verdicts(cited)
    assert code == ExitCode.FOUND
    assert [one["verdict"] for one in found] == ["gone", "changed", "found"]  # what only moved was cited anew
    assert found[0]["now"] is None
    assert found[1]["now"]["place"] == "line 3"
    result = cited("evidence", "verify", "acme")
    assert result.exit_code == ExitCode.FOUND
    lines = result.stdout.splitlines()
    assert lines[0] == "gone ferpa.ownership D1 privacy.txt, line 3 no evidence any more"
    assert lines[2].startswith("changed security.encryption.at_rest D1 privacy.txt, line 5 now line 3")
    assert "[-AES-] {+ciphers+}" in lines[3]
    assert lines[-1] == "3 citations: 1 found, 1 changed, 1 gone."
    assert [one.get("lost") for one in found] == ["gone", "changed", None]


def test_what_was_lost_is_shown_as_lost_and_an_answer_can_stand(cited: Assess) -> None:
    for question in ("ferpa.ownership", "security.encryption.at_rest"):
        cited("answer", "acme", question, "yes")
    cited("evidence", "add", "acme", "-", "--name", "privacy.txt", typed=AFTER)
    said = cited("show", "acme", "ferpa.ownership").stdout
    assert "(gone from the document)" in said
    assert "Open again" in said
    changed = cited("show", "acme", "security.encryption.at_rest").stdout
    assert "(changed in the document)" in " ".join(changed.split())
    result = cited("answer", "acme", "ferpa.ownership", "--stands")
    assert (result.exit_code, result.stderr.startswith("ferpa.ownership: yes.")) == (0, True)
    answer = json.loads(cited("show", "acme", "ferpa.ownership", "--json").stdout)["answers"][
        "ferpa.ownership"
    ]
    assert (answer["state"], answer["reopened"]) == ("yes", "")
    assert [one["lost"] for one in answer["citations"]] == ["gone"]
    result = cited("answer", "acme", "ferpa.ownership", "--stands")
    assert (result.exit_code, "was not reopened" in result.stderr) == (2, True)
    for words in (["yes"], ["--note", "x"], ["--cite", "D1", "line 1", ""]):
        result = cited("answer", "acme", "ferpa.ownership", *words, "--stands")
        assert (result.exit_code, "--stands goes without an answer" in result.stderr) == (2, True)
    cited("evidence", "add", "acme", "-", "--name", "privacy.txt", typed=AFTER + "One more line.\n")
    assert not json.loads(cited("show", "acme", "ferpa.ownership", "--json").stdout)["answers"][
        "ferpa.ownership"
    ]["reopened"]  # what was lost before and confirmed is not asked for again


def test_absent_is_1_and_a_citation_without_a_quote_is_not(begun: Assess) -> None:
    begun("answer", "acme", "ferpa.ownership", "yes", "--cite", "D4", "page 1", "")
    code, (one,) = verdicts(begun)
    assert (code, one["verdict"], one["document"], one["id"]) == (1, "absent", "D4", None)
    assert "document not here ferpa.ownership D4, page 1" in begun("evidence", "verify", "acme").stdout
    begun("evidence", "add", "acme", "-", "--name", "D4", typed=BEFORE)
    code, (one,) = verdicts(begun)
    assert (code, one["verdict"]) == (0, "unquoted")


def test_words_that_moved_within_the_text_are_0(begun: Assess) -> None:
    begun("evidence", "add", "acme", "-", "--name", "privacy.txt", typed=BEFORE)
    quote = "We never sell student data to anybody, for any price."
    begun("answer", "acme", "ferpa.ownership", "yes", "--cite", "D1", "line 9", quote)
    code, (one,) = verdicts(begun)
    assert (code, one["verdict"], one["place"], one["now"]["place"]) == (0, "moved", "line 9", "line 3")
    assert "line 9 now line 3" in begun("evidence", "verify", "acme").stdout


def test_a_difference_shows_what_went_and_what_came() -> None:
    assert _difference("a b c d", "a x c d e").plain == "a [-b-] {+x+} c d {+e+}"
    assert _difference("\x1b[2J [/]", "[/]").plain == "[-␛[2J-] [/]"
