"""`assess suggest`: the shape other programs rely on, and what a person reads."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len

from app.cli.suggest import emphasised
from app.evidence.model import Suggestions
from app.questionnaire import load_installed
from app.review.evidence import Evidence
from tests.cli.conftest import Assess

AT_REST = "security.encryption.at_rest"
KEYS = ["question", "found", "outcome", "confidence", "looked_for", "documents", "suggestions"]
SUGGESTION = {
    "document", "id", "place", "start", "end", "text", "context", "kind", "score", "terms", "also", "anchored",
    "polarity", "limited", "speaks_for", "value",
}  # fmt: skip


def data(assess: Assess, *words: str) -> Any:
    result = assess("suggest", *words, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_json_of_one_question(larkspur: Assess) -> None:
    found = data(larkspur, "lark", AT_REST, "--limit", "3")
    assert list(found) == KEYS
    assert (found["question"], found["found"], found["outcome"]) == (AT_REST, True, "found")
    assert 0 < found["confidence"] <= 1
    assert "encrypt" in found["looked_for"]
    assert [one["id"] for one in found["documents"]] == ["D1", "D2", "D3", "D4"]
    assert 1 <= len(found["suggestions"]) <= 3
    scores = [one["score"] for one in found["suggestions"]]
    assert scores == sorted(scores, reverse=True)
    for one in found["suggestions"]:
        assert set(one) == SUGGESTION
        text = larkspur("evidence", "text", "lark", one["document"], "--plain").stdout
        assert text[one["start"] : one["end"]] == one["text"]
    assert any("AES-256" in one["text"] for one in found["suggestions"])


def test_json_of_every_question_in_force_in_order(larkspur: Assess) -> None:
    found = data(larkspur, "lark", "--limit", "1")
    answers = json.loads(larkspur("show", "lark", "--json").stdout)["answers"]
    assert [one["question"] for one in found] == list(answers)
    assert all(list(one) == KEYS and len(one["suggestions"]) <= 1 for one in found)
    assert {one["outcome"] for one in found} == {"found", "weak", "nothing"}
    assert all(one["found"] is (one["outcome"] == "found") for one in found)
    assert all(bool(one["suggestions"]) is (one["outcome"] != "nothing") for one in found)
    everything = data(larkspur, "lark", "--limit", "1", "--all")
    assert [one["question"] for one in everything] == [one.id for one in load_installed().items]


def test_a_question_that_is_not_in_force_is_searched_too(larkspur: Assess) -> None:
    question = f"{AT_REST}.method"
    assert question not in json.loads(larkspur("show", "lark", "--json").stdout)["answers"]
    assert data(larkspur, "lark", question)["question"] == question


def test_a_term_is_looked_for_this_once(larkspur: Assess) -> None:
    found = data(larkspur, "lark", AT_REST, "--term", "voice  recording*", "--limit", "50")
    assert "voice recording" in found["looked_for"]
    assert any("oice recording" in one["text"] for one in found["suggestions"])
    assert "voice recording" not in data(larkspur, "lark", AT_REST)["looked_for"]
    result = larkspur("suggest", "lark", AT_REST, "--term", "§ *")
    assert (result.exit_code, "needs a letter or a digit" in result.stderr) == (2, True)


def test_nothing_says_what_was_looked_for(begun: Assess) -> None:
    assert "No document is here to look in" in begun("suggest", "acme", AT_REST).stdout
    found = data(begun, "acme", AT_REST)
    assert (found["found"], found["outcome"], found["suggestions"], found["documents"]) == (
        False,
        "nothing",
        [],
        [],
    )
    begun("evidence", "add", "acme", "-", "--name", "cake.txt", typed="Eat the cake.\n\nAnd the pie.\n")
    text = begun("suggest", "acme", AT_REST).stdout
    assert "Nothing found in 1 document; looked for: encrypt, " in text.replace("\n", " ")
    assert text.endswith("No passage has these words where they would answer the question.\n")
    assert data(begun, "acme", AT_REST)["found"] is False


def test_at_most_24_words_are_listed(larkspur: Assess) -> None:
    words = [word for n in range(30) for word in ("--term", f"plum{n}")]
    count = len(data(larkspur, "lark", AT_REST, *words)["looked_for"])
    text = larkspur("suggest", "lark", AT_REST, *words, "--limit", "1").stdout
    listed, more, _ = text.partition("Looked for: ")[2].partition(f" and {count - 24} more.")
    assert (listed.count(","), bool(more)) == (23, True)


def test_what_a_passage_speaks_for_is_said_only_where_it_does(
    larkspur: Assess, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = data(larkspur, "lark", AT_REST)["suggestions"]
    text = larkspur("suggest", "lark", AT_REST).stdout
    assert text.count("speaks for yes") == sum(one["speaks_for"] == "yes" for one in found)
    silent = Evidence.suggest

    def speaking_for_nothing(self: Evidence, *given: Any, **more: Any) -> Suggestions:
        suggestions = silent(self, *given, **more)
        return replace(suggestions, found=tuple(replace(one, speaks_for="") for one in suggestions.found))

    monkeypatch.setattr(Evidence, "suggest", speaking_for_nothing)
    assert "speaks for" not in larkspur("suggest", "lark", AT_REST).stdout


def test_a_person_reads_place_score_terms_and_text(larkspur: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    text = larkspur("suggest", "lark", AT_REST, "--limit", "2").stdout
    assert "security-white-paper.pdf, page 2" in text
    assert "Found in 4 documents; confidence" in text
    assert "AES-256" in text
    assert max(map(cell_len, text.splitlines())) <= 60
    assert sum(line.startswith("    ") for line in text.splitlines()) > 4
    overview = larkspur("suggest", "lark").stdout
    assert max(map(cell_len, overview.splitlines())) <= 60


def test_terms_are_emphasised_as_whole_words_in_any_case() -> None:
    text = emphasised(
        "Encrypted data,\n  unencrypted\tdata; at\nrest [/b].", ["encrypted", "at rest", "data ("]
    )
    assert text.plain == "Encrypted data, unencrypted data; at rest [/b]."
    assert [text.plain[span.start : span.end] for span in text.spans] == ["Encrypted", "at rest"]
    table = emphasised("A | B\n\n  C | D", [])
    assert (table.plain, table.spans) == ("A | B\nC | D", [])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lar"], "Did you mean lark?"),
        ([], "Missing argument SLUG"),
        (["lark", "security.encryption"], "There is no question"),
    ],
)
def test_wrong_names_are_2(larkspur: Assess, words: list[str], says: str) -> None:
    for more in ([], ["--json"]):
        result = larkspur("suggest", *words, *more)
        assert (result.exit_code, result.stdout) == (2, "")
        assert says in result.stderr
