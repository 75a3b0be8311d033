"""Section P17, the findings: the table, what each of them rests on, and what the review itself lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from app.assessment.answer import Citation, State
from app.assessment.appendix import passage, place_of
from app.assessment.clauses import listed, one_line, stopped, without_stop
from app.assessment.documents import date_text, merged, source_of
from app.assessment.findings import SEVERITIES, STATE_WORDS, Finding, FindingState, SideShown, Spot, by_hand
from app.assessment.judged import Judged
from app.assessment.places import TABLES
from app.assessment.profile import Block, Facts, Heading, Paragraph, Table, TableColumn
from app.assessment.sheet import Sheet, counted
from app.questionnaire.model import Severity
from app.questionnaire.rules import RuleKind

MOST_PASSAGES = 3
"""Passages quoted for one answer or row; P19 has the others."""
_MOST_PLACES = 4
_MOST_SPOTS = 12
"""Answers and rows shown on one side of a finding; the others are counted."""
_MOST_WORDS = 60
"""Words of an answer that are repeated."""
_MOST_RULES = 24
_MOST_THIN = 1
"""Passages quoted in a row."""
NO_RISK_SHOWN = "That no finding is listed about something does not show that there is no risk in it."

Group = Sequence[Finding]
"""Findings of one rule and one severity."""


def findings(sheet: Sheet, judged: Judged) -> tuple[Block, ...]:
    """The findings about the vendor: how many, the table, and a block for each rule."""
    standing = judged.standing
    last = frozenset(rule.id for rule in judged.book.rules if rule.last)
    thin = [finding for finding in standing if is_thin(finding, last)]
    groups = grouped(finding for finding in standing if finding not in thin)
    blocks: list[Block] = [Paragraph(_summary(sheet, judged))]
    if not standing:
        return tuple(blocks)
    told: set[str] = set()
    if groups:
        blocks.append(_table(sheet, groups, others=len(thin)))
    for severity in SEVERITIES:
        of_it = [group for group in groups if group[0].severity is severity]
        if of_it:
            blocks.append(Heading(f"{severity.value.capitalize()}: why, and what would settle it"))
            for group in of_it:
                blocks += detail(sheet, group, in_table=True, told=told)
    if thin:
        blocks += _thin(sheet, thin, last)
    return tuple(blocks)


def is_thin(finding: Finding, last: Collection[str]) -> bool:
    """Whether a finding needs no more than one row: it says that an answer is silent or thin, and nobody has said more.

    `last` are the ids of the rules that only repeat a weak answer which no other rule speaks of.
    """
    told = finding.reason or finding.owner or finding.due or finding.came_back is not None
    if told or finding.state is not FindingState.OPEN or finding.kind is RuleKind.MANUAL:
        return False
    if finding.severity is Severity.LOW or finding.rule in last:
        return True
    weighty = finding.severity in (Severity.CRITICAL, Severity.HIGH) or finding.is_contradiction
    return not weighty and not finding.citations


def _thin(sheet: Sheet, found: Sequence[Finding], last: Collection[str]) -> tuple[Block, ...]:
    """One row for each finding, heaviest first; those on which nothing was found in a table of their own."""
    ordered = sorted(found, key=lambda one: SEVERITIES.index(one.severity))
    silent = [f for f in ordered if f.rule in last and sheet.standing(f.subject) is State.NOT_ADDRESSED]
    others = [f for f in ordered if f not in silent]
    identity, point = TableColumn("Id", 0.7), TableColumn("Question or point", 2.6)
    law, fix = TableColumn("Law", 2.6), TableColumn("What would settle it", 2.4)
    blocks: list[Block] = [Heading("Also silent or thin")]
    if others:
        columns = (identity, point, TableColumn("What the documents say", 3.6), law, fix)
        rows = tuple(
            (_id(f), _point(sheet, f), _said(sheet, f), law_text(f), one_line(f.fix) or "–") for f in others
        )
        blocks.append(Table("", columns, rows, footer="All of these are open.", compact=True))
    if silent:
        bare = tuple((_id(f), _point(sheet, f), law_text(f), one_line(f.fix) or "–") for f in silent)
        footer = "All of these are open. P19 says what was looked for."
        blocks.append(
            Table(
                "Nothing in the file speaks to these",
                (identity, point, law, fix),
                bare,
                footer=footer,
                compact=True,
            )
        )
    return tuple(blocks)


def _id(finding: Finding) -> str:
    return f"{finding.rule}\n{finding.severity.value}"


def _point(sheet: Sheet, finding: Finding) -> str:
    """The question that a finding is about; for one about none its title with what it is about."""
    return subject_text(sheet, finding) if finding.subject in sheet.pack.by_id else _titled(sheet, finding)


def _said(sheet: Sheet, finding: Finding) -> str:
    """What a finding says beyond the question above it, and the first passages that it rests on."""
    message = stopped(one_line(finding.message))
    question = sheet.pack.by_id.get(finding.subject)
    if question is not None:
        message = message.removeprefix(f'"{one_line(question.ask)}": ')
        message = message.replace(f'"{one_line(question.ask)}"', "this")
        message = message[:1].upper() + message[1:]
    told = [citation for citation in finding.citations if not citation.lost]
    if question is not None and told and all(spot.question for side in finding.sides for spot in side.spots):
        places = list(dict.fromkeys(place_of(citation) for citation in told))
        more = len(places) - _MOST_PLACES
        lines = [f"{', '.join(places[:_MOST_PLACES])}{f' and {more} more' if more > 0 else ''}, see P19"]
    else:
        passages = list(dict.fromkeys(map(passage, told)))
        more = len(passages) - _MOST_THIN
        lines = [*passages[:_MOST_THIN], *((f"and {more} more, see P19",) if more > 0 else ())]
    return "\n".join((message, *lines))


def lacking(sheet: Sheet, judged: Judged) -> tuple[Block, ...]:
    """What the review itself lacks; nothing where it lacks nothing."""
    if not judged.lacking:
        return ()
    blocks: list[Block] = [
        Heading("What this review lacks"),
        Paragraph(
            f"These points are about the review. They say nothing about {sheet.assessment.vendor}, "
            "and they are the reviewer's to settle."
        ),
    ]
    for group in grouped(judged.lacking):
        blocks += detail(sheet, group, severity=True)
    return tuple(blocks)


def settled(sheet: Sheet, judged: Judged) -> tuple[Block, ...]:
    """What no longer counts, with the reason."""
    if not judged.settled:
        return ()
    columns = (
        TableColumn("Id", 0.8),
        TableColumn("What", 4),
        TableColumn("State", 1.1),
        TableColumn("Reason", 4),
    )
    rows = tuple(
        (f.rule, _titled(sheet, f), STATE_WORDS[f.state], one_line(f.reason) or "none recorded")
        for f in judged.settled
    )
    footer = "These take nothing from the scores. The reviewer recorded the state of each."
    return (Heading("Settled and withdrawn"), Table("", columns, rows, footer=footer))


def counts_text(found: Iterable[Finding]) -> str:
    """`2 critical, 11 high and 6 low`; empty for none."""
    severities = [finding.severity for finding in found]
    return listed([f"{severities.count(s)} {s.value}" for s in SEVERITIES if s in severities])


def _summary(sheet: Sheet, judged: Judged) -> str:
    standing, findings = judged.standing, judged.judgement.findings
    if standing:
        number = counted(len(standing), "finding stands", "findings stand")
        said = [f"{number} about {sheet.assessment.vendor}: {counts_text(standing)}."]
    else:
        said = [f"No finding stands about {sheet.assessment.vendor}."]
    said.append(NO_RISK_SHOWN)
    if findings.waiting:
        rules = list(dict.fromkeys(waiting.rule for waiting in findings.waiting))
        one = len(rules) == 1
        said.append(
            f"{counted(len(rules), 'rule was', 'rules were')} not tried, because {'it reads' if one else 'they read'} "
            f"something that nobody has answered yet: {_some(rules)}."
        )
    if findings.broken:
        rules = list(dict.fromkeys(broken.rule for broken in findings.broken))
        said.append(f"{counted(len(rules), 'rule', 'rules')} could not be run: {_some(rules)}.")
    return " ".join(said)


def _some(rules: Sequence[str]) -> str:
    more = len(rules) - _MOST_RULES
    return listed([*rules[:_MOST_RULES], f"{more} more"] if more > 0 else rules)


def grouped(found: Iterable[Finding]) -> tuple[Group, ...]:
    """The findings by rule and severity, heaviest first; what the reviewer raised himself has a title of its own."""
    groups: dict[tuple[int, str, str], list[Finding]] = {}
    for finding in found:
        own = finding.subject if by_hand(finding.subject) else ""
        groups.setdefault((SEVERITIES.index(finding.severity), finding.rule, own), []).append(finding)
    return tuple(tuple(groups[key]) for key in sorted(groups, key=lambda key: key[0]))


# --- the table -----------------------------------------------------------------------------------------


def _table(sheet: Sheet, groups: Sequence[Group], *, others: int) -> Table:
    columns = (
        TableColumn("Id", 0.8),
        TableColumn("What", 2.8),
        TableColumn("Where", 1.5),
        TableColumn("Law", 2.2),
        TableColumn("What would settle it", 3),
        TableColumn("State", 1),
    )
    rows = tuple(
        (
            _id(group[0]),
            _titled(sheet, group[0]) if len(group) == 1 else f"{group[0].heading}: {_times(sheet, group)}",
            _where(sheet, group),
            _shared([law_text(f) for f in group]),
            _shared([one_line(f.fix) or "–" for f in group]),
            "\n".join(filter(None, (_states(group), _shared([_owner(f) for f in group])))),
        )
        for group in groups
    )
    footer = "A rule that fired several times at one severity is one row. Details of each follow, in the same order."
    if others:
        footer += f" {counted(others, 'more finding stands', 'more findings stand')} in the table “Also silent or thin”."
    return Table("Findings by severity", columns, rows, footer=footer, compact=True)


def _times(sheet: Sheet, group: Group) -> str:
    asked = all(finding.subject in sheet.pack.by_id for finding in group)
    return f"{len(group)} {'questions' if asked else 'times'}"


def title_of(finding: Finding) -> str:
    """The title of a finding, or its rule where it has none."""
    return without_stop(finding.title) or finding.rule


def _titled(sheet: Sheet, finding: Finding) -> str:
    about = "" if finding.of_rule else subject_text(sheet, finding)
    return f"{title_of(finding)}: {about}" if about else title_of(finding)


def subject_text(sheet: Sheet, finding: Finding) -> str:
    """What a finding is about: the words of a question, or the name of a row; may be empty.

    The key that tells what a detector found, or what was raised by hand, is for the program only.
    """
    question = sheet.pack.by_id.get(finding.subject)
    if question is not None:
        return one_line(question.ask)
    return "" if by_hand(finding.subject) or _is_detected(finding) else one_line(finding.subject)


def _is_detected(finding: Finding) -> bool:
    return finding.kind is RuleKind.ASSIST and any(
        not spot.question for side in finding.sides for spot in side.spots
    )


def _where(sheet: Sheet, group: Group) -> str:
    """Documents and places: those that each side begins with, and how many more there are."""
    known, on = sheet.context.documents, sheet.context.review_date
    cited = dict.fromkeys((c.document, c.place) for finding in group for c in _sides_in_turn(finding))
    first = frozenset(list(cited)[:_MOST_PLACES])
    places: dict[tuple[str, str], Citation] = {}
    for finding in group:
        for citation in _sides_in_turn(finding):
            if (citation.document, citation.place) in first:
                places.setdefault((citation.document, citation.place), citation)
    lines = [
        f"{one.document} {one.place}".strip()
        for one in merged(source_of(c, known, on) for c in places.values())
    ]
    if len(cited) > len(first):
        lines.append(f"and {len(cited) - len(first)} more")
    return "\n".join(lines) or "–"


def _sides_in_turn(finding: Finding) -> Iterator[Citation]:
    """The passages of a finding: the first of each side, then the second of each, and so on."""
    sides = [[c for spot in side.spots for c in spot.citations if not c.lost] for side in finding.sides]
    for passages in zip_longest(*sides):
        yield from (citation for citation in passages if citation is not None)


def law_text(finding: Finding) -> str:
    """The laws of a finding on one line, or a dash."""
    return "; ".join(map(one_line, finding.law)) or "–"


def _shared(texts: Sequence[str]) -> str:
    return texts[0] if len(set(texts)) == 1 else "see below"


def _owner(finding: Finding) -> str:
    return ", ".join(filter(None, (one_line(finding.owner), date_text(finding.due))))


def _states(group: Group) -> str:
    words = [STATE_WORDS[finding.state] for finding in group]
    kinds = list(dict.fromkeys(words))
    return kinds[0] if len(kinds) == 1 else ", ".join(f"{words.count(word)} {word}" for word in kinds)


# --- the details ---------------------------------------------------------------------------------------


def detail(
    sheet: Sheet,
    group: Group,
    *,
    severity: bool = False,
    in_table: bool = False,
    told: set[str] | None = None,
) -> tuple[Block, ...]:
    """The block of one rule: what, why it fired, law, what would settle it, state.

    With `in_table` the law and what would settle it stand in the table above already. `told` are the rows and passages
    that some block above has given in full; those of this one are added to it.
    """
    lead = f"{group[0].rule}  " + (f"({group[0].severity.value})  " if severity else "")
    if len(group) > 1:
        title = f"{lead}{group[0].heading}: {_times(sheet, group)}"
        return (Heading(title, 3), *_of_several(sheet, group))
    finding = group[0]
    items = [("What", stopped(one_line(finding.message)))]
    items += [(without_stop(side.label), side_text(sheet, side, told)) for side in finding.sides]
    if not in_table:
        items += _rest(finding)
    elif finding.state is not FindingState.OPEN or len(state_text(finding)) > len("Open."):
        items.append(("State", state_text(finding)))
    return (Heading(lead + _titled(sheet, finding), 3), Facts(tuple(items), compact=True))


def _rest(finding: Finding) -> list[tuple[str, str]]:
    items = [("Law", law_text(finding))] if finding.law else []
    if finding.fix:
        items.append(("What would settle it", stopped(one_line(finding.fix))))
    return [*items, ("State", state_text(finding))]


def state_text(finding: Finding) -> str:
    """The state of a finding with owner, date and reason, as sentences."""
    said = [f"{STATE_WORDS[finding.state].capitalize()}."]
    if finding.came_back is not None:
        said.append(f"It was {STATE_WORDS[finding.came_back]} before; what it rests on has changed since.")
    if finding.owner:
        said.append(stopped(f"Owner: {without_stop(finding.owner)}"))
    if finding.due:
        said.append(f"To be settled by {date_text(finding.due)}.")
    if finding.reason:
        said.append(stopped(f"Reason: {without_stop(finding.reason)}"))
    return " ".join(said)


def side_text(sheet: Sheet, side: SideShown, told: set[str] | None = None) -> str:
    """One side of a finding: each answer or row on lines of its own, with its passages; see `detail` for `told`."""
    lines = [spot_text(sheet, _short(spot, told), told) for spot in side.spots[:_MOST_SPOTS]]
    if (more := len(side.spots) - _MOST_SPOTS) > 0:
        lines.append(f"and {more} more")
    return "\n".join(lines) or "–"


def _short(spot: Spot, told: set[str] | None) -> Spot:
    """A row that was given in full before, by its name only; anything else as it is."""
    if told is None or not spot.row or spot.question not in TABLES:
        return spot
    if spot.text in told:
        name = spot.text.split(" (", 1)[0]
        return replace(spot, text=f"{name} (described above)") if len(name) < len(spot.text) else spot
    told.add(spot.text)
    return spot


def spot_text(sheet: Sheet, spot: Spot, told: set[str] | None = None) -> str:
    """An answer or a row in words, and below it what it rests on; see `detail` for `told`."""
    passages = _passages(spot.citations[:MOST_PASSAGES], told)
    if (more := len(spot.citations) - MOST_PASSAGES) > 0:
        passages.append(f"– and {counted(more, 'more passage', 'more passages')}, see P19")
    words = one_line(spot.text).split()
    text = " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")
    if passages and _only_quotes(spot):
        return "\n".join(passages)
    question = sheet.pack.by_id.get(spot.question)
    if question is not None and not spot.row:
        asked = one_line(question.ask)
        text = f"{asked if asked.endswith(('?', ')')) else f'{asked}:'} {text[:1].upper()}{text[1:]}"
    return "\n".join((stopped(text), *passages)) if text else "\n".join(passages)


def _passages(citations: Sequence[Citation], told: set[str] | None) -> list[str]:
    """A line for each passage; those that some block above has quoted by their places, on one."""
    lines, again = [], []
    for citation in citations:
        line = passage(citation)
        if told is not None and line in told and citation.quote.strip():
            again.append(place_of(citation))
        else:
            lines.append(f"– {line}")
        if told is not None:
            told.add(line)
    return [*lines, *([f"– {', '.join(dict.fromkeys(again))} (quoted above)"] if again else ())]


def _only_quotes(spot: Spot) -> bool:
    """Whether the words of what was looked at are those of a passage, which is quoted anyway."""
    text = one_line(spot.text).strip("“”\"' .…")
    return not spot.question or any(text in one_line(citation.quote) for citation in spot.citations if text)


def _of_several(sheet: Sheet, group: Group) -> tuple[Block, ...]:
    """What all findings of a group share as facts, and a table of what each has of its own."""
    messages = [stopped(one_line(f.message)) for f in group]
    abouts = [subject_text(sheet, f) for f in group]
    told = all(about.casefold() in text.casefold() for about, text in zip(abouts, messages, strict=True))
    every = {
        "What": messages,
        "Law": [law_text(f) for f in group],
        "What would settle it": [stopped(one_line(f.fix)) if f.fix else "–" for f in group],
        "State": [state_text(f) for f in group],
    }
    same = {label: texts[0] for label, texts in every.items() if len(set(texts)) == 1}
    facts = tuple((label, text) for label, text in same.items() if text != "–")
    shown: dict[str, tuple[float, Sequence[str]]] = {}
    if not told:
        shown["About"] = (2.4, abouts)
    weights = {"What": 3.0, "Law": 1.8, "What would settle it": 2.6, "State": 1.4}
    if "What" not in same:
        shown["What"] = (weights["What"], messages)
    found = [
        "\n".join(
            _brief(spot)
            for side in f.sides
            for spot in side.spots[:MOST_PASSAGES]
            if not (spot.question and _is_detected(f))
        )
        or "–"
        for f in group
    ]
    if any(text != "–" for text in found):
        shown["What was found"] = (3.0, found)
    shown |= {
        label: (weights[label], every[label]) for label in every if label not in same and label != "What"
    }
    columns = tuple(TableColumn(label, weight) for label, (weight, _) in shown.items())
    rows = tuple(zip(*(texts for _, texts in shown.values()), strict=True))
    table = Table("", columns, rows, compact=len(columns) > 3)
    return (*((Facts(facts, compact=True),) if facts else ()), table)


def _brief(spot: Spot) -> str:
    """An answer or a row with its first passage, on one line."""
    words = one_line(spot.text).split()
    text = " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")
    first = passage(spot.citations[0]) if spot.citations else ""
    if first and _only_quotes(spot):
        return first
    return f"{text}. {first}" if text and first else text or first
