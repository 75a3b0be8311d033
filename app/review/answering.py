"""The verbs that answer a question: give, pick, clear, mark, cite and confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from app.assessment.answer import UNANSWERED, Answer, Citation, State
from app.assessment.journal import (
    Change,
    ChangeKind,
    apply,
    citation_to_json,
    searched_to_json,
    value_to_json,
)
from app.assessment.states import states_for
from app.assessment.values import InvalidValue, clean, parse, rows_of
from app.questionnaire.model import AnswerType, Question
from app.review.opened import Opened
from app.review.view import Refused, Unknown, View

_UNSET: Any = object()
_WORDS = {State.NA: "not applicable", State.NOT_ADDRESSED: "not addressed", State.UNANSWERED: "unanswered"}


class Answering(Opened):
    """What a review does with answers. Part of `Review`."""

    def answer(
        self,
        question_id: str,
        state: State | str | None = None,
        *,
        value: Any = _UNSET,
        reason: str | None = None,
        note: str | None = None,
        cite: Sequence[Citation] = (),
        draft: str = "",
    ) -> View:
        """Give an answer: a state, a value, a reason, a note, citations, or several of them in one change.

        `value` is JSON-like data or text as a person types it. Without `state`, a value makes a fact or
        table `answered` and an emptied value `unanswered`. Giving what is there already changes nothing.
        `draft` names the draft field that this answer makes obsolete; it goes in the same commit.
        The citations of `cite` join those that are there.
        Raises `Unknown` for a question that does not exist, `Refused` for a state or value that does not
        fit it.
        """
        question, before = self.question(question_id), self.view.answer(question_id)
        body: dict[str, Any] = {}
        if value is not _UNSET:
            body = given_body(question, value, before)
            state = state or body["state"]
        if state is not None:
            body |= self._state_change(question, before, state_named(state), body)
        if reason is not None:
            body["reason"] = clean(reason).strip()
        if note is not None:
            body["note"] = clean(note).strip("\n")
        if cite:
            body["citations"] = [citation_to_json(c) for c in citations_joined(before.citations, cite)]
        if body.get("state") == State.NOT_ADDRESSED.value:
            body["searched"] = searched_to_json(self.evidence.looked(question_id))
        if before.reopened and (state is not None or cite):
            body["reopened"] = ""
        return self._set(question, body, draft)

    def clear(self, question_id: str) -> View:
        """Back to unanswered: no state, no value, no reason. Note and citations stay.

        Raises `Refused` for a register with rows: they are deleted in the register, one by one, or not at all.
        """
        question = self.question(question_id)
        self._without_rows(self.view.answer(question_id), _WORDS[State.UNANSWERED])
        return self._set(question, {"state": State.UNANSWERED.value, "value": None, "reason": ""})

    def pick(self, question_id: str, choice: str) -> View:
        """Pick a choice of a one-of, toggle one of a many-of."""
        question, before = self.question(question_id), self.view.answer(question_id)
        if question.type is AnswerType.MANY_OF:
            chosen = (
                [v for v in before.value if isinstance(v, str)] if isinstance(before.value, tuple) else []
            )
            if choice in chosen:
                chosen.remove(choice)
            elif choice in question.exclusive:
                chosen = [choice]
            else:
                chosen = [v for v in chosen if v not in question.exclusive] + [choice]
            return self.answer(question_id, value=chosen)
        return self.answer(question_id, value=choice)

    def flag(self, question_id: str, on: bool | None = None) -> View:
        """Mark a question to come back to, or take the mark away."""
        question = self.question(question_id)
        return self._set(question, {"flag": not self.view.answer(question_id).flag if on is None else on})

    def _state_change(
        self, question: Question, before: Answer, state: State, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        allowed = states_for(question)
        if state not in allowed:
            raise Refused(
                f"{question.id} takes {', '.join(s.value for s in allowed)}; {state.value} does not fit "
                f"a {question.type.value.replace('_', ' ')} question."
            )
        change: dict[str, Any] = {"state": state.value}
        has_value = "value" in body and body["value"] is not None
        if state is not before.state:
            change["reason"] = ""  # it was the reason for another state
        if state in (State.NA, State.NOT_ADDRESSED, State.UNANSWERED):
            if "value" not in body:
                self._without_rows(before, _WORDS[state])
            silent = question.silent_choice if state is State.NOT_ADDRESSED else ""
            if not has_value or state is State.NOT_ADDRESSED:
                change["value"] = (
                    ([silent] if question.type is AnswerType.MANY_OF else silent) if silent else None
                )
        elif state is State.ANSWERED and not (has_value or ("value" not in body and before.value)):
            raise Refused(f"{question.id} needs its value; give that instead of a state.")
        elif question.silent_choice and before.state is State.NOT_ADDRESSED and not has_value:
            change["value"] = None
        return change

    def _without_rows(self, before: Answer, word: str) -> None:
        """Refuse to lose a register's rows by one key."""
        if rows := rows_of(before.value):
            count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
            raise Refused(f"This register has {count}; delete them first, and then make it {word}.")

    def _set(self, question: Question, body: Mapping[str, Any], draft: str = "") -> View:
        """Store a SET change with only what differs, or nothing."""
        before = self.view.answer(question.id)
        probe = apply(before, Change(0, question.id, ChangeKind.SET, body, self._clock(), self.by))
        differs = {name: body[name] for name in body if getattr(probe, name) != getattr(before, name)}
        if "state" in differs and "searched" in body:
            differs["searched"] = body["searched"]  # a new state forgets what was searched for the one before
        if not differs:
            if draft:
                self.drop_draft(question.id, draft)
            return self.view
        return self._record(question.id, ChangeKind.SET, differs, draft)

    # --- citing ----------------------------------------------------------------------------------------

    def cite(self, question_id: str, citation: Citation, *, instead_of: int | None = None) -> View:
        """Add a citation to an answer, or put it in the place of the one at `instead_of` (from 0).

        The same one twice is one. Raises `Refused` without a document, `Unknown` for a place with none.
        """
        if instead_of is None:
            return self.answer(question_id, cite=[citation])
        question, before = self.question(question_id), self.view.answer(question_id).citations
        if not 0 <= instead_of < len(before):
            raise Unknown(f"{question_id} has no citation number {instead_of + 1}.")
        changed = (*before[:instead_of], *citations_joined((), [citation]), *before[instead_of + 1 :])
        return self._set(question, _citing(tuple(dict.fromkeys(changed))))

    def uncite(self, question_id: str, index: int) -> View:
        """Take away the citation at this position (from 0)."""
        question, before = self.question(question_id), self.view.answer(question_id).citations
        if not 0 <= index < len(before):
            raise Unknown(f"{question_id} has no citation number {index + 1}.")
        return self._set(question, _citing(before[:index] + before[index + 1 :]))

    def confirm(self, question_id: str) -> View:
        """A reopened answer stands as it is. What it cited and is lost stays no evidence.

        Raises `Refused` where nothing was reopened.
        """
        question = self.question(question_id)
        if not self.view.answer(question_id).reopened:
            raise Refused(f"{question_id} was not reopened.")
        return self._set(question, {"reopened": ""})


