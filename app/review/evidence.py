"""The verbs about documents and passages: bring in, suggest, search, cite, look quotes up again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache, partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from app.assessment.answer import Citation, Searched, State
from app.assessment.documents import REGISTER, Document, find_document, read_documents
from app.assessment.journal import ChangeKind, citation_to_json
from app.assessment.passages import Extracted, Hit, line_starts, place_of
from app.assessment.values import rows_of
from app.evidence.model import (
    Outcome,
    ProposedRow,
    Suggestions,
    Verdict,
    Verified,
)
from app.evidence.query import Query, free_query, query_for
from app.evidence.quotes import quoted, verify
from app.evidence.suggestions import CANDIDATES, Searchable, suggest
from app.questionnaire.model import Pack, Question
from app.review.view import Refused, Unknown, View
from app.store.errors import Damaged

if TYPE_CHECKING:
    from app.evidence.details import Details
    from app.evidence.extraction.opening import FileRead
    from app.review.assessing import Review
    from app.store.repository import Store
    from app.store.values import Attachment

_TERMS_SETTING = "search terms"
_MOST_REMEMBERED = 400
"""Suggestions that are remembered: a walk through every question, with some to spare."""
_MOST_ADDED = 40
"""Terms a reviewer may add to one question."""


class How(StrEnum):
    """How a file came into an assessment."""

    NEW = "new"
    """As a document of its own."""
    SAME = "same"
    """It was there already."""
    HERE = "here"
    """The register knew it by its hash; now its text is here too."""
    NEWER = "newer"
    """As a newer version of a document."""


@dataclass(frozen=True, slots=True)
class Held:
    """One document of an assessment: its row in the register, and its file if that is in the database."""

    document: Document
    row: str
    """Id of its register row; empty for a file that no row names."""
    attachment: Attachment | None
    """None where only the register knows it."""
    once: str = ""
    """Of a file that no row names: the register id that it had before a newer version took its place."""

    @property
    def id(self) -> str:
        """Its register id."""
        return self.document.id

    @property
    def name(self) -> str:
        """The name of its file, or else what the register calls it."""
        return self.attachment.name if self.attachment else self.document.title or self.document.id


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file that was brought in."""

    view: View
    document: str
    """Register id."""
    how: How
    verified: tuple[Verified, ...] = ()
    """Of a newer version: every quote of the document, looked up in the new text."""
    reopened: tuple[str, ...] = ()
    """Questions that are open again because a quote of theirs changed or is gone."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document's text as a reader shows it."""

    id: str
    name: str
    text: str
    pages: tuple[int, ...]
    lines: tuple[int, ...]
    """Offsets at which pages and lines begin."""

    def place(self, start: int, end: int) -> str:
        """Where a piece of the text stands (`page 4`, `lines 97-99`)."""
        return place_of(start, end, pages=self.pages, lines=self.lines)

    def span_of_lines(self, first: int, last: int) -> tuple[int, int]:
        """The offsets of these lines, counted from 1. Raises `Refused` where the text has no such lines."""
        count = len(self.lines) - (self.lines[-1] == len(self.text) and len(self.lines) > 1)
        if not 1 <= first <= last <= count:
            raise Refused(f"{self.id} ({self.name}) has lines 1 to {count:,}.")
        return self.lines[first - 1], self.lines[last] if last < len(self.lines) else len(self.text)

    def span_of_page(self, number: int) -> tuple[int, int]:
        """The offsets of this page, counted from 1. Raises `Refused` where there is no such page."""
        if not self.pages:
            raise Refused(f"{self.id} ({self.name}) has no pages; say which lines.")
        if not 1 <= number <= len(self.pages):
            raise Refused(f"{self.id} ({self.name}) has pages 1 to {len(self.pages):,}.")
        return self.pages[number - 1], (*self.pages, len(self.text))[number]


