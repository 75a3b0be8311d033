"""What was recorded about findings and names, in a portable file: `[[finding]]` and `[[names]]`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from app.assessment.answer import Citation
from app.assessment.findings import Disposition, FindingState, Names, Raised
from app.assessment.journal import Change, ChangeKind, citation_to_json, raised_to_json
from app.exchange.portable.fields import Fields, Ledger, are_tables, nearest
from app.exchange.portable.values import CITATION
from app.exchange.toml_text import array, inline, moment, string
from app.questionnaire.model import Pack, Severity

FINDING: Final = ("rule", "subject", "state", "reason", "owner", "due", "cause", "at", "by", "raised")
RAISED: Final = ("severity", "title", "message", "law", "fix", "answers", "citations")
NAMES: Final = ("kind", "a", "b", "same")
_KINDS: Final = ("company", "element", "function")
_NO_ROW: Final = tuple(name for name in CITATION if name != "row")


def finding_lines(dispositions: Mapping[str, Disposition], names: Names) -> list[str]:
    """The tables, in the order of their keys."""
    lines: list[str] = []
    for one in sorted(dispositions.values(), key=lambda known: known.key):
        told = {
            "rule": string(one.rule),
            "subject": string(one.subject) if one.subject else "",
            "state": string(one.state.value),
            **{
                name: string(text)
                for name in ("reason", "owner", "due", "cause")
                if (text := getattr(one, name))
            },
            "at": moment(one.at) if one.at else "",
            "by": string(one.by) if one.by else "",
        }
        lines += ["", "[[finding]]", *(f"{name} = {text}" for name, text in told.items() if text)]
        lines += _raised_lines(one.raised) if one.raised else []
    for (kind, a, b), same in sorted(names.items()):
        lines += ["", "[[names]]", f"kind = {string(kind)}", f"a = {string(a)}", f"b = {string(b)}"]
        lines += [f"same = {'true' if same else 'false'}"]
    return lines


def _raised_lines(raised: Raised) -> list[str]:
    told = {
        "severity": string(raised.severity.value),
        "title": string(raised.title) if raised.title else "",
        "message": string(raised.message),
        "law": array([string(one, one_line=True) for one in raised.law]) if raised.law else "",
        "fix": string(raised.fix) if raised.fix else "",
        "answers": array([string(one, one_line=True) for one in raised.answers]) if raised.answers else "",
        "citations": array([_citation(one) for one in raised.citations], always_tall=True)
        if raised.citations
        else "",
    }
    return ["[finding.raised]", *(f"{name} = {text}" for name, text in told.items() if text)]


def _citation(citation: Citation) -> str:
    data = citation_to_json(citation)
    return inline({name: data[name] for name in _NO_ROW if data.get(name) not in (None, "")})


def read_findings(
    data: Mapping[str, Any], pack: Pack, ledger: Ledger, otherwise_at: datetime
) -> list[Change]:
    """One change for each table, oldest first. What is wrong goes into the ledger."""
    changes: list[Change] = []
    for name, read in (("finding", _finding), ("names", _names)):
        tables = data.get(name, [])
        if not are_tables(tables):
            Fields(data, (), name, ledger).fault(name, f"`{name}` must be a list of [[{name}]] tables")
            continue
        seen: set[tuple[str, ...]] = set()
        for index, table in enumerate(tables):
            fields = Fields(table, (name, index), f"{name} {index + 1}", ledger)
            change = read(fields, pack, otherwise_at)
            key = (change.question, *(str(change.body.get(part, "")) for part in ("subject", "a", "b")))
            if key in seen:
                fields.fault("", "it stands twice")
            seen.add(key)
            changes.append(change)
    return sorted(changes, key=lambda change: change.at)


def _finding(fields: Fields, pack: Pack, otherwise_at: datetime) -> Change:
    fields.only(FINDING)
    rule = fields.text("rule").strip()
    if not rule:
        fields.fault("rule", "rule is missing")
    known = {one.value for one in FindingState}
    state = fields.text("state") or FindingState.OPEN.value
    if state not in known:
        fields.fault(
            "state", f"state must be one of {', '.join(sorted(known))}{nearest(state, tuple(known))}"
        )
        state = FindingState.OPEN.value
    body: dict[str, Any] = {"subject": fields.text("subject").strip(), "state": state}
    body |= {name: text for name in ("reason", "owner", "cause") if (text := fields.text(name).strip())}
    if due := str(fields.raw("due")) if "due" in fields.table else "":
        try:
            body["due"] = datetime.fromisoformat(due).date().isoformat()
        except ValueError:
            fields.fault("due", "due must be a date such as 2027-01-31")
    if "raised" in fields.table:
        body["raised"] = raised_to_json(_raised(fields, pack))
    at = fields.moment("at") or otherwise_at
    return Change(0, rule, ChangeKind.FINDING, body, at, fields.text("by"))


def _raised(fields: Fields, pack: Pack) -> Raised | None:
    raw = fields.table["raised"]
    if not isinstance(raw, Mapping):
        fields.fault("raised", "raised must be a table: [finding.raised]")
        return None
    told = replace(fields, table=raw, path=(*fields.path, "raised"))
    told.only(RAISED)
    severities = {one.value for one in Severity}
    severity = told.text("severity")
    if severity not in severities:
        told.fault("severity", f"severity must be one of {', '.join(one.value for one in Severity)}")
        severity = Severity.MEDIUM.value
    message = told.text("message").strip()
    if not message:
        told.fault("message", "message is missing")
    answers = _texts(told, "answers")
    for answer in answers:
        if answer not in pack.by_id:
            told.fault("answers", f"there is no question {answer[:80]}{nearest(answer, tuple(pack.by_id))}")
    return Raised(
        severity=Severity(severity),
        message=message,
        title=told.text("title").strip(),
        law=_texts(told, "law"),
        fix=told.text("fix").strip(),
        answers=answers,
        citations=_citations(told),
    )


def _texts(fields: Fields, name: str) -> tuple[str, ...]:
    raw = fields.table.get(name, [])
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        fields.fault(name, f"{name} must be a list of texts")
        return ()
    return tuple(one.strip() for one in raw)


def _citations(fields: Fields) -> tuple[Citation, ...]:
    raw = fields.table.get("citations", [])
    if not are_tables(raw):
        fields.fault("citations", "citations must be a list of { document, place, quote }")
        return ()
    found = []
    for number, table in enumerate(raw, start=1):
        one = replace(fields, table=table, path=(*fields.path, "citations"))
        one.only(_NO_ROW)
        document, place, quote = (one.text(name).strip() for name in ("document", "place", "quote"))
        start, end = table.get("start"), table.get("end")
        if not document or not place:
            one.fault("", f"citation {number} needs its document and place")
        offsets = [start, end]
        if offsets != [None, None] and not all(
            isinstance(n, int) and not isinstance(n, bool) for n in offsets
        ):
            one.fault("", f"citation {number}: start and end must be two numbers")
            start = end = None
        found.append(Citation(document, place, quote, start, end, "", one.text("lost")))
    return tuple(found)


def _names(fields: Fields, _: Pack, otherwise_at: datetime) -> Change:
    fields.only(NAMES)
    kind, a, b = (" ".join(fields.text(name).casefold().split()) for name in ("kind", "a", "b"))
    if kind not in _KINDS:
        fields.fault("kind", f"kind must be one of {', '.join(_KINDS)}")
    if not a or not b or a == b:
        fields.fault("", "two different names are needed, a and b")
    same = fields.table.get("same")
    if not isinstance(same, bool):
        fields.fault("same", "same must be true or false")
    return Change(0, kind, ChangeKind.NAMES, {"a": a, "b": b, "same": bool(same)}, otherwise_at)
