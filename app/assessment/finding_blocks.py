"""Section P17, the findings: the table, what each of them rests on, and what the review itself lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.assessment.appendix import passage
from app.assessment.clauses import listed, one_line, stopped, without_stop
from app.assessment.documents import date_text, merged, source_of
from app.assessment.findings import SEVERITIES, STATE_WORDS, Finding, SideShown, Spot
from app.assessment.judged import Judged
from app.assessment.profile import Block, Facts, Heading, Paragraph, Table, TableColumn
from app.assessment.sheet import Sheet, counted

MOST_PASSAGES = 3
"""Passages quoted for one answer or row; P19 has the others."""
_MOST_PLACES = 4
_MOST_SPOTS = 12
"""Answers and rows shown on one side of a finding; the others are counted."""
_MOST_WORDS = 60
"""Words of an answer that are repeated."""
_MOST_RULES = 24
NO_RISK_SHOWN = "That no finding is listed about something does not show that there is no risk in it."

Group = Sequence[Finding]
"""Findings of one rule and one severity."""


def findings(sheet: Sheet, judged: Judged) -> tuple[Block, ...]:
    """The findings about the vendor: how many, the table, and a block for each rule."""
    standing = judged.standing
    groups = grouped(standing)
    blocks: list[Block] = [Paragraph(_summary(sheet, judged))]
    if not standing:
        return tuple(blocks)
    blocks.append(_table(sheet, groups))
    for severity in SEVERITIES:
        of_it = [group for group in groups if group[0].severity is severity]
        if of_it:
            blocks.append(Heading(f"{severity.value.capitalize()}: why, and what would settle it"))
            for group in of_it:
                blocks += detail(sheet, group)
    return tuple(blocks)


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
    """The findings by rule and severity, heaviest first."""
    groups: dict[tuple[int, str], list[Finding]] = {}
    for finding in found:
        groups.setdefault((SEVERITIES.index(finding.severity), finding.rule), []).append(finding)
    return tuple(tuple(groups[key]) for key in sorted(groups, key=lambda key: key[0]))


# --- the table -----------------------------------------------------------------------------------------


def _table(sheet: Sheet, groups: Sequence[Group]) -> Table:
    columns = (
        TableColumn("Id", 0.8),
        TableColumn("Severity", 0.9),
        TableColumn("What", 2.8),
        TableColumn("Where", 1.7),
        TableColumn("Law", 2.2),
        TableColumn("What would settle it", 3.2),
        TableColumn("Owner and date", 1.2),
        TableColumn("State", 1),
    )
    rows = tuple(
        (
            group[0].rule,
            group[0].severity.value,
            _titled(sheet, group[0]) if len(group) == 1 else f"{title_of(group[0])}: {_times(sheet, group)}",
            _where(sheet, group),
            _shared([law_text(f) for f in group]),
            _shared([one_line(f.fix) or "–" for f in group]),
            _shared([_owner(f) for f in group]),
            _states(group),
        )
        for group in groups
    )
    footer = "A rule that fired several times at one severity is one row. Details of each follow, in the same order."
    return Table("Findings by severity", columns, rows, footer=footer, landscape=True)


def _times(sheet: Sheet, group: Group) -> str:
    asked = all(finding.subject in sheet.pack.by_id for finding in group)
    return f"{len(group)} {'questions' if asked else 'times'}"


def title_of(finding: Finding) -> str:
    """The title of a finding, or its rule where it has none."""
    return without_stop(finding.title) or finding.rule


def _titled(sheet: Sheet, finding: Finding) -> str:
    about = subject_text(sheet, finding)
    return f"{title_of(finding)}: {about}" if about else title_of(finding)


def subject_text(sheet: Sheet, finding: Finding) -> str:
    """What a finding is about: the words of a question, or the name of a row; may be empty."""
    question = sheet.pack.by_id.get(finding.subject)
    return one_line(question.ask) if question else one_line(finding.subject)


def _where(sheet: Sheet, group: Group) -> str:
    """Documents and places, a few of them."""
    known, on = sheet.context.documents, sheet.context.review_date
    sources = merged(source_of(c, known, on) for finding in group for c in finding.citations if not c.lost)
    places = [f"{source.document} {_few(source.place)}".strip() for source in sources]
    return "\n".join(places[:_MOST_PLACES]) + (" and others" if len(places) > _MOST_PLACES else "") or "–"


def _few(places: str) -> str:
    parts = places.split(", ")
    more = len(parts) - _MOST_PLACES
    return f"{', '.join(parts[:_MOST_PLACES])} and {more} more" if more > 1 else places


def law_text(finding: Finding) -> str:
    """The laws of a finding on one line, or a dash."""
    return "; ".join(map(one_line, finding.law)) or "–"


def _shared(texts: Sequence[str]) -> str:
    return texts[0] if len(set(texts)) == 1 else "see below"


def _owner(finding: Finding) -> str:
    return ", ".join(filter(None, (one_line(finding.owner), date_text(finding.due)))) or "–"


def _states(group: Group) -> str:
    words = [STATE_WORDS[finding.state] for finding in group]
    kinds = list(dict.fromkeys(words))
    return kinds[0] if len(kinds) == 1 else ", ".join(f"{words.count(word)} {word}" for word in kinds)


# --- the details ---------------------------------------------------------------------------------------


def detail(sheet: Sheet, group: Group, *, severity: bool = False) -> tuple[Block, ...]:
    """The block of one rule: what, why it fired, law, what would settle it, state."""
    lead = f"{group[0].rule}  " + (f"({group[0].severity.value})  " if severity else "")
    if len(group) > 1:
        title = f"{lead}{title_of(group[0])}: {_times(sheet, group)}"
        return (Heading(title, 3), *_of_several(sheet, group))
    finding = group[0]
    items = [("What", stopped(one_line(finding.message)))]
    items += [(without_stop(side.label), side_text(sheet, side)) for side in finding.sides]
    items += _rest(finding)
    return (Heading(lead + _titled(sheet, finding), 3), Facts(tuple(items)))


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


def side_text(sheet: Sheet, side: SideShown) -> str:
    """One side of a finding: each answer or row on lines of its own, with its passages."""
    lines = [spot_text(sheet, spot) for spot in side.spots[:_MOST_SPOTS]]
    if (more := len(side.spots) - _MOST_SPOTS) > 0:
        lines.append(f"and {more} more")
    return "\n".join(lines) or "–"


def spot_text(sheet: Sheet, spot: Spot) -> str:
    """An answer or a row in words, and below it what it rests on."""
    passages = [f"– {passage(citation)}" for citation in spot.citations[:MOST_PASSAGES]]
    if (more := len(spot.citations) - MOST_PASSAGES) > 0:
        passages.append(f"– and {counted(more, 'more passage', 'more passages')}, see P19")
    words = one_line(spot.text).split()
    text = " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")
    if passages and _only_quotes(spot):
        return "\n".join(passages)
    question = sheet.pack.by_id.get(spot.question)
    if question is not None and not spot.row:
        text = f"{one_line(question.ask)} {text[:1].upper()}{text[1:]}"
    return "\n".join((stopped(text), *passages)) if text else "\n".join(passages)


def _only_quotes(spot: Spot) -> bool:
    """Whether the words of what was looked at are those of a passage, which is quoted anyway."""
    text = one_line(spot.text).strip("“”\"' .…")
    return not spot.question or any(text in one_line(citation.quote) for citation in spot.citations if text)


def _of_several(sheet: Sheet, group: Group) -> tuple[Block, ...]:
    """What all findings of a group share as facts, and a table of what each has of its own."""
    messages = [stopped(one_line(f.message)) for f in group]
    abouts = [subject_text(sheet, f) for f in group]
    told = all(
        about and about.casefold() in text.casefold() for about, text in zip(abouts, messages, strict=True)
    )
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
        "\n".join(_brief(spot) for side in f.sides for spot in side.spots[:MOST_PASSAGES]) or "–"
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
    return (*((Facts(facts),) if facts else ()), table)


def _brief(spot: Spot) -> str:
    """An answer or a row with its first passage, on one line."""
    words = one_line(spot.text).split()
    text = " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")
    first = passage(spot.citations[0]) if spot.citations else ""
    if first and _only_quotes(spot):
        return first
    return f"{text}. {first}" if text and first else text or first
