"""`assess findings`: lists, shows and settles, and its exit code serves scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.review import Library
from tests.cli.conftest import Assess

HOSTS = '[{"provider": "Nimbus [b]Host[/b]", "service": "servers"}]'
KEYS = {"rule", "severity", "kind", "state", "message", "law", "fix", "answers", "citations", "owner", "due"}


@pytest.fixture
def judged(begun: Assess) -> Assess:
    begun("answer", "acme", "security.hosting", "--value", HOSTS)
    begun("answer", "acme", "thirdparty.register", "--value", '[{"name": "Postbird"}]')
    return begun


def test_the_list_names_rule_severity_and_state(judged: Assess) -> None:
    result = judged("findings", "acme")
    assert result.exit_code == 0
    line = next(line for line in result.stdout.splitlines() if "CON-07" in line)
    assert "medium" in line
    assert "open" in line
    assert "wait for questions that are open" in result.stdout


def test_one_shows_both_sides_and_vendor_text_as_it_is(judged: Assess) -> None:
    text = judged("findings", "acme", "con-07").stdout
    assert "Where the data is hosted" in text
    assert "Nimbus [b]Host[/b]" in text
    assert "NDPA v1 Art. II.5" in text


def test_json_has_the_keys_that_others_rely_on(judged: Assess) -> None:
    data = json.loads(judged("findings", "acme", "CON-07", "--json").stdout)
    assert len(data) == 1
    assert data[0].keys() >= KEYS
    assert (data[0]["rule"], data[0]["state"], data[0]["proposed"]) == ("CON-07", "open", False)


def test_fail_on_counts_what_acts(judged: Assess) -> None:
    assert judged("findings", "acme", "--fail-on", "critical").exit_code == 0
    assert judged("findings", "acme", "--fail-on", "medium").exit_code == 1
    assert judged("findings", "acme", "--fail-on", "weird").exit_code == 2


def test_settling_is_kept_and_refused_without_what_it_needs(judged: Assess) -> None:
    refused = judged("findings", "acme", "CON-07", "--state", "withdrawn")
    assert refused.exit_code == 2
    assert "needs a reason" in refused.stderr
    assert judged("findings", "acme", "--state", "fixed").exit_code == 2
    assert judged("findings", "acme", "CON-07", "--state", "fixed", "--confirm").exit_code == 2
    done = judged("findings", "acme", "CON-07", "--state", "withdrawn", "--reason", "one group")
    assert done.exit_code == 0
    assert "Saved." in done.stderr
    data = json.loads(judged("findings", "acme", "CON-07", "--json").stdout)
    assert (data[0]["state"], data[0]["reason"]) == ("withdrawn", "one group")
    assert "CON-07" not in judged("findings", "acme").stdout
    assert "CON-07" in judged("findings", "acme", "--all").stdout


def test_what_is_not_there_is_one_sentence(judged: Assess) -> None:
    result = judged("findings", "acme", "CON-77")
    assert result.exit_code == 2
    assert "There is no finding" in result.stderr


def test_what_a_scan_finds_is_kept_and_what_was_not_scanned_is_told(larkspur: Assess) -> None:
    before = larkspur("findings", "lark")
    assert before.exit_code == 0
    assert "4 documents have not been looked through; --scan does that." in before.stderr
    assert "DOC-16" not in before.stdout
    assert "DOC-16" in larkspur("findings", "lark", "--scan").stdout
    after = larkspur("findings", "lark")
    assert "DOC-16" in after.stdout
    assert "looked through" not in after.stderr
    only = larkspur("findings", "lark", "doc-16 BLANK")
    assert only.exit_code == 0
    assert "proposed, waits for your word" in only.stdout
    settled = larkspur("findings", "lark", "DOC-16 blank", "--state", "fixed", "--reason", "x")
    assert settled.exit_code == 2
    assert "only proposed" in settled.stderr


def test_a_scan_is_shown_where_nothing_can_be_kept(larkspur: Assess, database: Path) -> None:
    with Library.open(database):
        result = larkspur("findings", "lark", "--scan")
    assert result.exit_code == 0
    assert "DOC-16" in result.stdout
    assert "not kept" in result.stderr


def test_a_key_is_known_whatever_its_capitals_and_its_history_is_told(judged: Assess) -> None:
    assert "Nothing was recorded" in judged("findings", "acme", "CON-07", "--history").stdout
    judged("findings", "acme", "con-07", "--state", "withdrawn", "--reason", "one [b]group[/b]")
    judged("findings", "acme", "CON-07", "--state", "open")
    lines = judged("findings", "acme", "con-07", "--history").stdout.splitlines()[2:]
    assert ["open" in lines[0], "withdrawn" in lines[1], "one [b]group[/b]" in lines[1]] == [True] * 3
    told = json.loads(judged("findings", "acme", "CON-07", "--history", "--json").stdout)
    assert [(one["state"], one["in_effect"]) for one in told] == [("open", True), ("withdrawn", True)]
    assert judged("findings", "acme", "--history").exit_code == 2
    assert judged("findings", "acme", "CON-77", "--history").exit_code == 2
    for words in (
        ["--reason", "x"],
        ["--confirm", "--reason", "x"],
        ["--dismiss", "--reason", "x", "--owner", "A"],
    ):
        result = judged("findings", "acme", "CON-07", *words)
        assert result.exit_code == 2
        assert "go" in result.stderr.splitlines()[-1]


def test_a_rule_with_several_findings_says_which(judged: Assess) -> None:
    for item in ("ferpa.ownership", "ferpa.user_content"):
        judged("answer", "acme", item, "no")
    result = judged("findings", "acme", "gap-00", "--state", "fixed", "--reason", "x")
    assert result.exit_code == 2
    assert "GAP-00 ferpa." in result.stderr


def test_states_have_the_names_of_the_help_and_a_date_that_is_past_is_said(judged: Assess) -> None:
    assert (
        "use open, fixed, accepted, withdrawn, answered."
        in judged("findings", "acme", "CON-07", "--state", "weird").stderr
    )
    more = ["--reason", "x", "--owner", "A", "--due", "2020-01-31"]
    result = judged("findings", "acme", "CON-07", "--state", "accepted", *more)
    assert result.exit_code == 0
    assert "2020-01-31 is past" in result.stderr
