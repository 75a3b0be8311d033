"""Section P0, at a glance: the conclusion, six promises, and where the answers stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from app.assessment.answer import State, Value
from app.assessment.clauses import listed, one_line, stopped, without_stop, words_of
from app.assessment.conclusion import QUESTION as CONCLUSION
from app.assessment.documents import OLD_AFTER_MONTHS, REGISTER, Document, date_text, is_old, read_date
from app.assessment.finding_blocks import NO_RISK_SHOWN, counts_text
from app.assessment.judged import Judged
from app.assessment.points import points_text
from app.assessment.profile import Bar, Block, Chart, Facts, Mark, Strip, Verdict
from app.assessment.score_blocks import in_print
from app.assessment.sheet import Sheet, counted, shown_date
from app.assessment.standing import SAID, mark_of, weakest

PROMISES: Mapping[str, tuple[str, ...]] = {
    "No sale of data": ("sopipa.no_sale",),
    "No targeted ads": ("ferpa.no_targeted_ads", "sopipa.no_targeted_ads", "sopipa.ads_served"),
    "No third-party marketing": ("sopipa.no_marketing", "tracking.analytics.for_marketing"),
    "No third-party tracking": ("tracking.analytics", "tracking.ad_tech"),
    "No cross-site tracking": ("data.identifiers", "tracking.ad_tech"),
    "No commercial profiling": ("sopipa.no_profiling",),
}
"""The six promises of the strip and the questions behind each; the weakest answer is shown."""
_FACTS_BESIDE = frozenset({"sopipa.ads_served"})
"""Facts that can only speak against a promise: that they are silent does not make the promise silent."""
_ELSEWHERE: Mapping[str, tuple[str, Value]] = {
    "tracking.analytics.for_marketing": ("tracking.analytics", "third-party on public site only"),
    "sopipa.ads_served": ("sopipa.ads_served.audience", ("public site visitors",)),
}
"""Answers that say nothing of the product itself where another one has this value: they speak of the public site only."""

_UNSAID = frozenset({Mark.SILENT, Mark.OPEN})

_COUNTED = (
    ("thirdparty.register", "third party", "third parties"),
    ("data.elements", "data element", "data elements"),
    (REGISTER, "document read", "documents read"),
)
"""Registers whose rows the verdict counts, with the words for one and for many."""
_MOST_WORDS = 35
"""Words of the conditions that stand on the first page; P18 has them all."""
_LAST_AREA = "Other laws, states"
_AREAS: Mapping[str, str] = {
    "ferpa": "Agreement A",
    "sopipa": "Agreement B",
    "coppa": "Agreement C",
    "data": "Data list",
    "product.contacts": "Data review, audit",
    "access": "Data review, audit",
    "audit": "Data review, audit",
    "security": "Security",
    "breach": "Data breach",
    "deletion": "Deletion",
    "product.ai": "Research and AI",
    "research": "Research and AI",
    "thirdparty": "Third parties",
    "tracking": "Cookies, analytics",
    "policy": "Policies",
    "law": _LAST_AREA,
}
"""Area of the chart by question or by section, in print order. Modules and added sections join the last."""
_LEFT_OUT = frozenset({"review", "product", "signoff"})
_MARK_ORDER = (Mark.YES, Mark.PART, Mark.NO, Mark.SILENT, Mark.CONTRADICTED, Mark.NA, Mark.OPEN)


def at_a_glance(sheet: Sheet) -> tuple[Block, ...]:
    """The blocks of P0."""
    strip = Strip(
        tuple(
            (label, _weakest(sheet, questions))
            for label, questions in PROMISES.items()
            if any(question in sheet.pack.by_id for question in questions)
        )
    )
    chart = _chart(sheet)
    judged = sheet.judged
    more = (
        (("Findings", "No rules were run"), ("Scores", "None computed"))
        if judged is None
        else (("In the file", _in_file(sheet)), ("Findings", _findings(judged)))
    )
    facts = (*_facts(sheet), *more)
    return (
        _verdict(sheet) if judged is None else _judged_verdict(sheet, judged),
        *((strip,) if strip.cells else ()),
        Facts(facts),
        *((chart,) if chart.bars else ()),
        *sheet.paragraph("not_certificate", "notice"),
    )


def _verdict(sheet: Sheet) -> Verdict:
    concluded = sheet.conclusion
    if concluded.tier:
        record = sheet.record(CONCLUSION)
        said = without_stop(record.get("overrides_with_reason", ""))
        reason, conditions = stopped(said) if said else "", _conditions(sheet)
        limit = sheet.limit(sheet.pack.by_id[CONCLUSION])
        detail = (
            " ".join(text for text in (reason, conditions, limit) if text) or "No conditions are recorded."
        )
    else:
        detail = concluded.why_not
    figures = (_answered(sheet), *_counts(sheet))
    return Verdict(concluded.tier or "Not yet concluded", detail, figures)


def _conditions(sheet: Sheet) -> str:
    """The conditions of the reviewer's conclusion, as a sentence; empty where there are none."""
    conditions = without_stop(sheet.record(CONCLUSION).get("conditions", ""))
    if not conditions:
        return ""
    named = conditions.lower().startswith("condition")
    return stopped(conditions if named else f"Conditions: {conditions}")


