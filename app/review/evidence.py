"""The verbs about documents and passages: bring in, suggest, search, cite, look quotes up again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from app.assessment.answer import Searched, Value
from app.assessment.passages import Hit
from app.assessment.values import rows_of
from app.evidence.model import Outcome, ProposedRow, ProposedValue, Suggestions
from app.evidence.query import Query, free_query, query_for
from app.evidence.suggestions import CANDIDATES, SECOND_CANDIDATES, Searchable, suggest
from app.questionnaire.model import AnswerType, Pack, Question
from app.review.bringing_in import BringingIn
from app.review.shelf import Added, DocumentText, Held, How
from app.review.view import Refused, View

if TYPE_CHECKING:
    from app.review.assessing import Review
    from app.store.repository import Store

_TERMS_SETTING = "search terms"
_MOST_REMEMBERED = 400
"""Suggestions that are remembered: a walk through every question, with some to spare."""
_MOST_ADDED = 40
"""Terms a reviewer may add to one question."""


class Evidence(BringingIn):
    """The documents of one open assessment and what can be done with them."""

    def __init__(self, review: Review, store: Store, terms: Pack) -> None:
        """`terms` is the pack whose search terms are used: the installed one, whatever wording is answered."""
        super().__init__(review, store)
        self._terms = terms
        self._added_terms: dict[str, list[str]] | None = None
        self._suggested: dict[tuple[object, ...], Suggestions] = {}
        self._valued: dict[tuple[object, ...], Suggestions] = {}
        """The same with the values that were read in them for what had none."""

    # --- suggestions -----------------------------------------------------------------------------------

    def asked(self, question_id: str) -> Question:
        """The question whose search terms are used: itself, or of a follow-up without its own the question."""
        question = self._review.question(question_id)
        if question.parent is not None and question_id not in self._terms.search_by_id:
            return self._review.question(question.parent)
        return question

    def query(self, question_id: str, extra: Sequence[str] = ()) -> Query:
        """What is looked for, for a question or follow-up; `extra` terms besides."""
        asked = self.asked(question_id)
        added = (*self.added_terms(asked.id), *extra)
        return query_for(asked, self._terms.search_by_id.get(asked.id), added)

    def preparation(self) -> tuple[tuple[int, ...], Callable[[], None]]:
        """The documents that are searched, by the store's numbers, and what makes their first search quick.

        The latter may run in a thread; it raises what reading the database can raise.
        """
        numbers = tuple(one.attachment.document for one in self.searched_documents() if one.attachment)
        return numbers, partial(self._store.prepare_search, numbers)

    def at_hand(self, question_id: str, limit: int = 5) -> bool:
        """Whether `suggest` has its suggestions already and need not search."""
        return (*self._key(question_id, limit), ()) in self._suggested

    def suggest(self, question_id: str, limit: int = 5, *, extra: Sequence[str] = ()) -> Suggestions:
        """The best passages of all documents for a question; what was found before is remembered.

        `extra` terms are looked for this once. Raises `Refused` for one without a letter or digit.
        """
        more = tuple(_term(one) for one in extra)
        key = (*self._key(question_id, limit), more)
        if key not in self._suggested:
            if len(self._suggested) > _MOST_REMEMBERED:
                self._suggested.clear()
                self._valued.clear()
            found = self._search(self.query(question_id, more), limit)
            if self.asked(question_id).id != question_id:
                found = _of_its_question(found)
            self._suggested[key] = replace(found, question=question_id)
        return self._with_values(question_id, key)

    def _key(self, question_id: str, limit: int) -> tuple[object, ...]:
        """What suggestions depend on: the documents and the terms."""
        return (question_id, limit, self._searched_key(), tuple(self.added_terms(question_id)))

    def _with_values(self, question_id: str, key: tuple[object, ...]) -> Suggestions:
        """What was found, with the values that the passages propose for what has no value yet."""
        from app.evidence.values import propose_value

        view, suggestions = self._review.view, self._suggested[key]
        question = self._review.question(question_id)
        items = [question, *(f for f in question.followups if f.id in view.path.in_force)]
        taken = {item.id: view.answer(item.id).value for item in items}
        lacking = tuple(item for item in items if not taken[item.id] or item.type is AnswerType.MANY_OF)
        if not lacking:
            return suggestions
        valued = (key, tuple((item.id, taken[item.id]) for item in lacking))
        if valued not in self._valued:
            if len(self._valued) > _MOST_REMEMBERED:
                self._valued.clear()
            found = (
                replace(one, value=_besides(propose_value(lacking, one), taken)) for one in suggestions.found
            )
            self._valued[valued] = replace(suggestions, found=tuple(found))
        return self._valued[valued]

    def search(self, words: str, limit: int = 30) -> Suggestions:
        """The passages of all documents with all of these words; synonyms and other endings count too."""
        return self._search(free_query(words, self._terms.synonyms), limit)

    def _search(self, query: Query, limit: int) -> Suggestions:
        held = self.searched_documents()
        documents = {
            one.attachment.document: Searchable(one.id, one.name, partial(self._place, one.id))
            for one in held
            if one.attachment
        }
        numbers = list(documents)
        hits: dict[tuple[int, int], Hit] = {}
        if numbers:
            for groups, most in ((query.decisive, CANDIDATES), (query.helpful, SECOND_CANDIDATES)):
                if groups:
                    for hit in self._store.search(numbers, groups, max(most, limit)):
                        hits.setdefault((hit.document, hit.ordinal), hit)
        return suggest(query, list(hits.values()), documents, limit)

    def _place(self, document: str, start: int, end: int) -> str:
        return self.text(document).place(start, end)

    def _searched_key(self) -> tuple[object, ...]:
        return tuple((one.id, one.attachment.sha256) for one in self.searched_documents() if one.attachment)

    def looked(self, question_id: str) -> Searched | None:
        """What a `not_addressed` of this question rests on; None for a question that looks for nothing."""
        if self._review.question(question_id).own:
            return None  # the reviewer's own statement: no document could say it
        found = self.suggest(question_id)
        if not found.looked_for or not found.documents:
            return None  # nothing was looked for, or nowhere
        return Searched(found.looked_for, found.documents, found.outcome.value)

    # --- the reviewer's own terms ----------------------------------------------------------------------

    def added_terms(self, question_id: str) -> Sequence[str]:
        """The terms that the reviewer added to a question, in this database."""
        if self._added_terms is None:
            kept = json.loads(self._store.setting(_TERMS_SETTING) or "{}")
            self._added_terms = {str(k): [str(t) for t in v] for k, v in kept.items()}
        return self._added_terms.get(self.asked(question_id).id, [])

    def add_term(self, question_id: str, term: str) -> Suggestions:
        """Look for one more word or phrase (a star at its end: any ending), from now on. Raises `Refused`."""
        term = _term(term)
        terms = list(self.added_terms(question_id))
        if len(terms) >= _MOST_ADDED:
            raise Refused(f"{_MOST_ADDED} terms of your own are the most; take one away first.")
        if term.casefold() not in (one.casefold() for one in terms):
            self._keep_terms(self.asked(question_id).id, [*terms, term])
        return self.suggest(question_id)

    def drop_term(self, question_id: str, term: str) -> Suggestions:
        """Look for it no more."""
        terms = [one for one in self.added_terms(question_id) if one.casefold() != term.strip().casefold()]
        self._keep_terms(self.asked(question_id).id, terms)
        return self.suggest(question_id)

    def _keep_terms(self, question_id: str, terms: list[str]) -> None:
        self._review.check_writable()
        self.added_terms(question_id)
        kept = {**(self._added_terms or {}), question_id: terms}
        kept = {question: some for question, some in kept.items() if some}
        self._store.set_setting(_TERMS_SETTING, json.dumps(kept, ensure_ascii=False))
        self._added_terms = kept

    # --- registers -------------------------------------------------------------------------------------

    def proposed_rows(self, question_id: str) -> tuple[ProposedRow, ...]:
        """Rows that lists and tables of the documents propose for a register, without those it has."""
        from app.evidence.rows import propose_rows

        question = self._review.question(question_id)
        suggestions = self.suggest(question_id, 20)
        texts = {one.id: self.text(one.id) for one in self.searched_documents()}
        passages = {
            one.id: self._store.passages(one.attachment.sha256)
            for one in self.searched_documents()
            if one.attachment
        }
        present = rows_of(self._review.view.answer(question_id).value)
        return propose_rows(question, suggestions, texts, passages, present)

    def accept_row(
        self, question_id: str, proposed: ProposedRow, cells: Mapping[str, str] | None = None
    ) -> View:
        """Add a proposed row, as it is or with other cells, and cite where it was read. One transaction."""
        return self._review.add_cited_row(
            question_id,
            dict(cells if cells is not None else proposed.cells),
            self.citation(proposed.document, proposed.start, proposed.end),
        )


def _term(text: str) -> str:
    """A search term, tidied. Raises `Refused` where there is nothing in it to look for."""
    from app.evidence.terms import words_of

    term = " ".join(text.split())[:80]
    if not words_of(term)[0]:
        raise Refused("A search term needs a letter or a digit.")
    return term


def _of_its_question(found: Suggestions) -> Suggestions:
    """What was found for a question, as a follow-up without search terms of its own may take it: please check."""
    outcome = Outcome.WEAK if found.outcome is Outcome.FOUND else found.outcome
    return replace(found, outcome=outcome, found=tuple(replace(one, speaks_for="") for one in found.found))


def _besides(proposed: ProposedValue | None, taken: Mapping[str, Value]) -> ProposedValue | None:
    """The proposed value together with the choices that were taken already; None where it adds none."""
    if proposed is None or not isinstance(proposed.value, list):
        return proposed
    before = taken.get(proposed.question)
    ticked = [choice for choice in before if isinstance(choice, str)] if isinstance(before, tuple) else []
    new = [choice for choice in proposed.value if choice not in ticked]
    if not new:
        return None
    return replace(proposed, value=[*ticked, *new], text=", ".join(new)) if ticked else proposed


__all__ = ["Added", "DocumentText", "Evidence", "Held", "How", "Outcome"]
