"""`assess findings`: lists, shows and settles, and its exit code serves scripts."""

from __future__ import annotations

import json

import pytest

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