class Evidence:
    """The documents of one open assessment and what can be done with them."""

    def __init__(self, review: Review, store: Store, terms: Pack) -> None:
        """`terms` is the pack whose search terms are used: the installed one, whatever wording is answered."""
        self._review = review
        self._store = store
        self._terms = terms
        self._texts = lru_cache(maxsize=32)(self._text)
        self._added_terms: dict[str, list[str]] | None = None
        self._held: tuple[object, tuple[Held, ...]] | None = None
        self._suggested: dict[tuple[object, ...], Suggestions] = {}
        self._attached = 0
        """Counts attachments made here, so that what was remembered is known to be old."""

    # --- documents -------------------------------------------------------------------------------------

    def documents(self) -> tuple[Held, ...]:
        """The documents on the register, in its order, then files in the database that no row names."""
        view = self._review.view
        rows = rows_of(view.answer(REGISTER).value)
        key = (rows, view.assessment.vendor, self._attached)
        if self._held is not None and self._held[0] == key:
            return self._held[1]
        by_hash = {one.sha256: one for one in self._store.attachments(view.assessment.id)}
        documents = read_documents(view.answers, view.assessment.vendor, view.assessment.product)
        row_ids = {row.cells.get("doc_id", "").strip(): row.id for row in rows}
        held = [
            Held(document, row_ids.get(document.id, ""), by_hash.get(document.sha256.strip().lower()))
            for document in documents
        ]
        named = {one.attachment.sha256 for one in held if one.attachment}
        before = self._replaced() if by_hash.keys() - named else {}
        held += [
            Held(
                Document("", title=one.name, sha256=one.sha256, by_vendor=False),
                "",
                one,
                before.get(one.sha256, ""),
            )
            for one in by_hash.values()
            if one.sha256 not in named
        ]
        self._held = (key, tuple(held))
        return self._held[1]

    def _replaced(self) -> dict[str, str]:
        """Register id by the hashes that rows once had and no longer have."""
        hashes: dict[str, str] = {}
        found: dict[str, str] = {}
        if REGISTER not in self._review.view.pack.by_id:
            return found
        for entry in reversed(self._review.history(REGISTER)):
            for row in rows_of(entry.after.value) if entry.in_effect else ():
                document = row.cells.get("doc_id", "").strip()
                now = row.cells.get("sha256", "").strip().lower()
                if (old := hashes.get(document, now)) != now:
                    found[old] = document
                hashes[document] = now
        return found

    def searched_documents(self) -> tuple[Held, ...]:
        """Those that can be searched: on the register, and their text is here."""
        return tuple(one for one in self.documents() if one.id and one.attachment)

    def find(self, name: str) -> Held:
        """The document of this register id, file name or title. Raises `Unknown`, naming those there are."""
        held = [one for one in self.documents() if one.id]
        wanted = name.strip().casefold()
        for one in held:
            if wanted in (one.id.casefold(), one.name.casefold()):
                return one
        document = find_document((one.document for one in held), name)
        if document is not None:
            return next(one for one in held if one.document is document)
        there = ", ".join(f"{one.id} ({one.name})" for one in held[:12]) or "none yet"
        raise Unknown(f'There is no document "{name[:80]}" on the register; there: {there}.')

    def text(self, document: str) -> DocumentText:
        """The text of a document by its register id. Raises `Unknown`, `Refused` where it is not here."""
        held = self.find(document)
        if held.attachment is None:
            raise Refused(
                f"The text of {held.id} ({held.name}) is not in this database; add its file to bring it in."
            )
        return self._texts(held.id, held.name, held.attachment.sha256, held.attachment.pages)

    def content(self, document: str) -> bytes:
        """The bytes of a document's file, as they came in, checked against its hash.

        Raises `Unknown`, `Refused` where they are not here, `Damaged` where they are not those any more.
        """
        held = self.find(document)
        if held.attachment is None:
            raise Refused(f"The file of {held.id} ({held.name}) is not in this database; add it first.")
        content = self._store.document_content(held.attachment.sha256)
        if sha256(content).hexdigest() != held.attachment.sha256:
            raise Damaged(f"The file of {held.id} ({held.name}) is damaged in the database; add it again.")
        return content

    def _text(self, document: str, name: str, sha256: str, pages: tuple[int, ...]) -> DocumentText:
        text = self._store.document_text(sha256)
        return DocumentText(document, name, text, pages, line_starts(text))

    # --- bringing documents in -------------------------------------------------------------------------

    def known(self, read: FileRead) -> Held | None:
        """The document with exactly these bytes, where this assessment has it already, text and all."""
        for one in self.searched_documents():
            if one.attachment and one.attachment.sha256 == read.sha256:
                return one
        return None

    def stored(self, read: FileRead) -> bool:
        """Whether the database holds these bytes already, for this assessment or another."""
        return self._store.document(read.sha256) is not None

    def older(self, read: FileRead) -> Held | None:
        """The document of which this file is probably a newer version: it has the same file name."""
        named = [one for one in self.searched_documents() if one.name.casefold() == read.name.casefold()]
        return next((one for one in named if one.attachment and one.attachment.sha256 != read.sha256), None)

    def keep(self, read: FileRead, extracted: Extracted) -> Iterator[float]:
        """Put bytes, text and passages into the database, a short step at a time; yields the share done.

        Nothing of it is seen before `enter`. Raises `Unwritable`.
        """
        self._review.check_writable()
        yield from self._store.add_document(read.sha256, read.content, extracted)

    def enter(self, read: FileRead, details: Details, *, replaces: str = "") -> Added:
        """Put a kept file on the register, with what the reviewer said it is.

        `replaces` is the register id of the document that it is a newer version of. Then every quote of that
        document is looked up in the new text: those that only moved are cited anew, and answers that rest
        on changed or lost ones are opened again. All in one transaction.
        """
        review, store = self._review, self._store
        review.check_writable()
        assessment = review.view.assessment
        if (known := self.known(read)) is not None:
            return Added(review.view, known.id, How.SAME)
        stored = store.document(read.sha256)
        if stored is None:
            raise Refused(f"{read.name} was not read whole; add it again.")
        store.attach(assessment.id, read.sha256, read.name)
        self._attached += 1
        for held in self.documents():
            if held.id and held.attachment and held.attachment.sha256 == read.sha256:
                return Added(review.view, held.id, How.HERE)
        extent = _extent(stored.pages, store.document_text(read.sha256))
        cells = {
            "title": details.title or read.name,
            "kind": details.kind,
            "issuer": details.issuer,
            "stated_date": details.stated_date,
            "retrieved_on": review.today().isoformat(),
            "sha256": read.sha256,
            "pages_or_lines": extent,
            "covers_product": details.covers_product,
            "signed": details.signed,
        }
        if replaces:
            return self._replace(self.find(replaces), cells)
        document = self._free_id()
        view = review.add_rows(REGISTER, [{"doc_id": document, **{k: v for k, v in cells.items() if v}}])
        return Added(view, document, How.NEW)

    def _free_id(self) -> str:
        """`D1`, or the next number that no row ever had."""
        rows = rows_of(self._review.view.answer(REGISTER).value)
        numbers = [row.cells.get("doc_id", "")[1:] for row in rows if row.cells.get("doc_id", "")[:1] == "D"]
        used = [int(number) for number in numbers if number.isdigit()]
        return f"D{max([len(rows), *used], default=0) + 1}"

    def _replace(self, held: Held, cells: Mapping[str, str]) -> Added:
        document = held.document
        before = {
            "stated_date": document.stated_date,
            "sha256": document.sha256,
            "retrieved_on": document.retrieved_on,
            "pages_or_lines": document.extent,
        }
        changes: list[tuple[str, ChangeKind, Mapping[str, Any]]] = [
            (REGISTER, ChangeKind.CELL, {"row": held.row, "column": name, "value": cells[name]})
            for name in before
            if cells[name] != before[name]
        ]
        new = self._text(held.id, held.name, cells["sha256"], self._pages(cells["sha256"]))
        verified = self._verify(held.id, new)
        moved: dict[str, list[Verified]] = {}
        lost: dict[str, list[Verified]] = {}
        for one in verified:
            if one.verdict is Verdict.MOVED:
                moved.setdefault(one.question, []).append(one)
            elif one.verdict in (Verdict.CHANGED, Verdict.GONE):
                lost.setdefault(one.question, []).append(one)
        for question in dict.fromkeys((*moved, *lost)):
            answer = self._review.view.answer(question)
            body: dict[str, Any] = {}
            if question in moved:
                citations = list(answer.citations)
                for one in moved[question]:
                    citations[one.index] = replace(
                        one.citation, place=one.place, start=one.start, end=one.end
                    )
                body["citations"] = [citation_to_json(citation) for citation in citations]
            if question in lost and answer.state is not State.UNANSWERED:
                body["reopened"] = _why_reopened(held.id, lost[question])
            if body:
                changes.append((question, ChangeKind.SET, body))
        view = self._review.record(changes)
        return Added(view, held.id, How.NEWER, verified, tuple(lost))

    def _pages(self, sha256: str) -> tuple[int, ...]:
        stored = self._store.document(sha256)
        return stored.pages if stored else ()

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
            found = self._search(self.query(question_id, more), limit)
            self._suggested[key] = replace(found, question=question_id)
        return self._with_values(question_id, self._suggested[key])

    def _key(self, question_id: str, limit: int) -> tuple[object, ...]:
        """What suggestions depend on: the documents and the terms."""
        return (question_id, limit, self._searched_key(), tuple(self.added_terms(question_id)))

    def _with_values(self, question_id: str, suggestions: Suggestions) -> Suggestions:
        """The same with the values that the passages propose for what has no value yet."""
        from app.evidence.values import propose_value

        view = self._review.view
        question = self._review.question(question_id)
        items = [question, *(f for f in question.followups if f.id in view.path.in_force)]
        lacking = [item for item in items if not view.answer(item.id).value]
        if not lacking:
            return suggestions
        found = (replace(one, value=propose_value(lacking, one)) for one in suggestions.found)
        return replace(suggestions, found=tuple(found))

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
            for groups in (query.decisive, query.helpful):
                if groups:
                    for hit in self._store.search(numbers, groups, max(CANDIDATES, limit)):
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
        if not found.looked_for:
            return None
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

    # --- citing ----------------------------------------------------------------------------------------

    def citation(self, document: str, start: int, end: int, *, row: str = "") -> Citation:
        """The citation of a piece of a document's text, in its own words. Raises `Refused` for an empty one."""
        text = self.text(document)
        start, end = max(start, 0), min(end, len(text.text))
        while start < end and text.text[start].isspace():
            start += 1
        while end > start and text.text[end - 1].isspace():
            end -= 1
        if start >= end:
            raise Refused("There is nothing to cite there.")
        return Citation(text.id, text.place(start, end), quoted(text.text[start:end]), start, end, row)

    def cite(self, question_id: str, document: str, start: int, end: int, *, row: str = "") -> View:
        """Cite a piece of a document for an answer."""
        return self._review.cite(question_id, self.citation(document, start, end, row=row))

    def locate(
        self, document: str, quote: str, *, within: tuple[int, int] | None = None, row: str = ""
    ) -> Citation:
        """The citation of these words, found in the document, or in this piece of its text.

        Raises `Refused` where they are not in it, naming what is nearest.
        """
        text = self.text(document)
        probe = Citation(text.id, "", quote)
        first, last = within or (0, len(text.text))
        found = verify(probe, text.text[first:last], (), ())
        if found.verdict is Verdict.MOVED and found.start is not None and found.end is not None:
            return self.citation(document, first + found.start, first + found.end, row=row)
        anywhere = verify(probe, text.text, text.pages, text.lines)
        where = f"on {text.place(first, last)} of " if within else "in "
        near = ""
        if anywhere.verdict is Verdict.MOVED:
            near = f" They stand on {anywhere.place}."
        elif anywhere.now:
            near = f' Nearest: {anywhere.place}: "{anywhere.now[:160]}".'
        raise Refused(f"These words are not {where}{text.id} ({text.name}).{near}")

    # --- looking quotes up again -----------------------------------------------------------------------

    def verify(self, document: str = "") -> tuple[Verified, ...]:
        """Every citation in force, or those of one document, looked up in the text that is here now."""
        if document:
            held = self.find(document)
            return self._verify(held.id, self.text(held.id) if held.attachment else None)
        return self._verify("", None)

    def _verify(self, only: str, newer: DocumentText | None) -> tuple[Verified, ...]:
        view = self._review.view
        texts: dict[str, DocumentText | None] = {}
        found = []
        for item in view.path.items:
            for index, citation in enumerate(view.answer(item).citations):
                text = newer
                if not only:
                    if citation.document not in texts:
                        texts[citation.document] = self._text_if_here(citation.document)
                    text = texts[citation.document]
                elif not self._names(citation.document, only):
                    continue
                if text is None:
                    one = Verified("", 0, citation, Verdict.ABSENT)
                else:
                    one = verify(citation, text.text, text.pages, text.lines)
                found.append(replace(one, question=item, index=index))
        return tuple(found)

    def _names(self, name: str, document: str) -> bool:
        """Whether a citation's document is this one."""
        if name.strip().casefold() == document.casefold():
            return True
        try:
            return self.find(name).id == document
        except Unknown:
            return False

    def _text_if_here(self, document: str) -> DocumentText | None:
        try:
            return self.text(document)
        except Refused:
            return None

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


def _why_reopened(document: str, lost: Sequence[Verified]) -> str:
    gone = sum(one.verdict is Verdict.GONE for one in lost)
    changed = len(lost) - gone
    parts = [
        f"{count} {'quote is' if count == 1 else 'quotes are'} {word}"
        for count, word in ((gone, "gone"), (changed, "changed"))
        if count
    ]
    return f"{' and '.join(parts)} in the newer {document}; answer it again"


def _extent(pages: Sequence[int], text: str) -> str:
    count, unit = (len(pages), "page") if pages else (text.count("\n") + (not text.endswith("\n")), "line")
    return f"{count} {unit}{'' if count == 1 else 's'}"


__all__ = ["Added", "DocumentText", "Evidence", "Held", "How", "Outcome"]
