"""What stands on the score screen."""

from __future__ import annotations

import re
from dataclasses import replace

from app.assessment.case import JudgeSettings
from app.assessment.findings import Findings
from app.assessment.score import Figures, Gate, Judgement, Line, Loss, LossKind, Score, Step, Tier, Verdict
from app.questionnaire import load_installed
from app.tui.score_entries import GATES, SMALL, THRESHOLD, Scored, head_line, score_entries
from tests.tui.stage import only_text

REST, SALE = "security.encryption.at_rest", "sopipa.no_sale"
NASTY = "[/] [Annex A] \x1b[2J"


def scored(steps: tuple[Step, ...] | None = None, **verdict: object) -> Scored:
    pack = load_installed()
    score = Score(
        lines=(Line(REST, "security", 5, 1, 1, 2, 0.5, 1, "D1"),),
        total=Figures(5, 84.99, 39.96),
        areas={"security": Figures(5, 84.99, 39.96)},
        losses=(
            Loss(REST, LossKind.CONTRADICTION, 2.5, NASTY, "CON-02"),
            Loss(SALE, LossKind.ANSWER, 0, "none"),
        ),
        answered=90,
        in_force=100,
    )
    tier = Verdict(Tier.NOT_SHOWN, Tier.NOT_SHOWN, why=(f"The gate {SALE} has credit 0: CON-02.",), **verdict)  # type: ignore[arg-type]
    return Scored(
        pack=pack,
        judgement=Judgement(Findings(), score, tier),
        gates=[Gate(pack.by_id[SALE], 0.0, f"CON-02 {NASTY}"), Gate(pack.by_id[REST], 1.0, "")],
        thresholds={"meets.commitment": (90.0, 85.0), "conditions.assurance": (45.0, 45.0)},
        settings=JudgeSettings({"meets.commitment": 90.0}, (REST,)),
        steps=steps,
    )


def text(of: Scored, width: int = 100) -> str:
    return "\n".join(f"{entry.head.plain} {entry.text.plain}" for entry in score_entries(of, width))


def test_every_part_is_there_and_numbers_are_cut_not_rounded() -> None:
    said = text(scored())
    assert "Not shown  computed" in said
    assert re.search(r"84\.9 .*\n.* 39\.9 ", said)
    assert not re.search(r"85\.0|40\.0", said)
    assert "2.50  Encryption at rest" in said
    assert "contradicted, CON-02" in said
    assert "1 of 2 have full credit" in said
    assert "60.0 points of assurance, 1 loss" in said
    assert "the questionnaire asks 85" in said
    assert "Encryption at rest" in said.rpartition("Gates besides")[2]
    assert "Working it out" in said
    assert head_line(scored().judgement) == "Not shown   C 84.9  A 39.9"


def test_lines_lead_to_questions_and_settings() -> None:
    entries = score_entries(scored(), 100)
    leads = {entry.text.plain: entry.question for entry in entries if entry.question}
    assert leads[f"The gate {SALE} has credit 0: CON-02."] == SALE
    assert {entry.key for entry in entries if entry.key} == {
        f"{THRESHOLD}meets.commitment",
        f"{THRESHOLD}conditions.assurance",
        GATES,
    }
    assert {REST, SALE} <= set(leads.values())


def test_steps_say_where_they_lead_and_what_they_ask() -> None:
    alone = text(scored((Step(REST, f"Get it {NASTY}", Tier.MEETS, 90, 70, 1),)))
    assert "Each by itself" in alone
    assert "→ Meets  C 90.0 A 70.0  asks for a sentence" in alone
    several = text(
        scored((Step(REST, "First", Tier.NOT_SHOWN, 1, 1, 3, 1), Step("", "Then", Tier.MEETS, 2, 2, 2, 2)))
    )
    assert "Together, in this order" in several
    assert "Nothing was found" in text(scored(()))


def test_a_conclusion_that_is_not_shown_says_why_and_one_that_differs_its_reason() -> None:
    assert "because [Annex A]" in text(scored(refused="because [Annex A]"))
    said = text(scored(concluded=True, override="we know [/] better"))
    assert "the reviewer's conclusion" in said
    assert "Reason: we know [/] better" in said


def test_no_text_does_anything_to_the_terminal_at_any_width() -> None:
    steps = (Step("", NASTY, Tier.MEETS, None, None, 9),)
    for width in (1, 20, 60, 160):
        assert only_text(text(scored(steps), width))


def test_small_losses_share_a_line_that_opens() -> None:
    small = [Loss(SALE, LossKind.AGE, 0.2, f"5 years old {n}") for n in range(3)]
    of = scored()
    judgement = replace(
        of.judgement, score=replace(of.judgement.score, losses=(*of.judgement.score.losses, *small))
    )
    closed = replace(of, judgement=judgement)
    assert "0.60  3 losses of less than 0.5 points each" in text(closed)
    assert "5 years old" not in text(closed)
    assert [entry.key for entry in score_entries(closed, 100)].count(SMALL) == 1
    assert text(replace(closed, all_losses=True)).count("5 years old") == 3


def test_gates_that_no_step_moves_are_named() -> None:
    step = Step(REST, "Get it", Tier.NOT_SHOWN, 90, 70, 1, 1)
    assert "After these steps this gate still has credit 0: No sale (Agreement B)." in text(scored((step,)))
    assert "still ha" not in text(scored((replace(step, question=SALE),)))