def _answered(sheet: Sheet) -> tuple[str, str]:
    progress = sheet.progress
    details = counted(progress.open_details, "detail", "details")
    label = f"questions answered, {details} open" if progress.open_details else "questions answered"
    return f"{progress.answered} / {progress.in_force}", label


def _counts(sheet: Sheet) -> list[tuple[str, str]]:
    return [
        _count(sheet, question, one, many) for question, one, many in _COUNTED if question in sheet.pack.by_id
    ]


def _judged_verdict(sheet: Sheet, judged: Judged) -> Verdict:
    """The tier, whose it is, the two scores, the findings that stand, and how far the review is."""
    total, standing = judged.judgement.score.total, judged.standing
    heaviest = counts_text(standing[:1]).removeprefix("1 ")
    number = sum(finding.severity is standing[0].severity for finding in standing) if standing else 0
    found = "finding" if len(standing) == 1 else "findings"
    figures = (
        (points_text(total.commitment), "Commitment, of 100"),
        (points_text(total.assurance), "Assurance, of 100"),
        (str(len(standing)), f"{found} about the vendor" + (f", {number} {heaviest}" if standing else "")),
        _answered(sheet),
    )
    return Verdict(judged.judgement.verdict.tier.value, _whose(sheet, judged), figures)


def _whose(sheet: Sheet, judged: Judged) -> str:
    """Whether the tier is the reviewer's conclusion or computed, with the reasons that belong to it."""
    verdict = judged.judgement.verdict
    said: list[str] = []
    if not verdict.concluded:
        said.append("Computed from the answers and findings; this is not the reviewer's conclusion.")
        if verdict.refused:
            said.append(f"The conclusion recorded is not shown: {without_stop(verdict.refused)}.")
    elif verdict.override:
        said.append(
            f"The reviewer's conclusion. Computed from the answers and findings: “{verdict.computed}”."
        )
        said.append(stopped(f"The reviewer's reason: {without_stop(verdict.override)}"))
    else:
        said.append("The reviewer's conclusion, and the one computed from the answers and findings.")
    if verdict.tier is verdict.computed and verdict.why:
        said.append(in_print(verdict.why[0], judged.book))
    if verdict.concluded:
        words = _conditions(sheet).split()
        cut = len(words) > _MOST_WORDS
        said.append(f"{' '.join(words[:_MOST_WORDS])} … (in full in P18)" if cut else " ".join(words))
        said.append(sheet.limit(sheet.pack.by_id[CONCLUSION]) if CONCLUSION in sheet.pack.by_id else "")
    return " ".join(text for text in said if text)


def _findings(judged: Judged) -> str:
    """How many findings stand, by severity; and that none is no proof."""
    told = f"{counts_text(judged.standing)}; see P17" if judged.standing else f"None stands. {NO_RISK_SHOWN}"
    if judged.lacking:
        told += f". About the review itself: {len(judged.lacking)}"
    return told


def _in_file(sheet: Sheet) -> str:
    """What the registers hold: `12 third parties, 30 data elements, 6 documents read`."""
    return ", ".join(words if number == "–" else f"{number} {words}" for number, words in _counts(sheet))


def _count(sheet: Sheet, question_id: str, one: str, many: str) -> tuple[str, str]:
    state, number = sheet.standing(question_id), len(sheet.rows(question_id))
    if state is State.UNANSWERED:
        return "–", f"{many}: not reviewed"
    if state is State.NA:
        return "–", f"{many}: not applicable"
    if state is State.NOT_ADDRESSED:
        return "0", f"{many} listed"
    if state is State.PARTIAL and not number:
        return "–", f"{many}: known only in part"
    return str(number), one if number == 1 else many


