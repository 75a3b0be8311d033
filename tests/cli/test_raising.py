"""`assess raise`: a finding by hand, in the words of a rule or one's own."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Assess

OWN = ["--title", "No [b]school[/b] left", "--severity", "high", "--message", "The contract ended in June."]


def test_in_own_words_with_what_it_rests_on(begun: Assess) -> None:
    more = ["--law", "15 U.S.C. 45(a)", "--fix", "Renew it.", "--answer", "ferpa.ownership"]
    result = begun("raise", "acme", *OWN, *more, "--cite", "D1", "line 3", "ended on 30 June")
    assert (result.exit_code, result.stdout) == (0, "OWN by hand 1\n"), result.output
    assert "assess findings acme 'OWN by hand 1'" in result.stderr
    (one,) = json.loads(begun("findings", "acme", "OWN by hand 1", "--json").stdout)
    assert (one["severity"], one["title"], one["fix"]) == ("high", "No [b]school[/b] left", "Renew it.")
    assert (one["law"], one["answers"]) == (["15 U.S.C. 45(a)"], ["ferpa.ownership"])
    assert one["citations"][0]["quote"] == "ended on 30 June"
    assert begun("findings", "acme", "--fail-on", "high").exit_code == 1


def test_by_a_rule_with_its_ready_words(begun: Assess) -> None:
    assert begun("raise", "acme", "rev-02").stdout == "REV-02 by hand 1\n"
    assert begun("raise", "acme", "REV-02", "--message", "Only \u201cwhere feasible\u201d.").exit_code == 0
    first, second = json.loads(begun("findings", "acme", "REV-02", "--json").stdout)
    assert first["message"]
    assert second["message"] == "Only \u201cwhere feasible\u201d."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "needs its message"),
        (["--message", "x"], "a severity and a title"),
        (["CON-99", "--message", "x"], 'no rule "CON-99"'),
        (["CON-01"], "has gaps to fill in"),
        ([*OWN, "--answer", "ferpa.owner"], "Did you mean ferpa.ownership"),
        ([*OWN[:2], "--severity", "weird"], "weird"),
    ],
)
def test_what_is_missing_is_one_sentence_and_nothing_is_raised(
    begun: Assess, words: list[str], says: str
) -> None:
    result = begun("raise", "acme", *words)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "by hand" not in begun("findings", "acme", "--json").stdout
