"""Documents coming in: files that are new, known by their hash, or a newer version of one that is cited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.assessment.answer import Citation, State
from app.assessment.documents import REGISTER
from app.assessment.journal import ChangeKind, citation_to_json
from app.assessment.passages import Extracted, line_starts
from app.assessment.values import rows_of
from app.evidence.model import Verdict, Verified
from app.review.quotes import Quotes
from app.review.shelf import Added, DocumentText, Held, How
from app.review.view import Refused, Unknown

if TYPE_CHECKING:
    from app.evidence.details import Details
    from app.evidence.extraction.opening import FileRead


class BringingIn(Quotes):
    """Puts documents into the database and on the register."""

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
        document is looked up in the new text: those that only moved are cited anew; those that changed or are
        gone are marked as lost and count as evidence no more, and the answers that rest on them are opened
        again. The register and the answers change in one transaction; a file attached without its row (the
        program was killed between the two) is off the register and can be put on it.
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

    def compared(self, document: str, extracted: Extracted) -> tuple[Verified, ...]:
        """Every quote of a document, looked up in what may be its newer version. Nothing is stored.

        Raises `Unknown`. Quotes that were lost before are left out.
        """
        held = self.find(document)
        lines = line_starts(extracted.text)
        newer = DocumentText(held.id, held.name, extracted.text, extracted.pages, lines)
        return tuple(one for one in self._verify(held.id, newer, hidden=True) if not one.citation.lost)

    def off_register(self, name: str) -> Held:
        """The file of this name, or whose SHA-256 begins so, that no row of the register names.

        Raises `Refused` where a row does name it or where several are meant, `Unknown` where there is none.
        """
        wanted = name.strip().casefold()
        loose = [one for one in self.documents() if not one.id and one.attachment is not None]
        found = [
            one
            for one in loose
            if one.attachment is not None
            and (
                wanted == one.name.casefold()
                or (len(wanted) >= _SHORT_HASH and one.attachment.sha256.startswith(wanted))
            )
        ]
        if len(found) == 1:
            return found[0]
        if found:
            hashes = ", ".join(one.attachment.sha256[:12] for one in found if one.attachment)
            raise Refused(
                f'{len(found)} files "{name[:80]}" are off the register; name one by its SHA-256: {hashes}.'
            )
        try:
            held = self.find(name)
        except Unknown:
            there = ", ".join(one.name for one in loose[:12]) or "none"
            raise Unknown(f'No file "{name[:80]}" is off the register; there: {there}.') from None
        raise Refused(f"{held.id} ({held.name}) is on the register; take it off the register first.")

    def remove(self, name: str) -> Held:
        """Take a file that is off the register out of this assessment for good; what it was.

        Its bytes and text leave the database too, unless another assessment has them. The history still names
        its hash, and backups still hold it. Cannot be undone. Raises as `off_register` does, and `Unwritable`.
        """
        self._review.check_writable()
        held = self.off_register(name)
        if held.attachment is not None:
            self._store.detach(self._review.view.assessment.id, held.attachment.sha256)
            self._attached += 1
            self._texts.cache_clear()
            self._store.sweep_documents()
        return held

    def _free_id(self) -> str:
        """`D1`, or the next number that no row ever had: a citation of a document taken off must not lead to another."""
        rows = list(rows_of(self._review.view.answer(REGISTER).value))
        for entry in self._review.history(REGISTER):
            rows += rows_of(entry.after.value)
        numbers = [row.cells.get("doc_id", "")[1:] for row in rows if row.cells.get("doc_id", "")[:1] == "D"]
        return f"D{max((int(number) for number in numbers if number.isdigit()), default=0) + 1}"

    def _replace(self, held: Held, cells: Mapping[str, str]) -> Added:
        """Put a newer version in the place of a document; what is not said of it is taken over, but for who signed."""
        document = held.document
        before = {
            "kind": document.kind,
            "stated_date": document.stated_date,
            "sha256": document.sha256,
            "retrieved_on": document.retrieved_on,
            "pages_or_lines": document.extent,
            "covers_product": document.covers_product,
            "signed": document.signed,
        }
        taken_over = {name: cells[name] or before[name] for name in ("kind", "covers_product")}
        now = {**cells, **taken_over}
        changes: list[tuple[str, ChangeKind, Mapping[str, Any]]] = [
            (REGISTER, ChangeKind.CELL, {"row": held.row, "column": name, "value": now[name]})
            for name in before
            if now[name] != before[name]
        ]
        new = self._text(held.id, held.name, cells["sha256"], self._pages(cells["sha256"]))
        verified = self._verify(held.id, new, hidden=True)
        by_question: dict[str, list[Verified]] = {}
        for one in verified:
            by_question.setdefault(one.question, []).append(one)
        lost = []
        for question, found in by_question.items():
            answer = self._review.view.answer(question)
            citations = list(answer.citations)
            for one in found:
                citations[one.index] = _as_found(one)
            body: dict[str, Any] = {}
            if tuple(citations) != answer.citations:
                body["citations"] = [citation_to_json(citation) for citation in citations]
            newly = [one for one in found if one.verdict in _LOST and not one.citation.lost]
            if newly and answer.state is not State.UNANSWERED:
                body["reopened"] = _why_reopened(held.id, newly)
                lost.append(question)
            elif answer.reopened and not any(citation.lost for citation in citations):
                body["reopened"] = ""  # the words are back
            if body:
                changes.append((question, ChangeKind.SET, body))
        view = self._review.record(changes)
        return Added(view, held.id, How.NEWER, verified, tuple(lost))


_LOST = (Verdict.CHANGED, Verdict.GONE)
_SHORT_HASH = 8
"""Characters of a SHA-256 that may stand for it."""


def _as_found(one: Verified) -> Citation:
    """A citation as the newer version leaves it: at its new place, or marked as lost."""
    if one.verdict in _LOST:
        return replace(one.citation, lost=one.verdict.value)
    if one.verdict in (Verdict.FOUND, Verdict.MOVED):
        return replace(one.citation, place=one.place, start=one.start, end=one.end, lost="")
    return one.citation


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