def _weakest(sheet: Sheet, questions: Sequence[str]) -> Mark:
    marks = {
        question: mark_of(question, sheet.pack, sheet.answers, sheet.context)
        for question in questions
        if sheet.in_force(question) and not _of_public_site(sheet, question)
    }
    promised = [mark for question, mark in marks.items() if question not in _FACTS_BESIDE]
    said = [mark for question, mark in marks.items() if question in _FACTS_BESIDE and mark not in _UNSAID]
    return weakest([*promised, *said] or [*marks.values()])


def _of_public_site(sheet: Sheet, question: str) -> bool:
    """Whether an answer speaks of the vendor's public site only, and of nothing that a school uses."""
    other, value = _ELSEWHERE.get(question, ("", None))
    return bool(other) and sheet.standing(other) in SAID and sheet.answer(other).value == value


def _facts(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    asked, operator = sheet.pack.by_id, sheet.record("product.operator")
    where = ", ".join(part for part in (sheet.operator, operator.get("country", "")) if part)
    unnamed = "not reviewed" if sheet.standing("product.operator") is State.UNANSWERED else "not stated"
    reviewer = sheet.record("review.reviewer")
    who = ", ".join(part for part in (sheet.reviewer, reviewer.get("organisation", "")) if part)
    return (
        ("Product", sheet.assessment.product),
        ("Operator", where if operator else f"{sheet.assessment.vendor} (legal entity {unnamed})"),
        ("Reviewer", who or "Not named yet"),
        ("Reviewed on", shown_date(sheet.review_date, "Not dated yet")),
        ("Valid until", shown_date(sheet.valid_until, "Not set")),
        *([("Documents dated", _dates(sheet.context.documents, sheet))] if REGISTER in asked else []),
        *(
            [("Schools in", places_covered(sheet) or "Not reviewed")]
            if "review.jurisdictions" in asked
            else []
        ),
    )


def places_covered(sheet: Sheet) -> str:
    """States and countries whose schools the review is meant for; empty while nobody has said."""
    if sheet.standing("review.jurisdictions") not in SAID:
        return ""
    statement = sheet.pack.spoken.get("review.jurisdictions")
    words = statement.words if statement else {}
    question, answer = sheet.pack.by_id["review.jurisdictions"], sheet.answer("review.jurisdictions")
    text = words_of(question, answer.value, words)
    others = sheet.answer("review.jurisdictions.other")
    if isinstance(others.value, str) and sheet.standing("review.jurisdictions.other") in SAID:
        text = f"{text} ({one_line(others.value)})"
    return text


def _dates(documents: Sequence[Document], sheet: Sheet) -> str:
    if not documents:
        return "None in the register"
    dated = sorted({d.stated_date for d in documents if read_date(d.stated_date)})
    undated = sum(1 for d in documents if not read_date(d.stated_date))
    if len(dated) > 2:
        parts = [f"{date_text(dated[0])} to {date_text(dated[-1])}"]
    else:
        parts = [date_text(day) for day in dated]
    if undated:
        parts.append(counted(undated, "undated", "undated"))
    old = sum(1 for d in documents if is_old(d, sheet.context.review_date))
    note = f" ({old} of {len(documents)} over {OLD_AFTER_MONTHS} months old at review)" if old else ""
    return listed(parts) + note


def _chart(sheet: Sheet) -> Chart:
    counts: dict[str, Counter[Mark]] = {}
    for item in sheet.path.items:
        question = sheet.pack.by_id[item]
        if question.parent is not None:
            continue
        area = _AREAS.get(item) or _AREAS.get(question.section)
        if area is None and question.section not in _LEFT_OUT:
            area = _LAST_AREA
        if area:
            mark = mark_of(item, sheet.pack, sheet.answers, sheet.context)
            counts.setdefault(area, Counter())[mark] += 1
    bars = tuple(
        Bar(area, tuple((mark, counts[area][mark]) for mark in _MARK_ORDER if counts[area][mark]))
        for area in dict.fromkeys(_AREAS.values())
        if area in counts
    )
    return Chart("Where the answers stand, by area", bars)
