from __future__ import annotations

from dataclasses import replace

import pytest

from app.assessment.case import JudgeSettings
from app.assessment.judged import Judged
from app.assessment.points import points_text
from app.assessment.profile import Bullets, Facts, Paragraph
from app.assessment.score import Figures, Loss, LossKind, Score, Tier, Verdict
from app.assessment.score_blocks import cause_text, in_print, tier
from app.questionnaire.rulebook import load_rulebook
from tests.assessment.answered import k12
from tests.assessment.judged import LINES, judgement, scored
from tests.assessment.test_compose import printed, profile_of, table


def test_every_area_has_its_figures_and_largest_losses() -> None:
    rows = table(profile_of({}, judgement=judgement()), "P17", "Scores by area").rows
    assert rows == (
        (
            "Agreement A: FERPA and AB 1584",
            "5",
            "100.0",
            "63.0",
            "ferpa.ownership 8.3 (evidence: published policy); ferpa.ownership 1.9 (age: 14 months old)",
        ),
        (
            "Agreement B: SOPIPA and its sister laws",
            "8",
            "0.0",
            "0.0",
            "sopipa.no_sale 44.4 (contradicted, CON-02)",
        ),
        ("Security", "5", "0.0", "–", "security.encryption.at_rest 27.8 (the documents are silent)"),
        ("All areas", "18", "27.7", "17.5", "see below"),
    )


def test_the_losses_add_up_to_what_is_missing() -> None:
    shown = table(profile_of({}, judgement=judgement()), "P17", "Where the points are lost")
    ask = k12().by_id["sopipa.no_sale"].ask
    assert shown.rows[0] == ("44.4", f"{ask} (sopipa.no_sale)", "contradicted, CON-02")
    assert shown.footer == "Assurance is 17.5: 82.5 points of 100 are lost. These are all of them."


def test_of_many_losses_ten_are_named_and_the_others_summed() -> None:
    losses = tuple(Loss("ferpa.ownership", LossKind.ANSWER, 6.0 - n / 5, "no") for n in range(14))
    missing = sum(loss.points for loss in losses)
    score = Score(LINES, Figures(18, 50.0, 100 - missing), {}, losses)
    shown = table(profile_of({}, judgement=judgement(score=score)), "P17", "The 10 largest losses")
    assert len(shown.rows) == 10
    assert shown.footer == (
        "Assurance is 34.2: 65.8 points of 100 are lost. These make up 51.0 of them, and 4 smaller losses the other 14.8."
    )


def test_nothing_scored_is_said_and_not_printed_as_a_number() -> None:
    text = printed(profile_of({}, judgement=judgement(score=Score())), "P17")
    assert "Nothing could be scored" in text
    assert "Scores by area" not in text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0.0, "0.0"), (69.99, "69.9"), (70.0, "70.0"), (69.9999999999, "70.0"), (100.0, "100.0")],
)
def test_a_score_is_never_rounded_up_to_a_threshold(value: float | None, text: str) -> None:
    assert points_text(value) == text


@pytest.mark.parametrize(
    ("kind", "cause", "rule", "text"),
    [
        (LossKind.CONTRADICTION, "CON-02", "CON-02", "contradicted, CON-02"),
        (LossKind.CONTRADICTION, "advertising row.", "CON-02", "contradicted, CON-02: advertising row"),
        (LossKind.CONTRADICTION, "", "", "contradicted"),
        (LossKind.CONTRADICTION, "GAP-03", "GAP-03", "lowered by GAP-03"),
        (LossKind.EVIDENCE, "published policy", "", "evidence: published policy"),
        (LossKind.AGE, "8 years old", "", "age: 8 years old"),
        (LossKind.ANSWER, "the documents are silent", "", "the documents are silent"),
    ],
)
def test_a_cause_is_told_in_words(kind: LossKind, cause: str, rule: str, text: str) -> None:
    assert cause_text(Loss("q", kind, 1.0, cause, rule)) == text


def told(verdict: Verdict, settings: JudgeSettings | None = None) -> tuple[str, Bullets, dict[str, str]]:
    judged = Judged(judgement(verdict=verdict), (), load_rulebook("k12"), settings or JudgeSettings())
    found = tier(judged)
    text = " ".join(block.text for block in found if isinstance(block, Paragraph))
    bullets = next(block for block in found if isinstance(block, Bullets))
    return text, bullets, dict(next(block for block in found if isinstance(block, Facts)).items)


def test_the_tier_comes_with_what_it_rests_on() -> None:
    why = ("CON-02 is critical and open.", "Assurance is 17.5; 45 is needed")
    text, bullets, facts = told(Verdict(Tier.DOES_NOT_MEET, Tier.DOES_NOT_MEET, why))
    assert text.startswith(
        "The tier shown, “Does not meet”, is computed; the reviewer's own conclusion is not shown"
    )
    assert bullets.items == ("CON-02 is critical and open.", "Assurance is 17.5; 45 is needed.")
    assert facts["Assurance for “Meets”"] == "at least 65"
    assert facts["Age of the main evidence for “Meets”"] == "at most 24 months"
    assert facts["SHA-256 of the rulebook"] == "ab" * 32
    assert facts["Rulebook"].startswith("k12 1.0, ")
    assert len(facts["SHA-256 of this judgment"]) == 64


def test_an_override_and_a_refused_one_are_told_with_their_reasons() -> None:
    why = ("w",)
    text, _, _ = told(
        Verdict(Tier.NOT_SHOWN, Tier.MEETS, why, concluded=True, override="the seal has lapsed")
    )
    assert "is the reviewer's conclusion; the one computed is “Meets”" in text
    assert "Reason for the difference: the seal has lapsed." in text
    text, _, _ = told(Verdict(Tier.NOT_SHOWN, Tier.NOT_SHOWN, why, refused="more than one step up"))
    assert "The reviewer recorded another one, which is not shown: more than one step up." in text


def test_what_a_district_raised_and_added_is_printed() -> None:
    settings = JudgeSettings(
        {"meets.assurance": 80.0, "meets.months": 12.0}, ("breach.plan", "audit.lea_right")
    )
    _, _, facts = told(Verdict(Tier.MEETS, Tier.MEETS, ("w",)), settings)
    assert facts["Assurance for “Meets”"] == "at least 80 (set by the district; the questionnaire asks 65)"
    assert facts["Age of the main evidence for “Meets”"] == (
        "at most 12 months (set by the district; the questionnaire asks 24)"
    )
    assert facts["Gates besides the questionnaire's own"] == "breach.plan, audit.lea_right"


def test_a_score_without_an_assurance_lists_no_losses() -> None:
    score = replace(scored(), total=Figures(18, 20.0, None))
    assert "points of 100 are lost" not in printed(profile_of({}, judgement=judgement(score=score)), "P17")


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            "The gate breach.deadline has credit 0.5: the answer is partial; 1 is needed for Meets.",
            "“Deadline of the breach notice”, which must hold, counts 0.5 of 1: the answer is partial; 1 is needed for Meets.",
        ),
        (
            "The gate breach.deadline is a plain no.",
            "“Deadline of the breach notice”, which must hold, is a plain no.",
        ),
        ("The gate own.one has credit 0: CON-05.", "“own.one”, which must hold, counts 0 of 1: CON-05."),
        ("No privacy policy is in the file (policy.document).", "No privacy policy is in the file."),
        ("Commitment is 38.7; 70 is needed.", "Commitment is 38.7; 70 is needed."),
    ],
)
def test_in_print_a_gate_has_a_name(why: str, said: str) -> None:
    assert in_print(why, load_rulebook()) == said
