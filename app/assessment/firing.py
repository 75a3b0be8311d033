"""One rule, compiled, and how it fires on the facts of a case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from app.assessment.answer import State
from app.assessment.clauses import listed, one_line, without_stop
from app.assessment.facts import PSEUDO_REGISTERS, Entry, Facts, RowMap
from app.assessment.findings import AppliedCap, Detected, Finding
from app.assessment.spots import LookedFor, sides_of, sides_of_passages
from app.assessment.standing import standing
from app.questionnaire.expressions import JURISDICTIONS, REVIEWER, ConditionError
from app.questionnaire.model import Pack, Question
from app.questionnaire.rule_expressions import Expression
from app.questionnaire.rules import EACH_QUESTION, SUBJECT, Cap, RowFilter, Rule, Rulebook, RuleKind

_SLOT = re.compile(r"\{(\w+)\}")
_MOST_NAMED = 12
"""Names that a message lists; the others are counted."""
_MOST_WORDED = 500
"""Rows that the slots of a message look at: making a list of texts takes CEL the square of its length."""
_NO_CAUSE = frozenset(
    {"cited", "cites", "ask", "called", "law", "severity", "fired", "age", "age_words", "grade"}
)
"""What of a question or row changes with the day, with the pack or with other citations, and says nothing new."""
_OF_A_DOCUMENT = ("id", "title", "kind", "issuer", "stated_date", "signed", "covers_product")
_SOUND = frozenset({"", "yes", "na", "answered", "unanswered"})
"""States of an answer that may be open, which are all the same to the rule: it fires for another reason."""
_CODE = re.compile(r"""["']([A-Z]{2}(?:/[A-Z]{2,3})?)["']""")
"""A jurisdiction as an expression names it."""
_ASKS_FOR_A_CLAIM = re.compile(
    r"\b(?:claimed|answered)\([\w.]+\)|[\w.]+\.(?:state|standing)\s*(?:==\s*'yes'|in\s*\[\s*'yes'\s*(?:,\s*'partial'\s*)?\])"
)
"""Where an expression only asks whether a promise is made."""
_IN_A_SLOT = re.compile(r"\br\.(\w+)")


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired, before anybody said what becomes of it."""

    finding: Finding
    proposed: bool = False
    """Whether it waits for the reviewer's word."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the expressions of one rule are worked out on."""

    facts: Facts
    entries: Mapping[str, Entry]
    matched: Mapping[str, Sequence[RowMap]]
    """Rows by the name of the rule's filter."""
    extra: Mapping[str, Any]
    """Names that are no answers."""

    def value(self, expression: Expression) -> Any:
        """What it gives here."""
        return expression.value(self.entries, self.extra, self.facts.names_in)

    def holds(self, expression: Expression | None) -> bool:
        """Whether it holds here; none always does."""
        return expression is None or _truth(self.value(expression), "a condition")

    def about(self, it: RowMap) -> _Scene:
        """The same, about one of several."""
        return replace(self, extra={**self.extra, "it": it})


@lru_cache(maxsize=8)
def _compiled(
    _pack: str, _names: frozenset[tuple[str, str]]
) -> dict[tuple[str, tuple[str, ...]], Expression]:
    """Expressions of a pack, by its digest and the macros, that were compiled before: an expression keeps nothing."""
    return {}


class CompiledRule:
    """A rule with its expressions. Compiling raises `ConditionError`."""

    def __init__(self, rule: Rule, pack: Pack, book: Rulebook) -> None:
        """Compile everything that it has."""
        self.rule = rule
        self._pack = pack
        counts = tuple(one.name for one in rule.rows)

        known = _compiled(pack.sha256, frozenset(book.names.items())) if pack.sha256 else {}

        def compiled(text: str) -> Expression:
            if (text, counts) not in known:
                known[text, counts] = Expression(text, pack.by_id, names=book.names, counts=counts)
            return known[text, counts]

        self._when = compiled(rule.when) if rule.when else None
        self._filters = [(one, compiled(one.where)) for one in rule.rows]
        self._variants = [(one.severity, compiled(one.when)) for one in rule.variants]
        self._caps = [
            (one, compiled(one.credit) if one.credit else None, compiled(one.when) if one.when else None)
            for one in rule.caps
        ]
        self._slots = {name: compiled(text) for name, text in rule.slots.items()}
        self._sides = [(one, compiled(one.when) if one.when else None) for one in rule.sides]
        judged = [expression for _, expression in self._filters]
        judged += [self._when] if self._when else []
        registers = _registers_of(rule, pack)
        self.reads = tuple(sorted(registers.union(*(one.references for one in judged))))
        """Ids whose answers decide whether it fires."""
        every = [*judged, *(one for _, one in self._variants), *self._slots.values()]
        every += [one for cap in self._caps for one in cap[1:] if one is not None]
        every += [one for _, one in self._sides if one is not None]
        shown = frozenset(item for one in rule.sides for item in one.answers if item in pack.by_id)
        self._all = tuple(sorted(shown.union(*(one.references for one in every))))
        of_cause = [*judged, *(one for _, one in self._variants), *self._slots.values()]
        self._needs = tuple(sorted({need for one in of_cause for need in one.needs}))
        """What of which answer makes it fire, and say what it says."""
        texts = " ".join(one.text for one in of_cause)
        self._states = tuple(sorted(set(_CODE.findall(texts))))
        """Jurisdictions that it names."""
        self._dated = f"{REVIEWER}." in texts
        """Whether it reads the record of the review itself, and not only the day."""
        slotted = frozenset(_IN_A_SLOT.findall(" ".join(one.text for one in self._slots.values())))
        self._columns = {
            one.name: _and(expression.parts_read("row"), slotted) for one, expression in self._filters
        }
        """Columns of the rows of each filter that it reads; None for all."""
        self._of_it = frozenset().union(*(one.parts_read("it") or () for one in of_cause)) - _NO_CAUSE
        self._reads_main = any("main" in one.names for one in of_cause)
        speaking = [*judged, *(one for _, one in self._variants)]
        self._weaknesses = _Weaknesses(" ".join(one.text for one in speaking))
        self._matched: dict[str, tuple[tuple[Any, ...], dict[int, tuple[RowMap, bool]]]] = {}
        self._kept: tuple[tuple[Any, ...], tuple[Fired, ...]] | None = None
        self._found: dict[str, list[RowMap]] = {}
        """What each filter found last: the same list as long as it is the same rows."""
        self._each: dict[str, tuple[RowMap, Fired | None]] = {}
        self._each_beside: tuple[Any, ...] = ()
        """What else the findings in `_each` were made of."""
        named = {name for one in every for name in one.names}
        self._beside = (
            "reviewed",
            "today",
            *sorted(named.intersection(("main", "version", "open_questions", "open_gates"))),
        )
        """What of the rest it reads; the day counts always, for ages."""
        self._changes_with_everything = rule.each == EACH_QUESTION or any(
            name in ("open_questions", "open_gates", "version") for one in every for name in one.names
        )

    def fires_on_weakness_of(self, question: str) -> bool:
        """Whether it can fire because the answer to a question, or to one of its follow-ups, is weak.

        A rule that only asks whether something is claimed says nothing of what that claim lacks.
        """
        return self._weaknesses.of(question)

    # --- firing ----------------------------------------------------------------------------------------

    def waits_for(self, facts: Facts) -> tuple[str, ...]:
        """Ids that it reads, that are in force, and that nobody has looked at."""
        return tuple(
            item
            for item in self.reads
            if item in facts.case.path.in_force
            and item not in self.rule.may_be_open
            and standing(self._pack.by_id[item], facts.case.answer(item)) is State.UNANSWERED
        )

    def fire(self, facts: Facts, spoken: frozenset[str] = frozenset()) -> tuple[Fired, ...]:
        """What it says of these facts; `spoken` are questions that an acting finding speaks of already.

        Raises `ConditionError` where it cannot be run.
        """
        rule = self.rule
        if self._when is None and not rule.each:
            return ()
        entries = facts.entries(self._all)
        rows = {one.name: facts.rows(one.register) for one in rule.rows}
        made_of = (*entries.values(), *rows.values(), facts.main, facts.matcher)
        made_of += tuple(facts.extra[name] for name in self._beside)
        if (
            not self._changes_with_everything
            and self._kept is not None
            and _unchanged(self._kept[0], made_of)
        ):
            return self._kept[1]
        found = tuple(self._fired(facts, entries, rows, spoken))
        self._kept = (made_of, found)
        return found

    def _fired(
        self,
        facts: Facts,
        entries: Mapping[str, Entry],
        rows: Mapping[str, Sequence[RowMap]],
        spoken: frozenset[str],
    ) -> Iterator[Fired]:
        scene = self._scene(facts, entries, rows)
        matched, extra = scene.matched, scene.extra
        if not self.rule.each:
            if scene.holds(self._when):
                yield self._made(scene, "")
            return
        subjects: dict[str, int] = {}
        run = self._when.on(entries, extra, facts.names_in) if self._when else None
        beside = (*entries.values(), *matched.values(), facts.matcher)
        beside += tuple(facts.extra[name] for name in self._beside)
        kept, self._each = self._each if _unchanged(self._each_beside, beside) else {}, {}
        self._each_beside = beside
        for name, it, question in self._subjects(facts, matched, spoken):
            subjects[name] = subjects.get(name, 0) + 1
            subject = name if subjects[name] == 1 else f"{name} ({subjects[name]})"
            before = kept.get(subject)
            if before is None or before[0] is not it:
                fires = run is None or _truth(run({"it": it}), "when")
                made = self._made(scene.about(it), subject, it, question) if fires else None
                before = (it, made)
            self._each[subject] = before
            if before[1] is not None:
                yield before[1]

    def _scene(
        self, facts: Facts, entries: Mapping[str, Entry], rows: Mapping[str, Sequence[RowMap]]
    ) -> _Scene:
        """These facts with the rows that the rule's filters find in them."""
        matched = {
            one.name: self._matching(one, expression, rows[one.name], entries, facts)
            for one, expression in self._filters
        }
        extra = {**facts.extra, **{name: len(found) for name, found in matched.items()}, "found": matched}
        return _Scene(facts, entries, matched, extra)

    def _subjects(
        self, facts: Facts, matched: Mapping[str, Sequence[RowMap]], spoken: frozenset[str]
    ) -> Iterator[tuple[str, RowMap, Question | None]]:
        if self.rule.each == EACH_QUESTION:
            for question in self._pack.questions:
                if question.id in facts.case.path.in_force:
                    it = facts.question(question, fired=self.rule.last and question.id in spoken)
                    yield question.id, it, question
            return
        for row in matched[self.rule.each]:
            yield named_by(row) or str(row["id"]), row, None

    def _matching(
        self,
        one: RowFilter,
        expression: Expression,
        rows: Sequence[RowMap],
        entries: Mapping[str, Entry],
        facts: Facts,
    ) -> list[RowMap]:
        others = sorted(expression.names - {"row"})
        read: tuple[Any, ...] = tuple(entries[item] for item in sorted(expression.references))
        read += (facts.matcher, *(facts.extra.get(name) for name in others))
        run = expression.on(entries, facts.extra, facts.names_in)
        last_read, kept = self._matched.get(one.name, ((), {}))
        if not _unchanged(last_read, read):
            kept = {}
        now: dict[int, tuple[RowMap, bool]] = {}
        found = []
        for row in rows:
            before = kept.get(id(row))
            if before is None or before[0] is not row:
                before = (row, _truth(run({"row": row}), f"rows {one.name}"))
            now[id(row)] = before
            if before[1]:
                found.append(row)
        self._matched[one.name] = (read, now)
        last = self._found.get(one.name)
        if last is None or not _unchanged(tuple(last), tuple(found)):
            self._found[one.name] = last = found
        return last

    # --- what it says ----------------------------------------------------------------------------------

    def _made(
        self, scene: _Scene, subject: str, it: RowMap | None = None, question: Question | None = None
    ) -> Fired:
        rule, facts = self.rule, scene.facts
        about = (question.id,) if question else ()
        one_row = {rule.each: [it]} if it is not None and question is None else {}
        shown = {**scene.matched, **one_row}
        held = tuple(side for side, when in self._sides if scene.holds(when))
        found = [
            LookedFor(one.name, one.register, self._columns[one.name], shown.get(one.name, ()))
            for one in rule.rows
        ]
        sides = sides_of(held, found, self._pack, facts, (*about, *self.reads))
        answers = tuple(
            dict.fromkeys(
                (*about, *(spot.question for side in sides for spot in side.spots if spot.question))
            )
        )
        words = self._words(scene, shown, it)
        severity = next((one for one, when in self._variants if scene.holds(when)), rule.severity)
        title = without_stop(filled(rule.headline, words)) or rule.title
        finding = Finding(
            rule=rule.id,
            subject=subject,
            severity=severity,
            kind=rule.kind,
            against=rule.against,
            title=title,
            of_rule="" if title == rule.title else rule.title,
            message=filled(rule.message, words),
            law=tuple(filled(one, words) for one in rule.law) or (question.law if question else ()),
            fix=filled(rule.fix, words),
            answers=answers,
            sides=sides,
            caps=tuple(self._applied(scene, about or answers)),
            differs=rule.differs,
        )
        cause = self._cause(finding, scene, shown, it)
        return Fired(replace(finding, cause=cause), rule.kind is RuleKind.ASSIST)

    def detected(self, facts: Facts, hit: Detected) -> Fired:
        """The proposal that a detector's hit makes. Raises `ConditionError`."""
        rule = self.rule
        known = tuple(one for one in hit.answers if one in self._pack.by_id)
        finding = Finding(
            rule=rule.id,
            subject=hit.subject,
            severity=hit.severity or rule.severity,
            kind=rule.kind,
            against=rule.against,
            title=rule.title,
            message=filled(rule.message, hit.slots),
            law=rule.law,
            fix=filled(rule.fix, hit.slots),
            answers=known,
            sides=sides_of_passages(self._pack, facts, hit),
            caps=self.caps_on(facts, known),
            differs=rule.differs,
            cause=digest_of([rule.id, hit.subject, *(one.quote for one in hit.passages)]),
        )
        return Fired(finding, proposed=True)

    def caps_on(self, facts: Facts, answers: Sequence[str]) -> tuple[AppliedCap, ...]:
        """What its caps leave now of the answers that a finding is about which no condition of its own computes.

        A follow-up's cap is its question's. Raises `ConditionError` where a cap cannot be worked out.
        """
        if not self._caps:
            return ()
        rows = {one.name: facts.rows(one.register) for one in self.rule.rows}
        scene = self._scene(facts, facts.entries(self._all), rows)
        homes = dict.fromkeys(
            self._pack.by_id[one].parent or one for one in answers if one in self._pack.by_id
        )
        about = [self._pack.by_id[one] for one in homes]
        if self.rule.each != EACH_QUESTION or not about:
            return tuple(self._applied(scene.about({}), [one.id for one in about]))
        found = (
            self._applied(scene.about(facts.question(one, fired=False)), (one.id,))
            for one in about
            if one.id in facts.case.path.in_force
        )
        return tuple(dict.fromkeys(cap for caps in found for cap in caps))

    def _words(
        self, scene: _Scene, shown: Mapping[str, Sequence[RowMap]], it: RowMap | None
    ) -> dict[str, str]:
        words = {name: _named([named_by(row) for row in rows]) for name, rows in shown.items()}
        if it is not None:
            words |= {name: one_line(value) for name, value in it.items() if isinstance(value, str)}
            words["it"] = named_by(it) or str(it.get("id", ""))
        few = {name: rows[:_MOST_WORDED] for name, rows in scene.matched.items()}
        cut = any(len(few[name]) < len(rows) for name, rows in scene.matched.items())
        worded = replace(scene, extra={**scene.extra, "found": few}) if cut else scene
        for name, expression in self._slots.items():
            value = worded.value(expression)
            words[name] = (
                _named([str(one) for one in value], cut=cut)
                if isinstance(value, list)
                else one_line(str(value))
            )
        return words

    def _applied(self, scene: _Scene, about: Sequence[str]) -> Iterator[AppliedCap]:
        for cap, credit, when in self._caps:
            for question in dict.fromkeys(self._home(one) for one in _capped(cap, about)):
                there = self._beside_cap(scene, question, when)
                if there is None or not there.holds(when):
                    continue
                left = None
                if credit is not None:
                    value = there.value(credit)
                    if isinstance(value, bool) or not isinstance(value, (int, float)):
                        raise ConditionError("a credit that is a number")
                    left = min(max(float(value), 0.0), 1.0)
                yield AppliedCap(question, left, cap.grade, cap.evidence)

    def _home(self, item: str) -> str:
        """The question that a follow-up belongs to, for that one has the credit."""
        question = self._pack.by_id.get(item)
        return question.parent or item if question is not None else item

    def _beside_cap(self, scene: _Scene, item: str, when: Expression | None) -> _Scene | None:
        """Where a cap's condition asks about the capped question itself (`it`): the scene with it; None if hidden."""
        if self.rule.each or when is None or "it" not in when.names:
            return scene
        if item not in self._pack.by_id or item not in scene.facts.case.path.in_force:
            return None
        return scene.about(scene.facts.question(self._pack.by_id[item], fired=False))

    @staticmethod
    def _of_cause(row: RowMap, columns: frozenset[str] | None) -> frozenset[str]:
        """Columns of a row that say something new when they change."""
        return (frozenset(row) if columns is None else columns & frozenset(row)) - _NO_CAUSE - {"id"}

    def _cause(
        self, finding: Finding, scene: _Scene, shown: Mapping[str, Sequence[RowMap]], it: RowMap | None
    ) -> str:
        """Digest of what made it fire: what its expressions read of answers, and of the rows that matched.

        What they do not read changes nothing, nor does what changes with the day alone: a finding that is settled must
        come back for what it speaks of and for nothing else.
        """
        registers = {one.register for one in self.rule.rows}
        parts: list[object] = [finding.rule, finding.subject, finding.severity.value]
        for item, key in self._needs:
            seen = scene.entries[item][key]
            if item == JURISDICTIONS:
                seen = [one for one in self._states if one in seen] if key == "value" else ""
            elif item == REVIEWER:
                seen = seen if self._dated else ""
                seen = (
                    [seen.get("review_date"), seen.get("valid_until")] if isinstance(seen, Mapping) else seen
                )
            elif key in ("value", "rows") and item in registers:
                continue
            elif key in ("state", "standing") and item in self.rule.may_be_open and seen in _SOUND:
                seen = ""
            parts.append([item, key, seen])
        if it is not None and self.rule.each == EACH_QUESTION:
            entry = scene.facts.entry(str(it["id"]))
            parts.append([entry["state"], entry["value"], entry["unit"]])
            parts += [[part, _settled_part(it.get(part))] for part in sorted(self._of_it)]
        if self._reads_main:
            parts.append([scene.facts.main["id"], scene.facts.main["stated_date"]])
        for name in (self.rule.each,) if self.rule.each in shown else sorted(shown):
            columns = self._columns[name]
            rows = [
                [
                    named_by(row),
                    *((column, str(row[column])) for column in sorted(self._of_cause(row, columns))),
                ]
                for row in shown[name]
            ]
            parts.append([name, *rows])
        return digest_of(parts)


class _Weaknesses:
    """The questions whose weak answers the expressions of a rule look for."""

    def __init__(self, text: str) -> None:
        """`text` is everything that decides whether the rule fires."""
        self._text = _ASKS_FOR_A_CLAIM.sub(" ", text)
        self._known: dict[str, bool] = {}

    def of(self, question: str) -> bool:
        if question not in self._known:
            named = re.search(rf"(?<![\w.]){re.escape(question)}(?!\w)", self._text)
            self._known[question] = named is not None
        return self._known[question]


def _registers_of(rule: Rule, pack: Pack) -> set[str]:
    """The questions whose rows it looks at. Raises `ConditionError` for one that the pack does not have."""
    registers = {PSEUDO_REGISTERS.get(one.register, one.register) for one in rule.rows} - {""}
    if unknown := sorted(one for one in registers if one not in pack.by_id):
        raise ConditionError(f"a register of this questionnaire; it has no {unknown[0]}")
    return registers


def _and(read: frozenset[str] | None, more: frozenset[str]) -> frozenset[str] | None:
    return None if read is None else read | more


def _settled_part(value: Any) -> Any:
    """Documents without what is counted for them; anything else as it is."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [[one.get(name, "") for name in _OF_A_DOCUMENT] for one in value]
    return value


def digest_of(parts: Sequence[object]) -> str:
    """A short digest of what is in these parts."""
    return sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:24]


def named_by(row: RowMap) -> str:
    """The name of a row: its first filled column."""
    for name in (
        "name",
        "element",
        "provider",
        "credential",
        "law",
        "doc_id",
        "feature",
        "kind",
        "side",
        "question",
    ):
        if isinstance(value := row.get(name), str) and value.strip():
            return one_line(value)
    return next((one_line(v) for k, v in row.items() if k != "id" and isinstance(v, str) and v.strip()), "")


def filled(template: str, words: Mapping[str, str]) -> str:
    """A message with its slots filled; a slot nobody fills is left out with what joins it."""
    text = _SLOT.sub(lambda match: words.get(match[1], ""), template)
    return re.sub(r" ([.,;:])", r"\1", " ".join(text.split())).replace(":.", ".")


def _named(names: Sequence[str], *, cut: bool = False) -> str:
    """The first of some names, and how many more there are; `cut` where there may be others still."""
    unique = [one for one in dict.fromkeys(names) if one]
    more = len(unique) - _MOST_NAMED
    said = f"at least {more} more" if cut else f"{more} more"
    return listed([*unique[:_MOST_NAMED], said] if more > 0 else unique)


def _capped(cap: Cap, about: Sequence[str]) -> Iterator[str]:
    for answer in cap.answers:
        if answer == SUBJECT:
            yield from about
        else:
            yield answer


def _truth(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise ConditionError(f"{field} that is true or false")
    return value


def _unchanged(before: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    return len(before) == len(now) and all(
        a is b or (isinstance(a, (str, int)) and a == b) for a, b in zip(before, now, strict=True)
    )
