"""`assess settings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from app.cli.documented import Documented
from app.cli.session import database_option, reading, writing
from app.cli.terminal import console, put, say

if TYPE_CHECKING:
    from app.assessment.case import JudgeSettings
    from app.review import Library

_AS_ASKED = "default"


@click.command(cls=Documented)
@database_option
@click.argument("name", required=False)
@click.argument("value", required=False)
@click.option("--gate", "gates", metavar="QUESTION", multiple=True, help="A gate from now on; repeatable.")
@click.option("--no-gate", "dropped", metavar="QUESTION", multiple=True, help="An added gate no longer.")
@click.option("--json", "as_json", is_flag=True, help="The settings as JSON.")
def settings(
    name: str | None, value: str | None, *, gates: tuple[str, ...], dropped: tuple[str, ...], as_json: bool
) -> None:
    """Show what this district asks beyond the questionnaire, or ask for more.

    Thresholds can only be stricter than the questionnaire's, and gates only be added. They are kept in this
    database, count for all its assessments, and are printed in every profile. The VALUE "default" takes a
    threshold back to what the questionnaire asks.

    assess settings
    assess settings conditions.assurance 60
    assess settings conditions.assurance default
    assess settings --gate breach.plan
    assess settings --no-gate breach.plan
    assess settings --json
    """
    if name is not None and value is None:
        raise click.UsageError("Say to what: NAME VALUE.")
    if name is None and not gates and not dropped:
        with reading() as library:
            _show(library, as_json=as_json)
        return
    with writing() as library:
        before = library.judge_settings()
        library.set_judge_settings(_changed(library, before, (name, value), gates, dropped))
        if library.unjudged():
            number = library.judge_rows()
            say(f"Saved. {number} {'assessment was' if number == 1 else 'assessments were'} judged anew.")
        else:
            say("Nothing is changed." if library.judge_settings() == before else "Saved.")
        if as_json:
            _show(library, as_json=True)


def _changed(
    library: Library,
    before: JudgeSettings,
    threshold: tuple[str | None, str | None],
    gates: tuple[str, ...],
    dropped: tuple[str, ...],
) -> JudgeSettings:
    from app.assessment.case import JudgeSettings

    thresholds, (name, value) = dict(before.thresholds), threshold
    if name is not None and value is not None:
        known = library.thresholds()
        if value.strip().casefold() == _AS_ASKED and name in known:
            thresholds.pop(name, None)
        else:
            thresholds[name] = _number(value)
            if name in known and thresholds[name] == known[name][1]:
                del thresholds[name]
    extra = list(before.extra_gates)
    for one in dropped:
        if one not in extra:
            raise click.UsageError(f'"{one[:80]}" is no added gate; {", ".join(extra) or "none was added"}.')
        extra.remove(one)
    return JudgeSettings(thresholds, tuple(dict.fromkeys((*extra, *gates))))


def _number(text: str) -> float:
    try:
        return float(text.strip().rstrip("%").strip().replace(",", "."))
    except ValueError as error:
        raise click.UsageError(f'"{text[:40]}" is not a number.') from error


def _show(library: Library, *, as_json: bool) -> None:
    extra, thresholds = library.judge_settings().extra_gates, library.thresholds()
    if as_json:
        from app.exchange.scored import settings_data
        from app.exchange.shapes import to_json

        put(to_json(settings_data(thresholds, extra)))
        return
    _show_table(thresholds, extra)


def _show_table(thresholds: Mapping[str, tuple[float, float]], extra: tuple[str, ...]) -> None:
    from app.assessment.score_blocks import threshold_text
    from app.cli.layout import QUIET, cell, cut, table

    out = console()
    made = table(
        "Name", "What it is", "Counts", "Questionnaire", firm=("Name",), right=("Counts", "Questionnaire")
    )
    for name, (value, of_pack) in thresholds.items():
        stricter = "bold" if value != of_pack else ""
        made.add_row(
            cell(name),
            cut(threshold_text(name, value)[0]),
            cell(f"{value:g}", stricter),
            cell(f"{of_pack:g}", QUIET),
        )
    out.print(made)
    out.print()
    out.print(cell(f"Gates besides the questionnaire's own: {', '.join(extra) or 'none'}."))
