"""What stands behind the rules that compare two lists."""

from __future__ import annotations

from app.assessment.answer import Answer, Row, State
from app.assessment.compared import Compared, compared, compares
from app.assessment.matching import DECLARED
from app.questionnaire.loader import load_installed
from app.questionnaire.rulebook import load_rulebook

PACK, BOOK = load_installed("k12"), load_rulebook("k12")
RULES = tuple(rule for rule in BOOK.rules if compares(rule))


def table(*rows: dict[str, str]) -> Answer:
    return Answer(State.ANSWERED, tuple(Row(f"r{number}", row) for number, row in enumerate(rows, 1)))


ANSWERS = {
    "thirdparty.register": table(
        {"name": "Amazon Web Services", "info_shared": "IP address, first name"},
        {"name": "Stripe", "function": "payments"},
    ),
    "security.hosting": table({"provider": "AWS"}, {"provider": "Hetzner"}),
    "thirdparty.signin": Answer(State.ANSWERED, ("Google", "other")),
    "data.elements": table({"element": "Student first and last name"}),
    "product.overview.features": table(
        {"feature": "Payments for trips", "third_party_needed": "yes"},
        {"feature": "Newsletters", "third_party_needed": "no"},
    ),
}


def found(rule: str, names: dict[tuple[str, str, str], bool] | None = None) -> dict[str, Compared]:
    some = [one for one in RULES if one.id == rule]
    return {one.name: one for one in compared(some, PACK, BOOK, ANSWERS, names or {})}


def test_the_rules_that_compare_lists() -> None:
    assert {"CON-07", "CON-08", "CON-11", "CON-24"} <= {rule.id for rule in RULES}
    assert "CON-01" not in {rule.id for rule in RULES}


def test_hosts_among_companies() -> None:
    hosts = found("CON-07")
    assert hosts["AWS"].match is not None
    assert hosts["AWS"].match.other == "Amazon Web Services"
    assert hosts["Hetzner"].match is None
    assert hosts["Hetzner"].others == ("Amazon Web Services", "Stripe")
    assert list(hosts) == ["Hetzner", "AWS"]  # what was not found comes first


def test_what_is_shared_among_what_is_collected() -> None:
    elements = found("CON-08")
    assert elements["IP address"].match is None
    name = next(one for one in elements.values() if one.match is not None)
    assert name.match is not None
    assert name.match.other == "Student first and last name"


def test_ways_to_sign_in_and_features() -> None:
    assert list(found("CON-11")) == ["Google"]  # `other` names nobody
    features = found("CON-24")
    assert "Newsletters" not in features
    payments = features["Payments for trips"].match
    assert payments is not None
    assert (payments.other, payments.how) == ("Stripe", "function")


def test_what_was_declared_counts() -> None:
    same = found("CON-07", {("company", "hetzner", "stripe"): True})
    assert same["Hetzner"].match is not None
    assert same["Hetzner"].match.how == DECLARED
    different = found("CON-07", {("company", "amazon web services", "aws"): False})
    assert different["AWS"].match is None


def test_without_answers_nothing_is_compared() -> None:
    assert compared(RULES, PACK, BOOK, {}, {}) == ()
