"""The K-12 pack: all of it, under its ids, with conditions that switch what they should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.questionnaire import AnswerType, Pack, Severity, compile_pack, empty_entry, read_pack

IDS = (Path(__file__).parent / "k12_ids.txt").read_text(encoding="utf-8").splitlines()
"""One line a question (`id type`, with `gate` where it is one), its follow-ups indented under it."""

GATES = [
    "product.contacts",
    "data.elements",
    "ferpa.ownership",
    "ferpa.purpose",
    "ferpa.no_redisclosure",
    "ferpa.review_correct",
    "ferpa.no_targeted_ads",
    "sopipa.no_targeted_ads",
    "sopipa.no_profiling",
    "sopipa.no_sale",
    "coppa.consent_basis",
    "security.encryption.in_transit",
    "security.encryption.at_rest",
    "security.personnel.access",
    "breach.notify",
    "breach.deadline",
    "deletion.on_request",
    "deletion.at_end",
    "thirdparty.register",
    "thirdparty.agreements",
    "policy.effective_date",
    "policy.covers_product",
]

MODULES = {
    "ca": ["CA"],
    "ct": ["CT"],
    "fl": ["FL"],
    "il": ["IL"],
    "ne": ["MA", "ME", "NH", "RI", "VT"],
    "me": ["ME"],
    "ri": ["RI"],
    "nh": ["NH"],
    "ny": ["NY"],
    "gdpr": ["EU/EEA", "UK", "Switzerland"],
}
"""Section -> the jurisdictions that switch it on."""

Given = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture
def given(k12: Pack) -> Given:
    """Entries of a whole pack: nothing answered but what is given, by id."""

    def entries(**answers: Any) -> dict[str, dict[str, Any]]:
        found = {item.id: empty_entry(item) for item in k12.items}
        for name, change in answers.pop("answers", answers).items():
            found[name] = {**found[name], **change}
        return found

    return entries


def shown_sections(pack: Pack, entries: dict[str, dict[str, Any]]) -> set[str]:
    conditions = compile_pack(pack).sections
    return {s.id for s in pack.sections if s.id not in conditions or conditions[s.id].holds(entries)}


def test_every_question_and_follow_up_stands_under_its_id_in_its_order(k12: Pack) -> None:
    lines = [
        f"{'  ' if item.parent else ''}{item.id} {item.type}{' gate' if item.gate else ''}"
        for item in k12.items
    ]
    assert lines == IDS


def test_it_has_130_questions_and_148_follow_ups(k12: Pack) -> None:
    assert len(k12.questions) == 130
    assert len(k12.items) - len(k12.questions) == 148


def test_the_gates_are_the_twenty_two_of_the_scoring(k12: Pack) -> None:
    assert [item.id for item in k12.items if item.gate] == GATES
    assert len(GATES) == 22


def test_the_pack_that_is_shipped_has_no_fault(k12: Pack) -> None:
    pack, faults = read_pack(Path(__file__).parents[2] / "app" / "questionnaire" / "packs" / "k12")
    assert [str(fault) for fault in faults] == []
    assert pack == k12


def test_every_condition_compiles_and_can_be_evaluated_with_nothing_answered(k12: Pack, given: Given) -> None:
    conditions = compile_pack(k12)
    assert set(conditions.items) == {item.id for item in k12.items if item.when}
    assert set(conditions.sections) == {"coppa", *MODULES}
    assert not any(condition.holds(given()) for condition in conditions.items.values())


def test_sections_follow_the_walk_and_carry_title_and_intro(k12: Pack) -> None:
    assert [s.id for s in k12.sections] == [
        *("review", "product", "data", "ferpa", "sopipa", "coppa", "access", "security", "audit", "breach"),
        *("deletion", "research", "thirdparty", "tracking", "policy", "law", *MODULES, "signoff"),
    ]
    for section in k12.sections:
        assert section.title
        assert section.intro.endswith(".")
        assert bool(section.law) == (section.id in MODULES)


def test_every_question_has_its_help_and_its_severity(k12: Pack) -> None:
    for question in k12.questions:
        for text in (question.ask, question.why, question.good, question.red_flag):
            assert text.strip() == text != ""
        assert isinstance(question.severity, Severity)
        assert question.feeds


def test_prompts_of_follow_ups_stand_by_themselves(k12: Pack) -> None:
    asks = [item.ask for item in k12.items if item.parent]
    assert len(set(asks)) == len(asks)
    for ask in asks:
        assert ask[0].isupper()
        assert len(ask) <= 110


def test_no_citation_leans_on_the_one_before_it(k12: Pack) -> None:
    for question in k12.questions:
        for law in question.law:
            assert law.count("(") == law.count(")"), law
            assert any(c.isalpha() for c in law.partition("(")[0]), law
            assert "`" not in law


def test_texts_carry_no_markup_and_no_file_names(k12: Pack) -> None:
    for item in k12.items:
        for text in (item.ask, item.why, item.good, item.red_flag, item.evidence, *item.law, *item.cues):
            assert "`" not in text
            assert ".md" not in text


@pytest.mark.parametrize(("section", "codes"), MODULES.items(), ids=list(MODULES))
def test_a_module_appears_with_its_jurisdictions_and_goes_with_them(
    k12: Pack, given: Given, section: str, codes: list[str]
) -> None:
    choices = k12.question("review.jurisdictions").choices
    for choice in choices:
        entries = given(answers={"review.jurisdictions": {"state": "answered", "value": [choice]}})
        assert (section in shown_sections(k12, entries)) == (choice in codes), choice
    assert section not in shown_sections(k12, given())


COPPA = [
    ("", False, True),
    ("", True, True),
    ("directed to under 13", True, True),
    ("mixed audience", True, True),
    ("general audience with known under-13 use", True, True),
    ("not used by under 13", False, True),
    ("not used by under 13", True, False),
    ("students do not use it", False, True),
    ("students do not use it", True, False),
]


@pytest.mark.parametrize(("value", "cited", "asked"), COPPA)
def test_coppa_stays_in_force_until_a_document_says_otherwise(
    k12: Pack, given: Given, value: str, cited: bool, asked: bool
) -> None:
    for state in ("answered", "partial", "na", "not_addressed", "unanswered"):
        answer = {"state": state, "value": value, "cited": cited}
        shown = shown_sections(k12, given(answers={"product.child_directed": answer}))
        assert ("coppa" in shown) == (asked or state != "answered"), state


FOLLOW_UPS = [
    ("review.jurisdictions.other", "review.jurisdictions", {"value": ["other US state"]}, {"value": ["CA"]}),
    ("product.audience.student_accounts", "product.audience", {"value": ["students (ages not stated)"]}, {"value": ["teachers"]}),
    ("product.child_directed.age_known_how", "product.child_directed", {"value": "mixed audience"}, {"value": "not used by under 13"}),
    ("product.channel.click_wrap", "product.channel", {"value": ["teacher self-service"]}, {"value": ["paid licence"]}),
    ("product.revenue.detail", "product.revenue", {"value": ["free", "data licensing"]}, {"value": ["free"]}),
    ("product.ai.providers", "product.ai", {"value": "AI without student data"}, {"value": "none"}),
    ("product.ai.opt_out", "product.ai", {"value": "training on identifiable data"}, {"value": "not stated"}),
    ("data.minimised.unneeded", "data.minimised", {"state": "partial"}, {"state": "yes"}),
    ("data.sensitive.purpose_each", "data.sensitive", {"value": ["discipline"]}, {"value": ["none"]}),
    ("data.sensitive.biometric_derivation", "data.sensitive", {"value": ["voice recording"]}, {"value": ["discipline"]}),
    ("data.identifiers.which", "data.identifiers", {"value": "collected, use not stated"}, {"value": "not collected"}),
    ("data.identifiers.operations_named", "data.identifiers", {"value": "internal operations only"}, {"value": "shared with advertising or cross-site parties"}),
    ("ferpa.school_official.cited_section", "ferpa.school_official", {"state": "yes"}, {"state": "partial"}),
    ("ferpa.no_redisclosure.consent_standard", "review.jurisdictions", {"value": ["NY"]}, {"value": ["CA"]}),
    ("ferpa.no_targeted_ads.limits", "ferpa.no_targeted_ads", {"state": "partial"}, {"state": "yes"}),
    ("sopipa.ads_served.vendor", "sopipa.ads_served", {"value": "contextual only"}, {"value": "not stated"}),
    ("coppa.consent_basis.vpc_method", "coppa.consent_basis", {"value": "both by channel"}, {"value": "school acts for parents"}),
    ("coppa.consent_basis.school_document", "coppa.consent_basis", {"value": "both by channel"}, {"value": "verifiable parental consent"}),
    ("access.parent_route.identity_check", "access.parent_route", {"value": "self-service"}, {"value": "referred to the school"}),
    ("security.framework.proof", "security.framework", {"value": ["SOC 2 Type 2"]}, {"value": ["none stated"]}),
    ("security.location.countries", "security.location", {"value": "other named countries"}, {"value": "United States only"}),
    ("security.operations.last_pentest", "security.operations", {"value": ["backups", "penetration test"]}, {"value": ["backups"]}),
    ("breach.deadline.words", "breach.deadline", {"unit": "none stated"}, {"unit": "hours", "value": 72.0}),
    ("deletion.carve_outs.words", "deletion.carve_outs", {"value": "business need or open-ended"}, {"value": "de-identified data"}),
    ("thirdparty.own_policy.who", "thirdparty.own_policy", {"state": "yes"}, {"state": "no"}),
    ("thirdparty.signin.data_received", "thirdparty.signin", {"value": ["Clever"]}, {"value": ["none"]}),
    ("tracking.analytics.tools", "tracking.analytics", {"value": "third-party on public site only"}, {"value": "first-party only"}),
    ("policy.binding.disclaimer", "policy.binding", {"value": "summary or help page"}, {"value": "signed agreement"}),
    ("policy.contract_form.options_ticked", "policy.contract_form", {"value": "NDPA v2"}, {"value": "terms only"}),
    ("nh.controls.standard", "nh.controls", {"value": "alternative standard with current proof"}, {"value": "partly"}),
    ("nh.teacher_data.elements", "nh.teacher_data", {"state": "partial"}, {"state": "no"}),
]  # fmt: skip


@pytest.mark.parametrize(("item", "parent", "on", "off"), FOLLOW_UPS, ids=[case[0] for case in FOLLOW_UPS])
def test_a_follow_up_is_asked_when_its_answer_calls_for_it(
    k12: Pack, given: Given, item: str, parent: str, on: dict[str, Any], off: dict[str, Any]
) -> None:
    condition = compile_pack(k12).items[item]
    assert condition.holds(given(answers={parent: {"state": "answered", **on}}))
    assert not condition.holds(given(answers={parent: {"state": "answered", **off}}))


def test_silent_choices_are_the_words_for_silence(k12: Pack) -> None:
    for item in k12.items:
        silent = [choice for choice in item.choices if choice in ("not stated", "none stated")]
        assert [item.silent_choice] == (silent or [""]), item.id


def test_choices_that_stand_alone_are_exclusive(k12: Pack) -> None:
    alone = {"none", "none of these", "not stated", "none stated", "not applicable", "all"}
    for item in k12.items:
        if item.type is AnswerType.MANY_OF:
            assert set(item.exclusive) == alone.intersection(item.choices), item.id


def test_a_yes_is_bad_only_where_it_is_said(k12: Pack) -> None:
    reversed_ = [item.id for item in k12.items if item.good_side == "no"]
    assert reversed_ == ["thirdparty.own_policy", "tracking.analytics.for_marketing"]


def test_registers_have_typed_columns_with_labels(k12: Pack) -> None:
    register = k12.question("thirdparty.register")
    assert [column.id for column in register.columns] == [
        *("name", "service", "function", "info_shared", "student_data", "persistent_identifier", "own_use"),
        *("country", "agreement", "conditional_note"),
    ]
    labels = {column.id: column.label for column in register.columns}
    assert labels["info_shared"] == "What it receives"
    documents = {column.id: column.type for column in k12.question("review.documents").columns}
    assert documents["stated_date"] is AnswerType.DATE
    assert documents["kind"] is AnswerType.ONE_OF
    contacts = {column.id: column.type for column in k12.question("product.contacts").columns}
    assert contacts["email"] is AnswerType.EMAIL
    assert k12.question("nh.teacher_data.elements").columns == k12.question("data.elements").columns
    tier = k12.question("signoff.conclusion").columns[0]
    assert tier.choices == ("Meets", "Meets with conditions", "Not shown", "Does not meet", "Cannot say")


def test_numbers_have_units_and_words_for_no_number(k12: Pack) -> None:
    deadline = k12.question("breach.deadline")
    assert (deadline.units, deadline.bare_units) == (("hours", "days"), ("none stated",))
    notice = k12.question("sopipa.successor.notice")
    assert notice.units == ("days before closing", "days after closing")
