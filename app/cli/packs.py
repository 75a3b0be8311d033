"""`assess pack`: check or show a questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.documented import DocumentedGroup
from app.cli.failures import ExitCode, Stop
from app.cli.terminal import complain, console, put, say

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from app.questionnaire import Pack, Question
    from app.questionnaire.rules import Cap, Rule, Rulebook

INSTALLED = "k12"


@click.group(cls=DocumentedGroup)
def pack() -> None:
    """Check or show a questionnaire.

    A questionnaire (a pack) is a folder of TOML files; ours is k12. `pack check FOLDER` reads one of your own.
    """


@pack.command()
@click.argument("path", required=False, type=click.Path())
def check(path: str | None) -> int:
    """Check the pack in the folder PATH, or the installed one; exit code 1 if anything is wrong.

    Questions, conditions, statements and rules are looked at; every condition and rule is tried on sample answers.
    Every fault is named with file, line, id, field and what was expected, all at once.

    assess pack check
    assess pack check my-district/
    """
    from pathlib import Path

    from app.evidence.detectors.catalogue import DETECTORS
    from app.questionnaire import find_pack, read_pack
    from app.questionnaire.rule_checker import read_rules

    folder = Path(path) if path is not None else find_pack(INSTALLED, _own_folders())
    if folder.name == "pack.toml":
        folder = folder.parent
    if not folder.is_dir():
        raise Stop(f'"{folder}" is not a folder; a pack is a folder with a pack.toml.', ExitCode.REFUSED)
    found, faults = read_pack(folder, extra_folders=_own_folders())
    rules = 0
    if found is not None:
        book, more = read_rules(folder, found, extra_folders=_own_folders(), detectors=DETECTORS)
        faults, rules = (*faults, *more), len(book.rules)
    for fault in faults:
        put(_clean(str(fault)))
    if faults or found is None:
        complain(f'"{folder}" has {len(faults)} {"fault" if len(faults) == 1 else "faults"}.')
        return ExitCode.FOUND
    put(_clean(f"{found.id} {found.version}: {_counts(found)}, {_many(rules, 'rule')}. No faults."))
    return ExitCode.DONE


@pack.command("show")
@click.argument("name", metavar="[ID]", default=INSTALLED)
@click.option("--json", "as_json", is_flag=True, help="Sections, questions, follow-ups and rules as JSON.")
@click.option("--question", "question_id", metavar="QUESTION", help="One question in full.")
@click.option("--rule", "rule_id", metavar="RULE", help="One rule in full.")
@click.option("--rules", is_flag=True, help="The rules in place of the sections.")
def show_pack(name: str, as_json: bool, question_id: str | None, rule_id: str | None, rules: bool) -> None:
    """Show a pack: its sections with their counts, or one question or rule in full.

    ID is a pack, or a question or rule of k12.

    assess pack show
    assess pack show --rules
    assess pack show security.encryption.at_rest
    assess pack show CON-01
    assess pack show k12 --json
    """
    from app.questionnaire import PackError, find_pack, load_pack, outline
    from app.questionnaire.rulebook import read_rulebook

    pack_id = name
    try:
        folder = find_pack(pack_id, _own_folders())
    except PackError as error:
        pack_id, folder = INSTALLED, find_pack(INSTALLED)
        known = load_pack(folder, checked=False).by_id
        if question_id is None and rule_id is None:
            question_id, rule_id = (name, None) if name in known else (None, name.upper())
        if question_id is None and not any(rule.id == rule_id for rule in read_rulebook(folder)[0].rules):
            wanted = f'There is no pack, question or rule "{name[:60]}".'
            raise Stop(f"{wanted}{_known(name)}", ExitCode.USAGE) from error
    found = load_pack(folder, extra_folders=_own_folders(), checked=False)
    book = read_rulebook(folder, extra_folders=_own_folders())[0]
    if question_id is not None:
        question = _question(found, question_id)
        if as_json:
            _put_json(_question_data(found, question))
        else:
            _show_question(console(), question)
    elif rule_id is not None:
        rule = _rule(book, rule_id)
        if as_json:
            _put_json(_rule_data(rule))
        else:
            _show_rule(console(), rule)
    elif as_json:
        _put_json(outline(found, book))
    elif rules:
        _show_rules(console(), book)
    else:
        _show_sections(console(), found, book)


def _show_sections(out: Console, found: Pack, book: Rulebook) -> None:
    from app.cli.layout import QUIET, cell, cut, table

    out.print(cell(found.title, "bold"), cell(f"{found.id} {found.version}", QUIET))
    out.print()
    numbers = ("Questions", "Follow-ups", "Gates")
    made = table("Section", "Title", *numbers, "Asked when", firm=("Section",), right=numbers)
    for section in found.sections:
        followups = sum(len(q.followups) for q in section.questions)
        gates = sum(q.gate for q in section.questions)
        made.add_row(
            cell(section.id),
            cut(section.title),
            cell(str(len(section.questions))),
            cell(str(followups)),
            cell(str(gates) if gates else "·"),
            cut(section.when or "always", "" if section.when else QUIET),
        )
    out.print(made)
    say(
        f"{_counts(found)}, {_many(len(book.rules), 'rule')}. "
        "`assess pack show --question ID` shows one in full, `--rules` lists the rules."
    )


def _show_rules(out: Console, book: Rulebook) -> None:
    from app.cli.layout import cell, cut, table

    made = table("Rule", "Severity", "Kind", "Title", firm=("Rule", "Severity", "Kind"))
    for rule in book.rules:
        made.add_row(cell(rule.id), cell(rule.severity.value), cell(rule.kind.value), cut(rule.title))
    out.print(made)
    say(f"{_many(len(book.rules), 'rule')}. `assess pack show --rule ID` shows one in full.")


def _show_rule(out: Console, rule: Rule) -> None:
    from app.cli.layout import cell, fields, passage

    out.print(cell(rule.id, "bold"), cell(rule.title))
    out.print()
    facts = fields()
    for label, text in _rule_facts(rule):
        if text.strip():
            facts.add_row(label, passage(text))
    out.print(facts)


def _rule_facts(rule: Rule) -> list[tuple[str, str]]:
    variants = "\n".join(f"{one.severity.value} when {_flat(one.when)}" for one in rule.variants)
    caps = "\n".join(_cap_text(cap) for cap in rule.caps)
    rows = "\n".join(f"{one.name}: rows of {one.register} where {_flat(one.where)}" for one in rule.rows)
    sides = "\n".join(f"{one.label}: {', '.join((*one.answers, *one.rows))}" for one in rule.sides)
    slots = "\n".join(f"{{{name}}}: {_flat(text)}" for name, text in rule.slots.items())
    return [
        ("Severity", rule.severity.value),
        ("Or", variants),
        ("Kind", f"{rule.kind.value}, against the {rule.against.value}"),
        ("Law", "\n".join(rule.law)),
        ("Message", rule.message),
        ("Fix", rule.fix),
        ("When", _flat(rule.when)),
        ("For each", rule.each),
        ("Rows", rows),
        ("Detector", rule.detector),
        ("Slots", slots),
        ("Caps", caps),
        ("Sides", sides),
        ("May be open", ", ".join(rule.may_be_open)),
        ("Tried", "after all others" if rule.last else ""),
    ]


def _cap_text(cap: Cap) -> str:
    if cap.credit:
        limit = f"credit {_flat(cap.credit)}"
    elif cap.grade is not None:
        limit = f"evidence grade {cap.grade}"
    else:
        limit = f"{cap.evidence:g} of the evidence" if cap.evidence is not None else ""
    return f"{', '.join(cap.answers)}: {limit}{f' when {_flat(cap.when)}' if cap.when else ''}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _rule_data(rule: Rule) -> dict[str, object]:
    from app.questionnaire.snapshot import rule_data

    return rule_data(rule)


def _rule(book: Rulebook, rule_id: str) -> Rule:
    rule = book.by_id.get(rule_id) or book.by_id.get(rule_id.upper())
    if rule is None:
        near = _near(rule_id.upper(), tuple(book.by_id))
        raise Stop(f'{book.pack} has no rule "{rule_id[:80]}".{near}', ExitCode.USAGE)
    return rule


def _show_question(out: Console, question: Question) -> None:
    from app.cli.layout import cell, fields, passage, table

    out.print(cell(question.id, "bold"))
    out.print(passage(question.ask))
    out.print()
    facts = fields()
    for label, text in _facts(question):
        if text:
            facts.add_row(label, passage(text))
    out.print(facts)
    if question.columns:
        out.print()
        made = table("Column", "Label", "Takes", firm=("Column",))
        for column in question.columns:
            takes = "; ".join(column.choices) or column.type.value.replace("_", " ")
            made.add_row(cell(column.id), passage(column.label), passage(takes))
        out.print(made)
    if question.followups:
        out.print()
        made = table("Follow-up", "Asks", "Takes", "Asked when", firm=("Follow-up",))
        for followup in question.followups:
            takes = "; ".join([*followup.choices, *followup.units, *followup.bare_units])
            made.add_row(
                cell(followup.suffix),
                passage(followup.ask),
                passage(takes or followup.type.value.replace("_", " ")),
                passage(followup.when or "always"),
            )
        out.print(made)


def _facts(question: Question) -> list[tuple[str, str]]:
    severity = question.severity.value if question.severity else ""
    return [
        ("Section", question.section),
        ("Type", question.type.value.replace("_", " ")),
        ("Choices", "; ".join(question.choices)),
        ("Units", "; ".join([*question.units, *question.bare_units])),
        ("Asked when", question.when or "always"),
        ("Good side", question.good_side if question.type.value == "statement" else ""),
        ("If bad", f"{severity}{', a gate' if question.gate else ''}"),
        ("Why", question.why),
        ("Good", question.good),
        ("Red flag", question.red_flag),
        ("Evidence", question.evidence),
        ("Law", "\n".join(question.law)),
        ("Search for", "; ".join(question.cues)),
        ("Feeds", ", ".join(question.feeds)),
    ]


def _question_data(found: Pack, question: Question) -> dict[str, object]:
    """One question in the shape of the outline, with its help texts."""
    from app.questionnaire import outline

    top = question.parent or question.id
    data = next(q for s in outline(found)["sections"] for q in s["questions"] if q["id"] == top)
    if question.parent:
        data = next(f for f in data["followups"] if f["id"] == question.id)
    texts = {name: getattr(question, name) for name in ("why", "good", "red_flag", "evidence")}
    return {
        **data,
        **texts,
        "law": list(question.law),
        "cues": list(question.cues),
        "feeds": list(question.feeds),
    }


def _question(found: Pack, question_id: str) -> Question:
    question = found.by_id.get(question_id)
    if question is None:
        near = _near(question_id, tuple(found.by_id))
        raise Stop(f'{found.id} has no question "{question_id[:80]}".{near}', ExitCode.USAGE)
    return question


def _counts(found: Pack) -> str:
    followups = len(found.items) - len(found.questions)
    return f"{len(found.sections)} sections, {len(found.questions)} questions, {followups} follow-ups"


def _many(count: int, word: str) -> str:
    return f"{count} {word if count == 1 else f'{word}s'}"


def _own_folders() -> tuple[Path, ...]:
    """Where a user's own packs are."""
    from app.store.location import default_folder

    return (default_folder() / "packs",)


def _known(pack_id: str) -> str:
    from app.questionnaire import installed_packs

    own = [folder.name for place in _own_folders() if place.is_dir() for folder in place.iterdir()]
    known = sorted({*installed_packs(), *own})
    return _near(pack_id, known) or f" There is {', '.join(known)}."


def _near(word: str, words: list[str] | tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, words, 3)
    return f" Did you mean {' or '.join(near)}?" if near else ""


def _clean(text: str) -> str:
    from app.assessment.shown import shown

    return shown(text, limit=5_000)


def _put_json(data: dict[str, object]) -> None:
    from app.exchange.shapes import to_json

    put(to_json(data))
