"""What a rulebook must be besides readable: its names lead somewhere, its expressions work, its rules can fire."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from app.questionnaire.condition_checker import bad_readings, compared
from app.questionnaire.expressions import ConditionError, Dialect, Token, read
from app.questionnaire.faults import Fault, in_order, nearest, shown
from app.questionnaire.model import AnswerType, Pack
from app.questionnaire.patterns import slowness, trouble
from app.questionnaire.rule_expressions import FUNCTIONS, KEYS, VALUES, Expression, spelled_out
from app.questionnaire.rule_trials import COMPUTED, DOCUMENT, OF_NO_TABLE, QUESTION, Trials
from app.questionnaire.rules import EACH_QUESTION, SUBJECT, CreditTable, Rule, Rulebook, RuleKind

STANDINGS = ("yes", "partial", "no", "answered", "na", "not_addressed", "unanswered")
KINDS = ("element", "company", "function")
THRESHOLDS = (
    "completeness",
    "shown.commitment",
    "conditions.commitment",
    "conditions.assurance",
    "meets.commitment",
    "meets.assurance",
    "meets.months",
)
WEIGHTS = ("critical", "high", "medium", "low")

_NAME = re.compile(r"[a-z]\w*")
_RULE_ID = re.compile(r"[A-Z][A-Z0-9]*-\d+|[a-z][\w-]*")
_SLOT = re.compile(r"\{(\w+)\}")
_RAW = re.compile(r"""^[rR](["'])(?P<text>.*)\1$""", re.DOTALL)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HIGHEST_GRADE = 4
_TRIALS = 24
_OF_IT = ("ask", *QUESTION)


def read_rules(
    folder: Path,
    pack: Pack,
    *,
    extra_folders: Iterable[Path] = (),
    detectors: Collection[str] | None = None,
) -> tuple[Rulebook, tuple[Fault, ...]]:
    """The rulebook of the pack in a folder, and everything that is wrong with it, in file order.

    `detectors` are the names of the detectors that there are; without them their names are not looked at.
    """
    from app.questionnaire.rulebook import read_rulebook

    book, places, faults = read_rulebook(folder, extra_folders=extra_folders)
    return book, in_order((*faults, *check_rules(pack, book, places, detectors=detectors)))


def check_rules(
    pack: Pack,
    book: Rulebook,
    places: Mapping[str, Mapping[str, int]] | None = None,
    *,
    detectors: Collection[str] | None = None,
) -> list[Fault]:
    """Everything that is wrong with a rulebook for this pack. `places` gives lines of fields by place."""
    log = _Log(places or {})
    _check_names(pack, book, log)
    _check_called(pack, book, log)
    for rule in book.rules:
        _RuleCheck(rule, pack, book, log, detectors).run()
    _check_synonyms(book, log)
    _check_patterns(book, log)
    _check_laws(pack, book, log)
    _check_scoring(pack, book, log)
    return log.faults


class _Log:
    """Where the checks put what they find."""

    def __init__(self, places: Mapping[str, Mapping[str, int]]) -> None:
        self._places = places
        self.faults: list[Fault] = []

    def add(self, place: str, owner: str, field: str, expected: str) -> None:
        """Note that a field is not what was expected."""
        file, _, line = place.rpartition(":")
        number = int(line) if line.isdigit() else 0
        at = self._places.get(place, {}).get(field, number)
        self.faults.append(Fault(file or "rules", at, owner, field, expected))


class _RuleCheck:
    """Checks one rule."""

    def __init__(
        self, rule: Rule, pack: Pack, book: Rulebook, log: _Log, detectors: Collection[str] | None
    ) -> None:
        self._rule = rule
        self._pack = pack
        self._book = book
        self._log = log
        self._detectors = detectors
        self._registers = {one.name: one.register for one in rule.rows}
        self._trials = Trials(pack, book.names, self._registers, rule.each)

    def run(self) -> None:
        """Note everything that is wrong with it."""
        self._check_head()
        self._check_rows()
        self._check_ids()
        self._check_caps()
        self._check_words()
        compiled = self._compiled()
        self._trials.learn([expression for _, expression in compiled])
        self._try(dict(compiled))

    def _add(self, field: str, expected: str) -> None:
        self._log.add(self._rule.place, self._rule.id, field, expected)

    # --- what it names ---------------------------------------------------------------------------------

    def _check_head(self) -> None:
        rule = self._rule
        if rule.id and not _RULE_ID.fullmatch(rule.id):
            self._add("id", f"capital letters, a dash and a number (CON-01); found {shown(rule.id)}")
        if rule.detector and self._detectors is not None and rule.detector not in self._detectors:
            near = nearest(rule.detector, self._detectors)
            self._add("detector", f"the name of a detector; {shown(rule.detector)} is not one{near}")
        acts = bool(rule.when or rule.detector or rule.each)
        if rule.kind is RuleKind.MANUAL and acts:
            self._add("kind", "auto or assist; a manual rule has no condition and no detector")
        elif rule.kind is not RuleKind.MANUAL and not acts:
            self._add("when", f"a condition or a detector; a rule of the kind {rule.kind} has one")
        if rule.kind is RuleKind.AUTO and rule.detector and not rule.when:
            self._add("kind", "assist; what a detector finds is proposed to the reviewer")
        if rule.each not in ("", EACH_QUESTION, *self._registers):
            known = (EACH_QUESTION, *self._registers)
            self._add(
                "each", f"one of {', '.join(known)}; found {shown(rule.each)}{nearest(rule.each, known)}"
            )

    def _check_rows(self) -> None:
        first_words = {item.partition(".")[0] for item in self._pack.by_id}
        for number, one in enumerate(self._rule.rows, start=1):
            field = f"rows {number}"
            taken = one.name in first_words | VALUES | set(self._book.names) | {
                "jurisdictions",
                "review_date",
            }
            if one.name and (taken or not _NAME.fullmatch(one.name)):
                self._add(field, f"a name of its own in small letters; {shown(one.name)} cannot be used")
            if sum(other.name == one.name for other in self._rule.rows[:number]) > 1:
                self._add(field, f"a name of its own; {shown(one.name)} is used before")
            if one.register not in OF_NO_TABLE:
                question = self._pack.by_id.get(one.register)
                if question is None:
                    tables = [q.id for q in self._pack.items if q.type is AnswerType.TABLE]
                    near = nearest(one.register, (*tables, *OF_NO_TABLE))
                    self._add(field, f"a register; {shown(one.register)} is not one{near}")
                elif question.type is not AnswerType.TABLE:
                    self._add(field, f"a register; {one.register} is a {question.type}")

    def _check_ids(self) -> None:
        rule = self._rule
        for item in rule.may_be_open:
            self._check_id("may_be_open", item)
        for number, side in enumerate(rule.sides, start=1):
            field = f"side {number}"
            for item in set(side.answers) - {SUBJECT}:
                self._check_id(field, item)
            for name in set(side.rows).difference(self._registers):
                near = nearest(name, self._registers)
                self._add(field, f"names of the rule's own row filters; {shown(name)} is not one{near}")
            for word in set(side.standings).difference(STANDINGS):
                self._add(field, f"standings ({', '.join(STANDINGS)}); found {shown(word)}")
            if not side.answers and not side.rows:
                self._add(field, "answers or rows to show")

    def _check_id(self, field: str, item: str) -> None:
        if item not in self._pack.by_id:
            self._add(field, f"a known id; {shown(item)} is not one{nearest(item, self._pack.by_id)}")

    def _check_caps(self) -> None:
        for number, cap in enumerate(self._rule.caps, start=1):
            field = f"cap {number}"
            for item in cap.answers:
                if item != SUBJECT:
                    self._check_id(field, item)
            limits = [cap.credit != "", cap.grade is not None, cap.evidence is not None]
            if sum(limits) != 1:
                self._add(field, f"exactly one of credit, grade and evidence; found {sum(limits)}")
            if cap.grade is not None and not 0 <= cap.grade <= _HIGHEST_GRADE:
                self._add(field, f"a grade from 0 to {_HIGHEST_GRADE}; found {cap.grade}")
            if cap.evidence is not None and not 0 <= cap.evidence <= 1:
                self._add(field, f"a share from 0 to 1; found {cap.evidence:g}")

    def _check_words(self) -> None:
        """Every slot of a message is filled; what a detector fills is its own matter."""
        rule = self._rule
        if rule.detector:
            return
        known = {*rule.slots, *self._registers}
        if rule.each == EACH_QUESTION:
            known |= {"it", *_OF_IT}
        elif rule.each in self._registers:
            known |= {"it", "id", *self._columns(self._registers[rule.each])}
        for field, text in (("message", rule.message), ("fix", rule.fix), ("headline", rule.headline)):
            for name in dict.fromkeys(_SLOT.findall(text)):
                if name not in known:
                    self._add(field, f"slots that have a value; {{{name}}} has none{nearest(name, known)}")
        for name in rule.slots:
            if f"{{{name}}}" not in rule.message + rule.fix + rule.headline:
                self._add(
                    "slots",
                    f"slots that the message, the fix or the headline has; {{{name}}} is in none of them",
                )

    # --- its expressions -------------------------------------------------------------------------------

    def _expressions(self) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Field, expression, and the names that have no value there."""
        rule = self._rule
        no_it = frozenset() if rule.each else frozenset({"it"})
        beside = frozenset({"row"}) | no_it
        for number, one in enumerate(rule.rows, start=1):
            yield f"rows {number}", one.where, frozenset({"it", "found", *self._registers})
        if rule.when:
            yield "when", rule.when, beside
        for number, variant in enumerate(rule.variants, start=1):
            yield f"variant {number}", variant.when, beside
        for number, cap in enumerate(rule.caps, start=1):
            if cap.credit:
                yield f"cap {number}", cap.credit, beside
            if cap.when:
                # without an `it` of the rule it is the capped question
                yield f"cap {number} when", cap.when, frozenset({"row"})
        for number, side in enumerate(rule.sides, start=1):
            if side.when:
                yield f"side {number} when", side.when, beside
        for name, text in rule.slots.items():
            yield f"slots {name}", text, beside

    def _compiled(self) -> list[tuple[str, Expression]]:
        found = []
        for field, text, barred in self._expressions():
            where = (
                field.removesuffix(" when").split(" ")[0]
                if field.startswith("slots")
                else field.removesuffix(" when")
            )
            try:
                expression = Expression(
                    text, self._pack.by_id, names=self._book.names, counts=tuple(self._registers)
                )
                tokens = read(expression.text, self._pack.by_id, self._dialect())
            except ConditionError as error:
                self._add(where, str(error))
                continue
            for name in sorted(expression.names & barred):
                self._add(where, f"names that have a value here; {name!r} has none")
            bad = [
                *bad_readings(self._pack, tokens),
                *self._bad_fields(field, tokens),
                *_bad_patterns(tokens),
            ]
            for expected in dict.fromkeys(bad):
                self._add(where, expected)
            if not bad and not expression.names & barred:
                found.append((field, expression))
        return found

    def _dialect(self) -> Dialect:
        return Dialect(KEYS, VALUES.union(self._registers), FUNCTIONS, FUNCTIONS)

    def _columns(self, register: str) -> Mapping[str, tuple[str, ...]]:
        """What a row of a register has, with the choices of each."""
        question = self._pack.by_id.get(register)
        columns = {column.id: column.choices for column in (question.columns if question else ())}
        return {"id": (), **dict.fromkeys(COMPUTED.get(register, {}), ()), **columns}

    def _bad_fields(self, field: str, tokens: tuple[Token, ...]) -> Iterator[str]:
        """What is wrong with what is read of `row`, `it` and `main`, and with what it is compared with."""
        known: dict[str, Mapping[str, tuple[str, ...]]] = {"main": dict.fromkeys(DOCUMENT, ())}
        if field.startswith("rows "):
            known["row"] = self._columns(self._rule.rows[int(field.split()[1]) - 1].register)
        of_cap = not self._rule.each and field.startswith("cap ") and field.endswith(" when")
        if self._rule.each == EACH_QUESTION or of_cap:
            known["it"] = {**dict.fromkeys(QUESTION, ()), "state": STANDINGS, "standing": STANDINGS}
        elif self._rule.each in self._registers:
            known["it"] = self._columns(self._registers[self._rule.each])
        for index, token in enumerate(tokens):
            first, *rest = token.text.split(".") if token.kind == "name" else ("",)
            if first not in known or not rest or (token.function and len(rest) == 1):
                continue
            if rest[0] not in known[first]:
                listed = ", ".join(known[first])
                yield f"one of {first}'s fields ({listed}); {shown(rest[0])} is not one{nearest(rest[0], known[first])}"
                continue
            choices = known[first][rest[0]]
            for text, held in compared(tokens, index) if choices and not token.function else ():
                if text and not held and text not in choices:
                    yield f"a choice of {first}.{rest[0]}; {shown(text)} is not one{nearest(text, choices)}"

    # --- trying it -------------------------------------------------------------------------------------

    def _try(self, expressions: Mapping[str, Expression]) -> None:
        for number, one in enumerate(self._rule.rows, start=1):
            expression = expressions.get(f"rows {number}")
            if expression is not None:
                self._try_rows(f"rows {number}", one.name, one.register, expression)
        when = expressions.get("when")
        holds: dict[str, Any] = {}
        if when is not None:
            if not self._gives("when", when, _is_truth, "true or false"):
                return
            if not self._trials.hangs_on_words(when):
                found = self._trials.holds_for(when)
                if found is None:
                    self._add("when", "a condition that some answers make true; none of those tried does")
                holds = found or {}
        self._try_the_rest(expressions, holds)

    def _try_the_rest(self, expressions: Mapping[str, Expression], holds: Mapping[str, Any]) -> None:
        """Variants, caps and slots, first where the rule fires."""
        for field, expression in expressions.items():
            kind = field.split()[0]
            if kind == "variant" or field.endswith(" when"):
                self._gives(field.removesuffix(" when"), expression, _is_truth, "true or false", holds)
            elif kind == "cap":
                self._gives(field, expression, _is_share, "a number from 0 to 1", holds)
            elif kind == "slots":
                self._gives("slots", expression, _is_words, "a text or a list of texts", holds)

    def _try_rows(self, field: str, name: str, register: str, expression: Expression) -> None:
        self._trials.register = register
        if not self._gives(field, expression, _is_truth, "true or false"):
            return
        if self._trials.hangs_on_words(expression):
            return
        found = self._trials.holds_for(expression)
        if found is not None and "row" in found:
            self._trials.matching(name, found["row"])
        elif found is None:
            self._add(field, f"rows of {register} that some register has; none of those tried is one")

    def _gives(
        self,
        field: str,
        expression: Expression,
        fits: Callable[[Any], bool],
        expected: str,
        holds: Mapping[str, Any] | None = None,
    ) -> bool:
        """Whether it gives what it should wherever it is tried; notes where it does not."""
        try:
            values = [self._trials.value(expression, dict(holds))] if holds else []
            values += [] if holds else self._trials.values(expression, _TRIALS)
        except ConditionError as error:
            self._add(field, str(error))
            return False
        for value in values:
            if not fits(value):
                self._add(field, f"{expected}; {shown(value)} is not")
                return False
        return True


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool)


def _is_share(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def _is_words(value: Any) -> bool:
    return isinstance(value, (str, int, float)) or (
        isinstance(value, list) and all(isinstance(one, (str, int, float)) for one in value)
    )


def _bad_patterns(tokens: Iterable[Token]) -> Iterator[str]:
    """What is wrong with the regular expressions in an expression: its raw texts, and what `says` is given."""
    listed = list(tokens)
    for index, token in enumerate(listed):
        if token.kind != "text":
            continue
        found = _RAW.match(token.text)
        given = index + 1 < len(listed) and listed[index + 1].text == ")" and listed[index - 1].text == ","
        text = found["text"] if found else _plain_text(token.text) if given else None
        # CEL's own `matches` reads a text once, whatever the expression.
        by_cel = index > 1 and listed[index - 2].text.endswith(".matches")
        if text is not None and (expected := trouble(text) or (not by_cel and slowness(text)) or ""):
            yield expected


def _plain_text(literal: str) -> str | None:
    """The text of a literal as CEL reads it; None where Python reads it otherwise."""
    try:
        value = ast.literal_eval(literal)
    except (ValueError, SyntaxError):
        return None
    return value if isinstance(value, str) else None


def _check_names(pack: Pack, book: Rulebook, log: _Log) -> None:
    """Names that stand for expressions; whether each is one shows where a rule uses it."""
    first_words = {item.partition(".")[0] for item in pack.by_id}
    for name in book.names:
        if name in first_words | VALUES or not _NAME.fullmatch(name):
            log.add("", "", "names", f"names of their own in small letters; {shown(name)} cannot be used")
        try:
            spelled_out(name, book.names)
        except ConditionError as error:
            log.add("", "", "names", f"{error}; found {shown(name)}")


def _check_called(pack: Pack, book: Rulebook, log: _Log) -> None:
    """Short names of questions are of questions that there are."""
    for item in book.called:
        if item not in pack.by_id:
            expected = f"ids of questions; {shown(item)} is not one{nearest(item, pack.by_id)}"
            log.add(book.called_at.get(item, ""), "", "called", expected)


def _check_synonyms(book: Rulebook, log: _Log) -> None:
    groups = {(one.kind, one.name.casefold()) for one in book.synonyms}
    for names in book.synonyms:
        if names.kind not in (*KINDS, "vague"):
            expected = f"one of {', '.join((*KINDS, 'vague'))}; found {shown(names.kind)}"
            log.add(names.place, names.name, "kind", expected)
        if names.kind == "vague" and names.name not in KINDS:
            log.add(names.place, names.name, "name", f"one of {', '.join(KINDS)}; found {shown(names.name)}")
        for covered in names.covers:
            if (names.kind, covered.casefold()) not in groups:
                of_kind = [one.name for one in book.synonyms if one.kind == names.kind]
                expected = f"names of other groups; {shown(covered)} is not one{nearest(covered, of_kind)}"
                log.add(names.place, names.name, "covers", expected)


def _check_patterns(book: Rulebook, log: _Log) -> None:
    patterns = [(one.place, one.id, "pattern", one.pattern) for one in book.wrong_citations]
    patterns += [(one.place, one.id, "near", one.near) for one in book.wrong_citations]
    patterns += [(one.place, one.id, "pattern", one.pattern) for one in book.misstatements]
    patterns += [(one.place, one.id, "unless", one.unless) for one in book.misstatements]
    patterns += [(law.place, law.id, "cited", pattern) for law in book.laws for pattern in law.cited]
    for place, owner, field, pattern in patterns:
        if pattern and (expected := trouble(pattern) or slowness(pattern)):
            log.add(place, owner, field, expected)


def _check_laws(pack: Pack, book: Rulebook, log: _Log) -> None:
    for changed in book.changed_laws:
        if not _DATE.fullmatch(changed.changed_on):
            expected = f"a date (2025-06-23); found {shown(changed.changed_on)}"
            log.add(changed.place, changed.id, "changed_on", expected)
        if changed.in_force and not _DATE.fullmatch(changed.in_force):
            expected = f"a date (2025-06-23); found {shown(changed.in_force)}"
            log.add(changed.place, changed.id, "in_force", expected)
    for law in book.laws:
        for item in law.questions:
            if item not in pack.by_id:
                expected = f"known ids; {shown(item)} is not one{nearest(item, pack.by_id)}"
                log.add(law.place, law.id, "questions", expected)
    conditions = [(one.place, one.id, one.when) for one in book.changed_laws]
    conditions += [(one.place, one.id, one.when) for one in book.laws]
    for place, owner, when in conditions:
        if when:
            for expected in _wrong_with(when, pack, book, _is_truth, "true or false"):
                log.add(place, owner, "when", expected)


def _check_scoring(pack: Pack, book: Rulebook, log: _Log) -> None:
    scoring = book.scoring
    for field, named, known in (
        ("thresholds", scoring.thresholds, THRESHOLDS),
        ("weights", scoring.weights, WEIGHTS),
    ):
        for name, value in named.items():
            if name not in known:
                log.add(
                    "", "scoring", field, f"{', '.join(known)}; found {shown(name)}{nearest(name, known)}"
                )
            elif value < 0:
                log.add("", "scoring", field, f"numbers from 0 on; {name} is {value:g}")
    for field, ids in (("unscored", scoring.unscored), ("scored", scoring.scored)):
        for item in ids:
            begins = item.endswith(".") and any(one.startswith(item) for one in pack.by_id)
            if not begins and item not in pack.by_id:
                expected = f"known ids; {shown(item)} is not one{nearest(item, pack.by_id)}"
                log.add("", "scoring", field, expected)
    for table in scoring.credits:
        for field, expected in _wrong_with_credit(table, pack, book):
            log.add(table.place, table.question, field, expected)


def _wrong_with_credit(table: CreditTable, pack: Pack, book: Rulebook) -> Iterator[tuple[str, str]]:
    """Field and what was expected of it."""
    question = pack.by_id.get(table.question)
    if question is None:
        yield (
            "question",
            f"a known id; {shown(table.question)} is not one{nearest(table.question, pack.by_id)}",
        )
        return
    known = (*question.choices, *question.bare_units)
    for choice, credit in table.choices.items():
        if choice not in known:
            yield "choices", f"choices of {question.id}; {shown(choice)} is not one{nearest(choice, known)}"
        if not _is_credit(credit):
            yield "choices", f"numbers from 0 to 1, or na; found {shown(credit)}"
    if not _is_credit(table.otherwise):
        yield "otherwise", f"a number from 0 to 1, or na; found {shown(table.otherwise)}"
    if table.credit:
        for expected in _wrong_with(table.credit, pack, book, _is_number, "a number"):
            yield "credit", expected


def _is_credit(text: str) -> bool:
    if text == "na":  # the question leaves the sums
        return True
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _wrong_with(
    text: str, pack: Pack, book: Rulebook, fits: Callable[[Any], bool], expected: str
) -> Iterator[str]:
    """What is wrong with an expression outside a rule: whether it reads what there is and gives what it should."""
    trials = Trials(pack, book.names, {}, "")
    try:
        expression = Expression(text, pack.by_id, names=book.names)
        tokens = read(expression.text, pack.by_id, Dialect(KEYS, VALUES, FUNCTIONS, FUNCTIONS))
        bad = list(dict.fromkeys((*bad_readings(pack, tokens), *_bad_patterns(tokens))))
        yield from bad
        if bad:
            return
        trials.learn([expression])
        value = next((one for one in trials.values(expression, _TRIALS) if not fits(one)), None)
        if value is not None:
            yield f"{expected}; {shown(value)} is not"
    except ConditionError as error:
        yield str(error)
