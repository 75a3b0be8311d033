"""`assess findings`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app.cli.choosing import chosen_review, namer
from app.cli.documented import Documented
from app.cli.failures import ExitCode
from app.cli.session import database_option, reading, writing
from app.cli.terminal import console, put, say

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from app.assessment.findings import Finding, Findings
    from app.review import Library, Review
    from app.review.settling import FindingChange

_SEVERITIES = ("critical", "high", "medium", "low")
_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": ""}


@click.command(cls=Documented)
@database_option
@click.argument("slug", required=False)
@click.argument("key", required=False)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, with both sides and their quotes.")
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    help="End with 1 where a finding of this severity or a heavier one acts.",
)
@click.option("--all", "every", is_flag=True, help="Settled ones too, and each of one rule by itself.")
@click.option("--scan", is_flag=True, help="Look through the documents first for what rules can propose.")
@click.option("--history", is_flag=True, help="What became of KEY, newest first, with who and when.")
@click.option("--state", help="Record a state for KEY: open, answered, fixed, accepted, withdrawn.")
@click.option("--reason", help="Why, with --state or --dismiss; that of a state is printed.")
@click.option("--owner", help="Who sees to it, with --state accepted; printed.")
@click.option("--due", help="By when, as 2027-01-31.")
@click.option("--confirm", is_flag=True, help="Make the proposal KEY a finding.")
@click.option("--dismiss", is_flag=True, help="Say that the proposal KEY is none; needs --reason.")
def findings(
    slug: str | None,
    key: str | None,
    *,
    as_json: bool,
    fail_on: str | None,
    every: bool,
    scan: bool,
    history: bool,
    state: str | None,
    reason: str | None,
    owner: str | None,
    due: str | None,
    confirm: bool,
    dismiss: bool,
) -> int:
    """List what the rules find in an assessment, heaviest first; show or settle one of them.

    KEY is the id of its rule, and what it is about where there can be several; --all and --json show it
    in full. What a scan finds is kept until a document changes. `assess raise` raises one by hand.

    assess findings classtag
    assess findings classtag CON-01
    assess findings classtag "GAP-00 security.encryption.in_transit" --json
    assess findings classtag CON-07 --state withdrawn --reason "Seen."
    assess findings classtag CON-07 --history
    assess findings classtag --json --fail-on high
    assess findings larkspur --scan
    """
    settling = confirm or dismiss or any(one is not None for one in (state, owner, due))
    _check_wanted((settling or history) and key is None, sum((confirm, dismiss, state is not None, history)))
    if reason is not None and (confirm or not settling):
        raise click.UsageError("--reason goes with --state or --dismiss.")
    if (confirm or dismiss) and not (owner is None and due is None):
        raise click.UsageError("--owner and --due go with --state.")
    with _opened(settling=settling, scan=scan) as library:
        review = chosen_review(library, slug)
        if scan or confirm or dismiss:
            say("Looking through the documents ...")
            review.scan()
        else:
            _tell_unread(review)
        key = None if key is None else _known(review, key)
        if settling and key is not None:
            if confirm or dismiss:
                _decide(review, key, None if confirm else reason or "")
            else:
                review.settle(key, state, reason=reason, owner=owner, due=due)
            say("Saved.")
            _tell_past(review, due)
        if history and key is not None:
            _show_history(console(), review, key, as_json=as_json)
            return _code(review.view.judgement.findings, fail_on)
        judged = review.view.judgement.findings if key is None else _only(review, key)
        if as_json:
            from app.exchange.shapes import findings_data, to_json

            put(to_json(findings_data(judged, namer(review))))
        elif key is not None:
            _show_one(console(), review, judged)
        else:
            _show_list(console(), judged, every=every)
        return _code(review.view.judgement.findings, fail_on)


def _opened(*, settling: bool, scan: bool) -> AbstractContextManager[Library]:
    """The library, for writing where something is to be kept."""
    if settling:
        return writing()
    if scan:
        return writing(otherwise="What the documents say is looked at, and not kept.")
    return reading()


def _tell_unread(review: Review) -> None:
    """Say how many documents no rule has looked through: what stands there is not in the list."""
    if number := review.detecting.pending():
        have = "1 document has" if number == 1 else f"{number} documents have"
        say(f"{have} not been looked through; --scan does that.")


def _tell_past(review: Review, due: str | None) -> None:
    """Say that a date has gone by: it is kept, for it may be meant."""
    from app.assessment.values import parse_date

    if due and (day := parse_date(due)) < review.today().isoformat():
        say(f"{day} is past: it is overdue at once.")


def _known(review: Review, key: str) -> str:
    """The key as it is written, whatever its capitals and blanks; unchanged where there is none like it."""
    judged = review.view.judgement.findings
    keys = [*(one.key for one in judged.found), *(one.key for one in judged.proposals)]
    wanted = " ".join(key.casefold().split())
    return next((one for one in keys if one.casefold() == wanted), key)


def _check_wanted(nameless: bool, verbs: int) -> None:
    if nameless:
        raise click.UsageError("Say which finding: its rule's id, as listed by assess findings.")
    if verbs > 1:
        raise click.UsageError("Use one of --state, --confirm, --dismiss and --history.")


def _decide(review: Review, key: str, reason: str | None) -> None:
    """Confirm a proposal, or dismiss it with this reason."""
    if reason is None:
        review.confirm_proposal(key)
    else:
        review.dismiss_proposal(key, reason)


def _code(judged: Findings, fail_on: str | None) -> int:
    if fail_on is None:
        return ExitCode.DONE
    heavy = _SEVERITIES[: _SEVERITIES.index(fail_on) + 1]
    if judged.broken:
        word = "rule" if len(judged.broken) == 1 else "rules"
        say(f"{len(judged.broken)} {word} could not be run, so nobody can say that nothing is {fail_on}.")
        return ExitCode.FOUND
    count = sum(one.severity.value in heavy for one in judged.acting)
    if not count:
        return ExitCode.DONE
    say(f"{count} {'finding is' if count == 1 else 'findings are'} {fail_on} or heavier.")
    return ExitCode.FOUND


def _only(review: Review, key: str) -> Findings:
    """The findings and proposals of this key, or of the rule of this id. Raises `Unknown`."""
    from dataclasses import replace

    judged = review.view.judgement.findings
    wanted = key.casefold()

    def meant(one: Finding) -> bool:
        return wanted in (one.key.casefold(), one.rule.casefold())

    found = tuple(one for one in judged.found if meant(one))
    proposals = tuple(one for one in judged.proposals if meant(one.finding))
    if not found and not proposals:
        review.finding(key)
    return replace(judged, found=found, proposals=proposals, broken=(), waiting=())


def _show_list(out: Console, judged: Findings, *, every: bool) -> None:
    from app.cli.layout import QUIET, cell, cut, table

    shown = [one for one in judged.found if one.acts or every]
    if shown:
        out.print(_table(shown, every=every))
    else:
        out.print(cell("No rule found anything. That is no proof that nothing is wrong.", QUIET))
    if judged.proposals:
        out.print()
        proposed = table("Proposed", "Rule", "About", "What", firm=("Proposed", "Rule"))
        for proposal in judged.proposals:
            one = proposal.finding
            proposed.add_row(_severity(one), cell(one.rule), cell(one.subject), cut(one.message))
        out.print(proposed)
    if count := len(judged.waiting):
        word = "rule waits" if count == 1 else "rules wait"
        out.print(cell(f"{count} {word} for questions that are open.", QUIET))
    for broken in judged.broken:
        out.print(cell(f"{broken.rule} could not be run: {broken.why}.", "yellow"))


def _severity(one: Finding) -> Text:
    from app.cli.layout import cell

    return cell(one.severity.value, _STYLES[one.severity.value])


def _table(shown: list[Finding], *, every: bool) -> Table:
    """A line a finding; several of one rule in one line unless `every` is asked for."""
    from app.assessment.findings import HEAVY, STATE_WORDS
    from app.cli.layout import QUIET, cell, cut, table

    made = table("", "Rule", "About", "What", "State", firm=("", "Rule", "State"))
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for one in shown:
        alone = every or (one.of_rule and one.severity in HEAVY)
        groups.setdefault((one.key,) if alone else (one.severity, one.rule, one.state), []).append(one)
    for same in groups.values():
        first = same[0]
        about = cell(first.subject) if every else cut(first.subject)
        what = cell(first.title) if first.of_rule else cut(first.title)
        if len(same) > 1:
            word = "questions" if first.subject in first.answers else "of them"
            about, what = cell(f"{len(same)} {word}", QUIET), cut(first.heading)
        made.add_row(_severity(first), cell(first.rule), about, what, cell(STATE_WORDS[first.state]))
    return made


def _show_one(out: Console, review: Review, judged: Findings) -> None:
    named = namer(review)
    for number, one in enumerate((*judged.found, *(p.finding for p in judged.proposals))):
        if number:
            out.print()
        _show_finding(out, one, named, proposed=one not in judged.found)


def _show_finding(out: Console, one: Finding, named: Any, *, proposed: bool) -> None:
    from app.assessment.findings import STATE_WORDS
    from app.cli.layout import QUIET, cell, fields, passage

    severity = one.severity.value
    out.print(cell(one.key, "bold"), cell(severity, _STYLES[severity]), cell(one.title))
    out.print(passage(one.message))
    out.print()
    facts = fields()
    facts.add_row("State", cell("proposed, waits for your word" if proposed else STATE_WORDS[one.state]))
    for label, text in (("Reason", one.reason), ("Owner", one.owner), ("Due", one.due)):
        if text:
            facts.add_row(label, passage(text))
    if one.came_back:
        facts.add_row(
            "", cell(f"It was {STATE_WORDS[one.came_back]}; its cause has changed since.", "yellow")
        )
    if one.law:
        facts.add_row("Law", passage("; ".join(one.law)))
    if one.fix:
        facts.add_row("Fix", passage(one.fix))
    out.print(facts)
    for side in one.sides:
        out.print()
        out.print(cell(side.label, "bold"))
        for spot in side.spots:
            line = f"{spot.question}: {spot.text}" if spot.question else spot.text
            out.print(passage(line))
            for citation in spot.citations:
                id_, name = named(citation.document)
                where = f"{id_ or name}, {citation.place}"
                out.print(
                    passage(
                        f"    {where}: \u201c{citation.quote}\u201d" if citation.quote else f"    {where}",
                        QUIET,
                    )
                )


def _show_history(out: Console, review: Review, key: str, *, as_json: bool) -> None:
    """What was recorded of one finding; nothing of a key that never was one is no error of the reader's."""
    from app.assessment.findings import STATE_WORDS
    from app.cli.layout import QUIET, cell, passage, table

    changes = review.finding_history(key)
    if not changes:
        _only(review, key)
    if as_json:
        from app.exchange.shapes import to_json

        put(to_json([_change_data(one) for one in changes]))
        return
    if not changes:
        out.print(cell("Nothing was recorded of it; it stands as the rule found it.", QUIET))
        return
    made = table("When", "By", "State", "Reason", "Owner", "Due", firm=("When", "Due"))
    for one in changes:
        after = one.after
        state = STATE_WORDS[after.state] + ("" if one.in_effect else " (undone)")
        made.add_row(
            cell(f"{one.change.at.astimezone():%Y-%m-%d %H:%M}"),
            cell(one.change.by or "-"),
            cell(state, "" if one.in_effect else QUIET),
            passage(after.reason),
            cell(after.owner),
            cell(after.due),
        )
    out.print(made)


def _change_data(one: FindingChange) -> dict[str, Any]:
    return {
        "at": one.change.at.isoformat(),
        "by": one.change.by or None,
        "state": one.after.state.value,
        "reason": one.after.reason,
        "owner": one.after.owner or None,
        "due": one.after.due or None,
        "in_effect": one.in_effect,
    }
