"""The score as JSON, in the shapes that other programs rely on: more keys may join, none may leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.assessment.points import cut_points
from app.assessment.score import Figures, Gate, Judgement, Step
from app.exchange.shapes import Shown


def score_data(
    view: Shown,
    gates: Iterable[Gate],
    settings: Mapping[str, Any],
    steps: Iterable[Step] | None = None,
) -> dict[str, Any]:
    """`assess score --json`: tier with why, both numbers, by area, every loss, the gates.

    Numbers are of 100 and cut to one decimal, so that what falls short is not shown as enough; null where nothing could
    be scored. `settings` is what `settings_data` gives. `steps` is null where nobody asked for them.
    """
    judgement, score = view.judgement, view.judgement.score
    verdict = judgement.verdict
    return {
        "slug": view.assessment.slug,
        **_figures_data(judgement),
        "computed_tier": verdict.computed.value,
        "concluded": verdict.concluded,
        "override": verdict.override,
        "refused": verdict.refused,
        "why": list(verdict.why),
        "progress": {"answered": score.answered, "in_force": score.in_force},
        "areas": [{"area": area, **_area(figures)} for area, figures in score.areas.items()],
        "gates": [
            {"question": one.question.id, "credit": round(one.credit, 4), "cause": one.cause} for one in gates
        ],
        "losses": [
            {
                "question": one.question,
                "kind": one.kind.value,
                "points": round(one.points, 4),
                "cause": one.cause,
                "rule": one.rule or None,
            }
            for one in score.losses
            if one.points > 0
        ],
        "settings": dict(settings),
        "steps": None if steps is None else [_step_data(one) for one in steps],
    }


def what_if_data(view: Shown, question: str, outcomes: Iterable[tuple[str, Judgement]]) -> dict[str, Any]:
    """`assess score --what-if --json`: what each other answer to a question would do; `new` and `gone` are findings."""
    return {
        "slug": view.assessment.slug,
        "question": question,
        "now": _figures_data(view.judgement),
        "outcomes": [
            {"answer": label, **_figures_data(judged), **_moved_data(view.judgement, judged)}
            for label, judged in outcomes
        ],
    }


def moved(before: Judgement, after: Judgement) -> tuple[list[str], list[str]]:
    """Keys of the acting findings that come and that go, in the order of the findings."""
    was, now = ({one.key for one in judged.findings.acting} for judged in (before, after))
    return (
        [one.key for one in after.findings.acting if one.key not in was],
        [one.key for one in before.findings.acting if one.key not in now],
    )


def settings_data(thresholds: Mapping[str, tuple[float, float]], gates: Iterable[str]) -> dict[str, Any]:
    """`assess settings --json`: what counts, what the questionnaire asks, and the gates that were added."""
    return {
        "thresholds": {
            name: {"value": value, "of_pack": of_pack} for name, (value, of_pack) in thresholds.items()
        },
        "extra_gates": list(gates),
    }


def _figures_data(judgement: Judgement) -> dict[str, Any]:
    total = judgement.score.total
    return {
        "tier": judgement.verdict.tier.value,
        "commitment": cut_points(total.commitment),
        "assurance": cut_points(total.assurance),
    }


def _moved_data(before: Judgement, after: Judgement) -> dict[str, Any]:
    new, gone = moved(before, after)
    return {"new": new, "gone": gone}


def _area(figures: Figures) -> dict[str, Any]:
    return {
        "weight": figures.weight,
        "commitment": cut_points(figures.commitment),
        "assurance": cut_points(figures.assurance),
    }


def _step_data(step: Step) -> dict[str, Any]:
    return {
        "question": step.question or None,
        "what": step.what,
        "tier": step.tier.value,
        "commitment": cut_points(step.commitment),
        "assurance": cut_points(step.assurance),
        "cost": step.cost,
        "order": step.order,
    }