def _citing(citations: Sequence[Citation]) -> dict[str, Any]:
    """The body of a change to these citations; an answer with none lost is not open on their account."""
    body: dict[str, Any] = {"citations": [citation_to_json(citation) for citation in citations]}
    return body if any(citation.lost for citation in citations) else {**body, "reopened": ""}


def state_named(text: State | str) -> State:
    """The state a person means (`not addressed`, `N/A`). Raises `Refused`, naming what is near."""
    wanted = str(text).strip().lower().replace("-", "_").replace("/", "").replace(" ", "_")
    if wanted not in {s.value for s in State}:
        near = get_close_matches(wanted, [s.value for s in State], 1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        raise Refused(f'"{str(text)[:40]}" is not a state; use {", ".join(s.value for s in State)}.{hint}')
    return State(wanted)


def given_body(question: Question, value: Any, before: Answer = UNANSWERED) -> dict[str, Any]:
    """The body of a SET change that gives this value, with the state it leads to. Raises `Refused`."""
    try:
        parsed = parse(question, value)
    except InvalidValue as error:
        raise refusal_of(error) from error
    return {"state": _state_for_value(question, before, parsed).value, "value": value_to_json(parsed)}


def _state_for_value(question: Question, before: Answer, value: object) -> State:
    if not value:
        return State.UNANSWERED
    silent = question.silent_choice
    if silent and value in (silent, (silent,)):
        return State.NOT_ADDRESSED
    return State.PARTIAL if before.state is State.PARTIAL else State.ANSWERED


def citations_joined(before: Sequence[Citation], more: Sequence[Citation]) -> list[Citation]:
    """Both, each citation once. Raises `Refused` for one without its document or place."""
    joined = list(before)
    for citation in more:
        tidy = replace(
            citation,
            document=clean(citation.document).strip(),
            place=clean(citation.place).strip(),
            quote=clean(citation.quote).strip(),
        )
        if not tidy.document or not tidy.place:
            raise Refused("A citation needs its document and the place in it.")
        if tidy not in joined:
            joined.append(tidy)
    return joined


def refusal_of(error: InvalidValue) -> Refused:
    """The sentence to a person about a value that does not fit."""
    text = str(error)
    if "." not in text.split(" ", 1)[0]:  # a question's id keeps its small letter
        text = text[:1].upper() + text[1:]
    return Refused(text if text.endswith((".", "?", "!")) else text + ".")
