"""What rules read: answers as entries, registers as rows with what is computed for them, and the main document.

Everything is kept as long as what it was made of stays the same object, so that judging again after one answer
looks at that answer alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.assessment.answer import UNANSWERED, Answer, Row, State
from app.assessment.case import Case, main_document
from app.assessment.documents import (
    Document,
    age_months,
    age_words,
    date_text,
    find_document,
    grade,
    months_begun,
    own_names,
    plain_name,
)
from app.assessment.matching import COMPANY, DECLARED, FUNCTION, SAME, Match, Matcher
from app.assessment.path import entry
from app.assessment.progress import wants_citation
from app.assessment.standing import standing
from app.assessment.values import left_out, rows_of
from app.assessment.version import version
from app.questionnaire.model import Pack, Question
from app.questionnaire.rule_expressions import Expression
from app.questionnaire.rules import Rulebook

Entry = Mapping[str, Any]
RowMap = Mapping[str, Any]

SIGN_IN = "thirdparty.signin"
THIRD_PARTIES = "thirdparty.register"
ELEMENTS = "data.elements"
HOSTING = "security.hosting"
FEATURES = "product.overview.features"
DOCUMENTS = "review.documents"
SIGNED = "signoff.accuracy.version_hash"
PSEUDO_REGISTERS: Mapping[str, str] = {"signin": SIGN_IN, "changed_laws": "", "citations": ""}
"""Lists that are no register of their own, with the question whose answer they are made of."""
_NO_MAIN: RowMap = {
    "id": "",
    "title": "",
    "kind": "",
    "issuer": "",
    "stated_date": "",
    "age": -1,
    "age_words": "",
    "dated": "",
    "signed": "",
    "grade": 0,
    "covers_product": "",
}
_MOST_QUOTED = 40
_OF_A_HOST = frozenset({"hosting", "database", "storage"})
_OF_SIGN_IN = frozenset({"authentication"})
"""Functions of a third party by which it is listed for what a host, or a sign-in service, does."""


class Facts:
    """The facts of one case after another. Keeps what did not change."""

    def __init__(self, pack: Pack, book: Rulebook) -> None:
        """Nothing is read before the first case."""
        self._pack = pack
        self._book = book
        self._entries: dict[str, tuple[tuple[Answer, ...], Entry]] = {}
        self._rows: dict[str, tuple[tuple[Any, ...], Sequence[RowMap]]] = {}
        self._single: dict[tuple[str, str], tuple[tuple[Any, ...], RowMap]] = {}
        self._columns: dict[tuple[str, str], tuple[Answer, tuple[str, ...]]] = {}
        self._own_list: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {}
        self._questions: dict[tuple[str, bool], tuple[tuple[Any, ...], RowMap]] = {}
        self._matchers: list[tuple[Any, Matcher]] = []
        self._laws: list[tuple[str, Expression | None]] | None = None
        self.case: Case
        self.matcher: Matcher
        self._asked: dict[tuple[str, bool], RowMap] = {}
        """Questions as `it`, of this case: every rule over all questions asks for each of them."""
        self._called: dict[str, re.Pattern[str] | None] = {}
        self._own: frozenset[str] = frozenset()
        """Names of the vendor itself, plain."""
        self._reviewed = date.min
        self._gates: tuple[str, ...] = ()
        self.documents: tuple[Document, ...] = ()
        self.main: RowMap = _NO_MAIN
        self.extra: dict[str, Any] = {}

    def read(self, case: Case) -> None:
        """Take up a case."""
        self.case = case
        if not self._matchers or self._matchers[0][0] != case.names:
            self._matchers = [(dict(case.names), Matcher(self._book.synonyms, case.names))]
        self.matcher = self._matchers[0][1]
        own = own_names(case.answers, case.assessment.vendor, case.assessment.product)
        self._own = self._own if own == self._own else own
        documents, reviewed, added = case.documents, case.review_date, tuple(case.settings.extra_gates)
        self.documents = self.documents if documents == self.documents else documents
        self._reviewed = self._reviewed if reviewed == self._reviewed else reviewed
        self._gates = self._gates if added == self._gates else added
        self._asked.clear()
        self._cited = Counter(
            citation.document.strip().casefold()
            for item in case.path.items
            for citation in case.answer(item).cited
        )
        main = self._main()
        self.main = self.main if main == self.main else main
        gates = {q.id for q in self._pack.questions if q.gate} | set(case.settings.extra_gates)
        unanswered = [
            q.id
            for q in self._pack.questions
            if q.id in case.path.in_force and standing(q, case.answer(q.id)) is State.UNANSWERED
        ]
        self.extra = {
            "main": self.main,
            "today": case.today.isoformat(),
            "reviewed": case.review_date.isoformat(),
            "version": version(case.assessment, case.answers, case.path) if case.answer(SIGNED).value else "",
            "open_questions": len(unanswered),
            "open_gates": sum(one in gates for one in unanswered),
        }

    def names_in(self, text: str, kind: str) -> list[str]:
        """For expressions."""
        return list(self.matcher.names_in(str(text), str(kind)))

    def called(self, company: str) -> re.Pattern[str] | None:
        """What finds a company of the pack in a sentence, by any of its names; None for one the pack does not know."""
        if company not in self._called:
            terms = next(
                (
                    (one.name, *one.terms)
                    for one in self._book.synonyms
                    if one.kind == "company" and one.name == company
                ),
                (),
            )
            words = "|".join(re.escape(term) for term in terms if term[:1] != "=" and "*" not in term)
            self._called[company] = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None
        return self._called[company]

    # --- answers ---------------------------------------------------------------------------------------

    def entry(self, item: str) -> Entry:
        """An answer as rules see it; one that is hidden as never given."""
        question = self._pack.by_id[item]
        made_of = (self.case.answer(item), *(self.case.answer(f.id) for f in question.followups))
        kept = self._entries.get(item)
        if kept is not None and _same(kept[0], made_of):
            return kept[1]
        given = [
            one
            for item, one in zip((question, *question.followups), made_of, strict=True)
            if standing(item, one) is not State.UNANSWERED
        ]
        answer = _as_it_stands(question, made_of[0])
        quotes = [c.quote for one in given for c in one.cited if c.quote][:_MOST_QUOTED]
        made: Entry = {
            **entry(question, answer),
            "standing": standing(question, made_of[0]).value,
            "quotes": _whole(quotes),
            "note": answer.note,
        }
        self._entries[item] = (made_of, made)
        return made

    def entries(self, items: Sequence[str]) -> dict[str, Entry]:
        """Several of them by id."""
        return {item: self.entry(item) for item in items}

    # --- registers -------------------------------------------------------------------------------------

    def rows(self, register: str) -> Sequence[RowMap]:
        """The rows of a register, each with its columns, its id and what is computed for it."""
        made_of = self._made_of(register)
        kept = self._rows.get(register)
        if kept is not None and _same(kept[0], made_of):
            return kept[1]
        make: Callable[[], Sequence[RowMap]] = {
            "signin": self._sign_in,
            "changed_laws": self._changed_laws,
            "citations": self._citations,
            DOCUMENTS: self._document_rows,
        }.get(register, lambda: self._computed(register))
        rows = make()
        if kept is not None and _same(tuple(kept[1]), tuple(rows)):
            rows = kept[1]
        self._rows[register] = (made_of, rows)
        return rows

    def _made_of(self, register: str) -> tuple[Any, ...]:
        """The objects that a register's computed rows depend on."""
        if register == "citations":
            return (self.case.answers, self.case.path)
        if register == "changed_laws":
            return (self.case.answers, self.case.path)
        if register == DOCUMENTS:
            return (self.case.answers, self.case.stored, self.case.path)
        answer = self.case.answer(PSEUDO_REGISTERS.get(register, register))
        own = (self._own,) if register == HOSTING else ()
        return (answer, self.matcher, *own, *self._beside(register))

    def _beside(self, register: str) -> tuple[tuple[str, ...], ...]:
        """What the computed columns of a register are made of besides its own rows: columns of other registers.

        The same texts are the same object, so that an edit elsewhere in those registers changes nothing here.
        """
        return tuple(self._column(*one) for one in _BESIDE.get(register, ()))

    def _column(self, register: str, column: str) -> tuple[str, ...]:
        answer = self.case.answer(register)
        kept = self._columns.get((register, column))
        if kept is not None and kept[0] is answer:
            return kept[1]
        texts = tuple(_cell(row, column) for row in self._answer_rows(register))
        if kept is not None and kept[1] == texts:
            texts = kept[1]
        self._columns[(register, column)] = (answer, texts)
        return texts

    def _answer_rows(self, register: str) -> tuple[Row, ...]:
        return rows_of(self.case.answer(register).value)

    def _computed(self, register: str) -> Sequence[RowMap]:
        compute = {
            THIRD_PARTIES: self._receives,
            ELEMENTS: lambda row: {"elements": self.names_in(_cell(row, "element"), "element")},
            HOSTING: lambda row: {
                **self._registered(_cell(row, "provider"), _OF_A_HOST),
                "own": plain_name(_cell(row, "provider")) in self._own,
            },
            FEATURES: self._feature,
        }.get(register, lambda row: {})
        beside = (self._own, *self._beside(register)) if register == HOSTING else self._beside(register)
        columns = (
            [column.id for column in self._pack.by_id[register].columns]
            if register in self._pack.by_id
            else []
        )
        rows = []
        for row in self._answer_rows(register):
            made_of = (row, self.matcher, *beside)
            kept = self._single.get((register, row.id))
            if kept is None or not _same(kept[0], made_of):
                cells = {column: row.cells.get(column, "") for column in columns}
                made: RowMap = {**cells, "id": row.id, **compute(row)}
                if kept is not None and kept[1] == made:
                    made = kept[1]  # the same row: nothing that reads it is worked out anew
                kept = (made_of, made)
                self._single[(register, row.id)] = kept
            rows.append(kept[1])
        return rows

    def _receives(self, row: Row) -> dict[str, Any]:
        shared = _cell(row, "info_shared")
        listed, whose = self._listed(), self._whose()
        return {
            "elements": self.names_in(shared, "element"),
            "unlisted": list(self.matcher.unlisted([shared], listed, "element", whose)),
        }

    def _registered(self, name: str, purposes: frozenset[str] = frozenset()) -> dict[str, Any]:
        """Whether the third-party list has a company: with `purposes`, for one of these.

        One service of a company does not stand for another with another purpose: `Google Analytics` in the list says
        nothing of a host `Google Cloud`. Those services are `beside`.
        """
        match: Match | None = None
        beside: dict[str, None] = {}
        for row, found in self.matcher.every(name, self.third_parties(), COMPANY):
            sure = not purposes or found.how in (SAME, DECLARED)
            if sure or self._serves(found.other, row, purposes):
                match = found
                break
            beside[found.other] = None
        return {
            "registered": match is not None,
            "matched": match.other if match else "",
            "beside": [] if match else list(beside),
        }

    def _serves(self, name: str, row: int, purposes: frozenset[str]) -> bool:
        """Whether a row of the third-party list is there for one of these purposes, or does not say for which."""
        if plain_name(name) in (plain_name(one) for one in self.names_in(name, COMPANY)):
            return True  # the company itself, not one of its services
        functions, services = self._column(THIRD_PARTIES, "function"), self._column(THIRD_PARTIES, "service")
        stated = {functions[row], *self.names_in(f"{name}; {services[row]}", FUNCTION)} - {"", "other"}
        return not stated or not stated.isdisjoint(purposes)

    def _listed(self) -> tuple[str, ...]:
        """The elements that the vendor's own list has: without those that only other documents or a test show."""
        return self._of_the_list("element")

    def _whose(self) -> tuple[str, ...]:
        """Of each element of that list whose data it is."""
        return self._of_the_list("subject")

    def _of_the_list(self, column: str) -> tuple[str, ...]:
        cells, places = self._column(ELEMENTS, column), self._column(ELEMENTS, "listed_where")
        kept = self._own_list.get(column)
        if kept is not None and kept[0] is cells and kept[1] is places:
            return kept[2]
        found = tuple(one for one, place in zip(cells, places, strict=True) if not left_out(place))
        self._own_list[column] = (cells, places, found)
        return found

    def third_parties(self) -> tuple[str, ...]:
        """Names in the third-party register."""
        return self._column(THIRD_PARTIES, "name")

    def _feature(self, row: Row) -> dict[str, Any]:
        wanted = self.names_in(_cell(row, "feature"), "function")
        provided = self._provided()
        named = self._registered(_cell(row, "feature"))["registered"]
        touched = self.names_in(_cell(row, "touches_data"), "element")
        listed = self._listed()
        return {
            "company": named or (bool(wanted) and not self.matcher.unlisted(wanted, provided, "function")),
            "functions": wanted,
            "unlisted": (unlisted := list(self.matcher.unlisted(touched, listed, "element"))),
            "lacking": [one for one in unlisted if one not in self._shared()],
        }

    def _shared(self) -> frozenset[str]:
        """The elements that some company of the third-party register gets."""
        return frozenset(
            name
            for text in self._column(THIRD_PARTIES, "info_shared")
            for name in self.names_in(text, "element")
        )

    def _provided(self) -> tuple[str, ...]:
        """What the companies of the third-party register do: the function alone often says `other`."""
        functions, services = self._column(THIRD_PARTIES, "function"), self._column(THIRD_PARTIES, "service")
        return tuple(dict.fromkeys(f"{one}; {more}" for one, more in zip(functions, services, strict=True)))

    def _sign_in(self) -> Sequence[RowMap]:
        question, answer = self._pack.by_id.get(SIGN_IN), self.case.answer(SIGN_IN)
        if question is None or not isinstance(answer.value, tuple):
            return []
        named = [one for one in answer.value if isinstance(one, str) and one not in question.exclusive]
        return [{"id": name, "name": name, **self._registered(name, _OF_SIGN_IN)} for name in named]

    def _document_rows(self) -> Sequence[RowMap]:
        lost = {
            citation.document.strip().casefold()
            for item in self.case.path.items
            for citation in self.case.answer(item).citations
            if citation.lost
        }
        rows = {row.id: row.cells for row in self._answer_rows(DOCUMENTS)}
        columns = (
            [column.id for column in self._pack.by_id[DOCUMENTS].columns]
            if DOCUMENTS in self._pack.by_id
            else []
        )
        made = []
        for one in self.documents:
            names = {one.id.casefold(), one.title.casefold()}
            made.append(
                {
                    **{column: rows.get(one.row, {}).get(column, "") for column in columns},
                    **self._document(one),
                    "id": one.row,
                    "main": bool(self.main["id"]) and self.main["id"] == one.id,
                    "changed": bool(names & lost),
                    "stored": one.sha256 in self.case.stored,
                    "cited": sum(self._cited[name] for name in names),
                }
            )
        return made

    def _document(self, one: Document) -> dict[str, Any]:
        age, begun = age_months(one, self.case.review_date), months_begun(one, self.case.review_date)
        return {
            "id": one.id,
            "doc_id": one.id,
            "title": one.title,
            "kind": one.kind,
            "issuer": one.issuer,
            "stated_date": one.stated_date,
            "age": -1 if begun is None else begun,
            "age_words": "" if age is None else age_words(age),
            "dated": date_text(one.stated_date),
            "signed": one.signed,
            "grade": grade(one),
            "covers_product": one.covers_product,
            "by_vendor": one.by_vendor,
            "of_sub_provider": one.of_sub_provider,
        }

    def _main(self) -> RowMap:
        """The document on which most citations rest; of several the first."""
        best = main_document(self.case)
        return self._document(best) if best is not None else _NO_MAIN

    def _citations(self) -> Sequence[RowMap]:
        rows = []
        for item in self.case.path.items:
            for number, citation in enumerate(self.case.answer(item).citations, start=1):
                name = f"{item} {number}"
                kept = self._single.get(("citations", name))
                if kept is None or kept[0][0] is not citation:
                    row: RowMap = {
                        "id": name,
                        "question": item,
                        "document": citation.document,
                        "place": citation.place,
                        "quote": citation.quote,
                        "lost": citation.lost,
                        "row": citation.row,
                    }
                    kept = ((citation,), row)
                    self._single["citations", name] = kept
                rows.append(kept[1])
        return rows

    def _changed_laws(self) -> Sequence[RowMap]:
        if self._laws is None:
            self._laws = [
                (law.id, Expression(law.when, self._pack.by_id, names=self._book.names) if law.when else None)
                for law in self._book.changed_laws
            ]
        made = []
        for law, (_, expression) in zip(self._book.changed_laws, self._laws, strict=True):
            applies = True
            if expression is not None:
                read = self.entries(sorted(expression.references))
                applies = bool(expression.value(read, self.extra, self.names_in))
            made.append(
                {
                    "id": law.id,
                    "law": law.law,
                    "changed_on": law.changed_on,
                    "what": law.what,
                    "in_force": law.in_force,
                    "applies": applies,
                }
            )
        return made

    # --- questions -------------------------------------------------------------------------------------

    def question(self, question: Question, *, fired: bool) -> RowMap:
        """A question in force as `it`."""
        key = (question.id, fired)
        if key not in self._asked:
            self._asked[key] = self._question(question, fired=fired)
        return self._asked[key]

    def _question(self, question: Question, *, fired: bool) -> RowMap:
        answers = tuple(self.case.answer(one.id) for one in (question, *question.followups))
        made_of = (*answers, self.documents, self._reviewed, self._gates)
        kept = self._questions.get((question.id, fired))
        if kept is not None and _same(kept[0], made_of):
            return kept[1]
        answer, cited = answers[0], tuple(c for one in answers for c in one.cited)
        documents = []
        for name in dict.fromkeys(citation.document for citation in cited):
            found = find_document(self.documents, name)
            documents.append(self._document(found or Document(name, by_vendor=False)))
        made: RowMap = {
            "id": question.id,
            "ask": question.ask,
            "called": self._book.called.get(question.id) or question.ask.rstrip("?"),
            "section": question.section,
            "state": answer.state.value,
            "standing": standing(question, answer).value,
            "severity": question.severity.value if question.severity else "",
            "gate": question.gate or question.id in self.case.settings.extra_gates,
            "own": question.own,
            "good": question.good,
            "reason": answer.reason,
            "law": list(question.law),
            "cited": bool(cited),
            "citations": len(cited),
            "documents": documents,
            "grade": max((one["grade"] for one in documents), default=0),
            "placed": all(citation.place.strip() for citation in cited),
            "fired": fired,
            "wants": wants_citation(question, answer) or bool(cited),
        }
        self._questions[question.id, fired] = (made_of, made)
        return made


