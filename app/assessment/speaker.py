"""One statement in words: which clauses it prints, in which order, and with which verbs in front of them.

Sentences are planned first and written afterwards, in their final order, because the vendor's name stands in
the first of them and "it" in the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.assessment.answer import UNANSWERED, Answer, Answers, Number, State
from app.assessment.clauses import begun_small, filled, names_in, stopped, without_stop, words_of
from app.assessment.context import Context, Contradiction, citations_of, evidence_of
from app.assessment.documents import NO_SOURCE, Document, grade, merged, source_of
from app.assessment.frames import Form, Frame, Kind, frame, strongest
from app.assessment.path import Path
from app.assessment.profile import Source
from app.assessment.standing import SAID, standing
from app.assessment.statements import (
    clauses_of,
    counts_of,
    label_of,
    part_about,
    places_in,
    silent_words,
    single,
    template_of,
)
from app.questionnaire.model import AnswerType, Pack, Part, Question, Slot, Statement

_ALONE = frozenset(
    {AnswerType.TEXT, AnswerType.LONG_TEXT, AnswerType.RECORD, AnswerType.URL, AnswerType.EMAIL}
)
"""Types whose values may be long: their clause shares its verb with no other."""
_GIVES = "{gives}"
"""Begins a sentence about a number that is not there: the vendor gives none where a passage is cited for that,
otherwise the documents reviewed give none."""
_OF_DOCUMENTS = (_GIVES, "The documents reviewed ")
"""How a sentence begins that speaks of the documents, which claims nothing that needs a source."""
_WHOLE = ("{vendor}", "{product}", *_OF_DOCUMENTS)
"""How a template begins that is a whole sentence, without a verb by evidence."""
_ONLY_IN_PART = "Only in part"
"""What begins a sentence that holds only in part and has no verb by evidence."""

_HOWEVER = "however, "

_Text = Callable[[], str]
_Fill = Callable[[str], str | None]


@dataclass(slots=True)
class _Run:
    """Clauses that share the words in front of them."""

    frame: Frame
    clauses: list[Callable[[Form], str]]
    tail: str = ""
    """What ends the sentence: what contradicts it."""
    measured: bool = False
    """Whether a promise holds only in part: the clause then says what is asked, and is not claimed."""
    in_part: bool = False
    """Whether a fact holds only in part."""
    closed: bool = False
    """Whether no further clause may join."""


class Speaker:
    """Words one statement for one set of answers."""

    def __init__(
        self,
        statement: Statement,
        pack: Pack,
        answers: Answers,
        path: Path,
        context: Context,
        *,
        about: str = "",
    ) -> None:
        """Nothing is worded before `text` is called.

        With `about` only what concerns this question and its follow-ups is worded, if the statement has it
        among its questions.
        """
        self._statement = statement
        self._pack = pack
        self._answers = answers
        self._path = path
        self._context = context
        self._slots = {slot.name: slot for slot in statement.slots if slot.question in pack.by_id}
        self._asked = [name for name in statement.questions if name in path.in_force]
        self._clauses = [part for part in clauses_of(statement) if part.question in path.in_force]
        if about in self._asked:
            self._asked = [about]
            self._clauses = [
                part for part in self._clauses if about in (part.question, pack.by_id[part.question].parent)
            ]
        self._plan: list[_Text | _Run] = []
        self._unsaid: list[_Text] = []
        self._set: set[str] = set()
        self._sources: list[Source] = []
        self._named = False
        self._said: list[Frame] = []
        self._told: set[str] = set()
        """Follow-ups whose limit is said already."""
        self._form = Form.THIRD
        self.leans_on_open = False
        """Whether a clause that is printed leans on another question that is open. Set by `text`."""
        self.spoken: list[str] = []
        """Questions and follow-ups that the sentences speak of, whatever they say. Set by `text`."""

    @property
    def asked(self) -> Sequence[str]:
        """The statement's questions that are in force."""
        return self._asked

    def sources(self) -> tuple[Source, ...]:
        """The sources behind the sentences, one for each document. Call after `text`."""
        return merged(self._sources)

    def text(self) -> str:
        """The sentences, in order."""
        states = {part.question: self._standing(part.question) for part in self._clauses}
        asked = [p for p in self._clauses if p.question in self._asked]
        nothing_read = all(self._standing(name) is State.UNANSWERED for name in self._asked)
        if nothing_read:
            self._plan.append(lambda: "Not reviewed")
            self._plan.append(lambda: f"The question is {self._in_question(asked)}")
        for group in self._groups():
            for part in group:
                self._plan_clause(part, states[part.question])
            about = {part.question for part in group}
            for slot in self._slots.values():
                if about & {slot.question, self._pack.by_id[slot.question].parent}:
                    self._plan_tail(slot)
        if not nothing_read and (unread := self._unread(states)):
            self._plan.append(
                lambda: f"Not reviewed: {_in_a_row([text() for text in unread.values()], 'and')}"
            )
        if self._unsaid:
            silence = self._silence
            starts = self._clauses[0].question in self._asked
            starts = starts and states[self._clauses[0].question] is State.NOT_ADDRESSED
            self._plan.insert(0 if starts else len(self._plan), silence)
        return " ".join(self._written(item) for item in self._plan)

    def _groups(self) -> list[list[Part]]:
        """The clauses, each question together with its follow-ups."""
        groups: list[list[Part]] = []
        for part in self._clauses:
            if part.question in self._asked or not groups:
                groups.append([])
            groups[-1].append(part)
        return groups

    def _unread(self, states: Mapping[str, State]) -> Mapping[str, _Text]:
        """What the sentences lean on and nobody has reviewed, as indirect questions by question id.

        A follow-up of a question that is open itself is left to that question.
        """
        found: dict[str, _Text] = {}
        for part in self._clauses:
            if states[part.question] is State.UNANSWERED and self._parent(part.question) not in found:
                found[part.question] = partial(self._question, part)
        for name, slot in self._slots.items():
            item, parent = slot.question, self._parent(slot.question)
            used = name in self._set or not states.keys().isdisjoint((item, parent))
            is_open = item in self._path.in_force and self._standing(item) is State.UNANSWERED
            if used and is_open and found.keys().isdisjoint((item, parent)):
                found[item] = partial(self._open_slot, slot)
                self.leans_on_open |= not parent
        return found

    def _parent(self, question_id: str) -> str:
        return self._pack.by_id[question_id].parent or ""

    def _open_slot(self, slot: Slot) -> str:
        return filled(slot.silent or silent_words(self._pack, slot.question), Form.THIRD, self._name)

    # --- planning --------------------------------------------------------------------------------------

    def _answer(self, question_id: str) -> Answer:
        """The answer, or none at all where the question is hidden."""
        in_force = question_id in self._path.in_force
        return self._answers.get(question_id, UNANSWERED) if in_force else UNANSWERED

    def _standing(self, question_id: str) -> State:
        return standing(self._pack.by_id[question_id], self._answer(question_id))

    def _plan_clause(self, part: Part, state: State) -> None:
        if state is State.UNANSWERED:
            return
        if state in SAID:
            self._plan_positive(part, self._statement, self._slots)
            return
        self._cite(part.question)
        if state is State.NO:
            self._plan.append(lambda: self._negative(part))
        elif state is State.NOT_ADDRESSED:
            self._unsaid.append(lambda: self._question(part))
        else:
            self._plan_not_applicable(part)

    def _plan_positive(self, part: Part, owner: Statement, slots: Mapping[str, Slot]) -> None:
        """Plan what an answer says. `owner` is the statement that the part and its slots are from."""
        if self._unvalued(part.question):
            self._plan_unvalued(part)
            return
        question, answer = self._pack.by_id[part.question], self._answer(part.question)
        in_part = self._standing(question.id) is State.PARTIAL
        template, kind = template_of(part, answer), Kind(part.frame or owner.frame)
        if in_part and part.partial:
            template = part.partial
        self._cite(part.question, claims=not template.startswith(_OF_DOCUMENTS))
        words = frame(self._worst_behind(part, template, slots), kind)
        borrowed = self._borrowed(part, template, slots)
        apart = [slot for slot in borrowed if not self._shares(slot, words, kind)]
        for slot in borrowed:
            if slot not in apart:
                self._cite(slot.question)
        limited = in_part and not part.partial
        asked = limited and question.type is AnswerType.STATEMENT
        # what is asked is the whole; how much of it there is then follows as a sentence of its own
        whole = {slot.name for slot in slots.values() if asked and slot.tail and slot.otherwise}
        left = {name: slot for name, slot in slots.items() if slot not in apart and name not in whole}
        fill = self._filler(question, answer, part.words, left)
        if owner is self._statement:
            self._place(template, whole)
        contradiction = self._context.contradictions.get(part.question)
        joined = "" if in_part or not contradiction or contradiction.differs else _against(contradiction)
        tail = f"; {joined}" if joined.startswith(_HOWEVER) else ""
        if kind is Kind.PLAIN or template.startswith(_WHOLE):
            self._plan.append(lambda: self._whole(template, fill, question.id, in_part=limited) + tail)
        else:
            closed = bool(contradiction) or in_part or question.type in _ALONE
            clauses = [lambda form: self._clause(template, form, fill)]
            self._plan_framed(_Run(words, clauses, tail, asked, limited and not asked, closed))
        if in_part:
            self._plan.append(lambda: _limit(answer.reason))
        if contradiction:
            self._plan_against(contradiction, said=bool(tail))
        for slot in apart:
            self._plan_apart(slot)

    def _plan_against(self, contradiction: Contradiction, *, said: bool = False) -> None:
        """Plan what stands behind the words of an answer that findings contradict, or whose passages differ.

        With `said` what contradicts it stands in its own sentence already.
        """
        if not said:
            against = (
                without_stop(contradiction.message) if contradiction.differs else _against(contradiction)
            )
            self._plan.append(lambda: _capital(against))
        self._plan.append(lambda: f"See {contradiction.rule}")
        if contradiction.kept <= 0:
            self._plan.append(lambda: "The claim is not counted")
        elif contradiction.kept < 1:
            self._plan.append(lambda: "The claim is counted only in part")

    def _plan_unvalued(self, part: Part) -> None:
        """Plan a partial answer whose value nobody knows: what was asked, and what is known of it."""
        self._cite(part.question)
        reason = without_stop(self._answer(part.question).reason)
        self._plan.append(lambda: f"{_ONLY_IN_PART} ({self._question(part)}): {reason}")
        contradiction = self._context.contradictions.get(part.question)
        if contradiction:
            self._plan_against(contradiction)

    def _unvalued(self, question_id: str) -> bool:
        """Whether an answer says something and has no value, which only a partial one may lack."""
        question = self._pack.by_id[question_id]
        return question.type is not AnswerType.STATEMENT and not self._answer(question_id).value

    def _root(self, question_id: str) -> str:
        """The question that an answer is about: itself, or the one that it is a follow-up of."""
        return self._parent(question_id) or question_id

    def _worst_behind(self, part: Part, template: str, slots: Mapping[str, Slot]) -> Document | None:
        """What a clause rests on: the best evidence of its question, or that of a follow-up in it if it is worse.

        A follow-up rests on its question's citations unless it has its own.
        """
        question = self._pack.by_id[part.question]
        behind = [strongest(evidence_of(question, self._answers, self._context))]
        for slot in (slots[name] for name in names_in(template) if name in slots):
            own = self._root(slot.question) == self._root(part.question)
            if own and self._standing(slot.question) in SAID and self._answer(slot.question).cited:
                item = self._pack.by_id[slot.question]
                behind.append(strongest(evidence_of(item, self._answers, self._context)))
        return min(behind, key=grade)

    def _borrowed(self, part: Part, template: str, slots: Mapping[str, Slot]) -> list[Slot]:
        """The slots of a clause that say something and are filled from another question."""
        found = [slots[name] for name in names_in(template) if name in slots]
        return [
            slot
            for slot in found
            if self._root(slot.question) != self._root(part.question)
            and self._standing(slot.question) in SAID
            and (self._standing(slot.question) is State.PARTIAL or self._in_place(slot, slots))
        ]

    def _shares(self, slot: Slot, words: Frame, kind: Kind) -> bool:
        """Whether the answer of another question may stand in a clause: its own evidence bears the same words.

        One with a limit, and a number that is not there, speak for themselves.
        """
        question, answer = self._pack.by_id[slot.question], self._answer(slot.question)
        lacking = isinstance(answer.value, Number) and answer.value.number is None
        if lacking or self._standing(question.id) is State.PARTIAL:
            return False
        return frame(strongest(evidence_of(question, self._answers, self._context)), kind) == words

    def _plan_apart(self, slot: Slot) -> None:
        """Plan an answer that a clause has a place for and that rests on something else, as a clause of its own."""
        part, owner = part_about(self._pack, slot.question)
        self._plan_positive(part, owner, {one.name: one for one in owner.slots})

    def _plan_framed(self, run: _Run) -> None:
        before = self._plan[-1] if self._plan else None
        joins = isinstance(before, _Run) and before.frame == run.frame and not (before.closed or run.closed)
        if isinstance(before, _Run) and joins:
            before.clauses.extend(run.clauses)
        else:
            self._plan.append(run)

    def _plan_not_applicable(self, part: Part) -> None:
        reason = without_stop(self._answer(part.question).reason)
        if self._asked != [part.question]:
            self._plan.append(lambda: f"Not applicable ({self._question(part)}): {reason}")
            return
        self._plan.append(lambda: f"Not applicable: {reason}")
        if not label_of(self._statement):
            self._plan.append(lambda: f"The question was {self._question(part)}")

    def _plan_tail(self, slot: Slot) -> None:
        """What a follow-up says that has no place in a clause that is printed."""
        if slot.question not in self._path.in_force:
            return
        question, answer = self._pack.by_id[slot.question], self._answer(slot.question)
        state = standing(question, answer)
        reason = without_stop(answer.reason)
        about = bool(slot.silent)
        if state is State.NOT_ADDRESSED and about:
            self._unsaid.append(lambda: filled(slot.silent, Form.THIRD, self._name))
            self._cite(slot.question)
        elif state is State.NA and about:
            self._plan.append(
                lambda: f"Not applicable ({filled(slot.silent, Form.THIRD, self._name)}): {reason}"
            )
        elif slot.name in self._set:
            self._cite(slot.question)
            if state is State.PARTIAL and not self._has_clause(slot):
                self._plan_slot_in_part(slot)
        elif state in SAID or state is State.NO:
            self._plan_told(slot, state)

    def _has_clause(self, slot: Slot) -> bool:
        """Whether the question of a slot has a clause here, which says what limits its answer."""
        return slot.question in [part.question for part in self._clauses]

    def _plan_told(self, slot: Slot, state: State) -> None:
        """Plan what a follow-up says as a sentence of its own, if it has words for it."""
        placed = slot.name in places_in(self._statement)
        if placed and slot.states and not slot.tail:
            return
        template = slot.tail or ("" if placed else slot.text)
        if state is State.PARTIAL and not slot.states and not self._has_clause(slot):
            if template and not slot.only:
                self._plan_slot_in_part(slot)
                self._cite(slot.question)
        elif text := self._worded(slot, template, self._slots):
            because = "" if self._has_clause(slot) else _because(state, self._answer(slot.question).reason)
            self._plan.append(lambda: text + because)
            self._cite(slot.question)

    def _plan_slot_in_part(self, slot: Slot) -> None:
        """Plan a follow-up that holds only in part: never inside the clause, which would claim it whole."""
        answer = self._answer(slot.question)
        reason = without_stop(answer.reason)
        if slot.question in self._told:
            return
        self._told.add(slot.question)
        if self._unvalued(slot.question) or self._pack.by_id[slot.question].type is AnswerType.STATEMENT:
            self._plan.append(lambda: f"{_ONLY_IN_PART} ({self._open_slot(slot)}): {reason}")
            return
        value = words_of(self._pack.by_id[slot.question], answer.value, slot.words, slot.joined)
        worded = (
            self._worded(slot, slot.text, self._slots).strip(" ,()") if single(answer) in slot.choices else ""
        )
        self._plan.append(lambda: f"{_ONLY_IN_PART} ({self._open_slot(slot)}): {worded or value}")
        self._plan.append(lambda: _limit(reason))

    def _cite(self, question_id: str, *, claims: bool = True) -> None:
        """Note where an answer comes from. Silence rests on nothing but passages cited for it.

        What claims nothing about the vendor needs no source.
        """
        self.spoken.append(question_id)
        question = self._pack.by_id[question_id]
        said = self._standing(question_id) in SAID
        stated = said or self._standing(question_id) is State.NO
        cited = citations_of(question, self._answers) if stated else self._answer(question_id).cited
        for citation in cited:
            source = source_of(citation, self._context.documents, self._context.review_date)
            self._sources.append(source)
        if claims and said and not cited and self._statement.frame != Kind.PLAIN:
            self._sources.append(NO_SOURCE)

    def _place(self, template: str, without: Collection[str] = ()) -> None:
        """Note which slots a template that is printed has a place for."""
        for name in names_in(template):
            slot = self._slots.get(name)
            if slot and name not in self._set and name not in without:
                self._set.add(name)
                self._place(" ".join((slot.text, *slot.choices.values())))

    def _kind(self, part: Part) -> Kind:
        return Kind(part.frame or self._statement.frame)

    # --- writing ---------------------------------------------------------------------------------------

    def _written(self, item: _Text | _Run) -> str:
        return stopped(item() if callable(item) else self._framed(item))

    def _framed(self, run: _Run) -> str:
        said_before = run.frame in self._said
        self._said.append(run.frame)
        unnamed, clauses = self._named, list[str]()
        lead = self._filled_lead(run.frame.again if said_before else run.frame.lead)
        if run.in_part:
            starts_named = run.frame.lead.startswith("{vendor}") and not unnamed
            lead = f"{_ONLY_IN_PART}: {lead if starts_named else begun_small(lead)}"
        if run.measured:
            lead = f"{lead} {filled(run.frame.in_part, Form.THIRD, self._name)}"
        for clause in run.clauses:
            link = filled(run.frame.part_link if run.measured else run.frame.link, Form.THIRD, self._name)
            text = clause(run.frame.form)
            turned = link == "to" and text.startswith("not ")
            clauses.append(f"not to {text.removeprefix('not ')}" if turned else f"{link} {text}")
        return f"{lead} {_series(clauses)}{run.tail}"

    def _clause(self, template: str, form: Form, fill: _Fill) -> str:
        """A clause in a form, with the verbs of what is filled in in the same form."""
        self._form = form
        text = filled(template, form, fill)
        self._form = Form.THIRD
        return text

    def _filled_lead(self, lead: str) -> str:
        """The words in front, with the vendor as subject and, where it comes again, as a pronoun."""
        subject = self._subject() if lead.startswith("{vendor}") else ""
        return subject + filled(lead.removeprefix("{vendor}"), Form.THIRD, self._name)

    def _whole(self, template: str, fill: _Fill, question_id: str, *, in_part: bool = False) -> str:
        if not in_part:
            return self._complete(template, fill, question_id)
        starts_named = template.startswith("{") and not self._named
        text = self._complete(template, fill, question_id)
        return f"{_ONLY_IN_PART}: {text if starts_named else begun_small(text)}"

    def _complete(self, template: str, fill: _Fill, question_id: str) -> str:
        """A template that is a whole sentence, filled in."""
        if template.startswith(_GIVES):
            cited = self._answer(question_id).cited
            lead = f"{self._subject()} gives" if cited else "The documents reviewed give"
            return lead + filled(template.removeprefix(_GIVES), Form.THIRD, fill)
        if not template.startswith("{vendor}"):
            return filled(template, Form.THIRD, fill)
        return self._subject() + filled(template.removeprefix("{vendor}"), Form.THIRD, fill)

    def _negative(self, part: Part) -> str:
        reason = without_stop(self._answer(part.question).reason)
        because = f": {reason}" if reason else ""
        if self._kind(part) is Kind.PLAIN:
            return filled(part.no or part.clause, Form.THIRD, self._unclaimed) + because
        predicate = part.no or "does not " + part.clause
        return f"{self._subject()} {filled(predicate, Form.INFINITIVE, self._unclaimed)}{because}"

    def _silence(self) -> str:
        return f"The documents reviewed do not say {_in_a_row([text() for text in self._unsaid], 'or')}"

    def _in_question(self, parts: Sequence[Part]) -> str:
        return _in_a_row([self._question(part) for part in parts], "and")

    def _question(self, part: Part) -> str:
        """The question as the end of "do not say ..."."""
        if part.silent:
            return filled(part.silent, Form.THIRD, self._unclaimed)
        vendor = self._name("vendor")
        return f"whether {vendor} {filled(part.clause, Form.THIRD, self._unclaimed)}"

    def _subject(self) -> str:
        first = not self._named
        name = self._name("vendor") or ""
        return name if first else name.capitalize()

    def _name(self, word: str) -> str | None:
        """Fills `{vendor}` and `{vendor_s}`: the name the first time, a pronoun after that; and `{product}`."""
        if word == "product":
            return self._context.product
        if word not in ("vendor", "vendor_s"):
            return None
        possessive = word == "vendor_s"
        if self._named:
            return "its" if possessive else "it"
        self._named = True
        return f"{self._context.vendor}'s" if possessive else self._context.vendor

    def _unclaimed(self, word: str) -> str | None:
        """Fills a clause that is not claimed: every slot as if its question had no answer."""
        if word in self._slots:
            return self._slots[word].otherwise
        return "" if word in ("value", "count", "total", "missing") else self._name(word)

    def _filler(
        self, question: Question, answer: Answer, words: Mapping[str, str], slots: Mapping[str, Slot]
    ) -> _Fill:
        """Fills the clause of a question with its value and with these slots; others that it has stay empty."""

        def fill(word: str) -> str | None:
            if word in slots:
                return self._in_place(slots[word], slots, question.id)
            if word in self._slots:
                return self._slots[word].otherwise
            if word == "value":
                return words_of(question, answer.value, words)
            return counts_of(question, answer, words).get(word, self._name(word))

        return fill

    def _in_place(self, slot: Slot, slots: Mapping[str, Slot], about: str = "") -> str:
        """What stands in the place of a slot in a clause about a question."""
        if slot.states:
            return slot.states.get(self._standing(slot.question).value, slot.otherwise)
        if self._standing(slot.question) is State.PARTIAL and slot.question != about:
            return slot.otherwise
        if self._standing(slot.question) in SAID:
            return self._worded(slot, slot.text, slots)
        return slot.otherwise

    def _worded(self, slot: Slot, template: str, slots: Mapping[str, Slot]) -> str:
        """A slot's wording for an answer that says something; empty when it has none."""
        question, answer = self._pack.by_id[slot.question], self._answer(slot.question)
        if question.type is AnswerType.STATEMENT:
            return slot.states.get(self._standing(slot.question).value, "")
        choice = single(answer)
        if slot.only and isinstance(answer.value, tuple):
            kept = tuple(v for v in answer.value if v in slot.only)
            if not kept:
                return slot.lacking
            answer = replace(answer, value=kept)
        elif choice in slot.choices:
            template = slot.choices[choice]
        counts = counts_of(question, answer, slot.words)
        if "{missing}" in template and not counts.get("missing"):
            return ""

        def fill(word: str) -> str | None:
            if word == "value":
                return words_of(question, answer.value, slot.words, slot.joined)
            if word in slots and word != slot.name:
                return self._in_place(slots[word], slots)
            return counts.get(word, self._name(word))

        return filled(template, self._form, fill)


def _because(state: State, reason: str) -> str:
    if state is State.PARTIAL:
        return f". {_limit(reason)}"
    reason = without_stop(reason)
    return f": {reason}" if state is State.NO and reason else ""


def _limit(reason: str) -> str:
    """What keeps a partial answer from being a whole one, as a sentence of its own without its stop."""
    return f"The limit: {without_stop(reason)}"


def _against(contradiction: Contradiction) -> str:
    """What contradicts an answer; what begins with a capital may be several sentences and does not join another."""
    message = begun_small(without_stop(contradiction.message))
    return f"however: {message}" if message[:1].isupper() else f"{_HOWEVER}{message}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _series(clauses: Sequence[str]) -> str:
    """`to a`, `to a, and to b`, `to a; to b; and to c`."""
    if len(clauses) < 3:
        return ", and ".join(clauses)
    return f"{'; '.join(clauses[:-1])}; and {clauses[-1]}"


def _in_a_row(texts: Sequence[str], word: str) -> str:
    """Indirect questions: `whether a, how b, or when c`."""
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])}, {word} {texts[-1]}"