_BESIDE: Mapping[str, tuple[tuple[str, str], ...]] = {
    THIRD_PARTIES: ((ELEMENTS, "element"), (ELEMENTS, "subject"), (ELEMENTS, "listed_where")),
    HOSTING: ((THIRD_PARTIES, "name"), (THIRD_PARTIES, "function"), (THIRD_PARTIES, "service")),
    FEATURES: (
        (THIRD_PARTIES, "name"),
        (THIRD_PARTIES, "function"),
        (THIRD_PARTIES, "service"),
        (THIRD_PARTIES, "info_shared"),
        (ELEMENTS, "element"),
        (ELEMENTS, "listed_where"),
    ),
    "signin": ((THIRD_PARTIES, "name"), (THIRD_PARTIES, "function"), (THIRD_PARTIES, "service")),
}
"""Columns of other registers that the computed columns of a register are made of."""


def _as_it_stands(question: Question, answer: Answer) -> Answer:
    """An answer as rules may read it: what nobody has reviewed is blank, and a value under no answer is none."""
    if standing(question, answer) is State.UNANSWERED:
        return UNANSWERED
    if answer.state is State.NA:
        return replace(answer, value=None)
    silent = (question.silent_choice, (question.silent_choice,))
    if answer.state is State.NOT_ADDRESSED and not (question.silent_choice and answer.value in silent):
        return replace(answer, value=None)
    return answer


def _same(before: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    return len(before) == len(now) and all(a is b for a, b in zip(before, now, strict=True))


def _cell(row: Row, column: str) -> str:
    return row.cells.get(column, "").strip()


def _whole(quotes: Sequence[str]) -> list[str]:
    """The quotes, each once, without those that only repeat a part of another one."""
    distinct = tuple(dict.fromkeys(quotes))
    return [one for one in distinct if not any(one != other and one in other for other in distinct)]
