"""Passages quoted: cited in a document's own words, found by their words, looked up again."""

from __future__ import annotations

from dataclasses import replace

from app.assessment.answer import Citation
from app.evidence.model import Verdict, Verified
from app.evidence.quotes import quoted, verify
from app.review.shelf import DocumentText, Shelf
from app.review.view import Refused, Unknown, View

_COPIED = "” – "
"""What stands between a quote that was copied and its reference."""


class Quotes(Shelf):
    """Citations of the documents on the shelf."""

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

    def read(self, text: str) -> tuple[Citation, ...]:
        """The citations that are meant by quotes as they are copied here: “words” – D1 policy.txt, line 4, any number of them.

        Words alone are looked for in every document that is here. Raises `Refused` for words that stand in none, or not
        in the one that is named, `Unknown` for a document that is not on the register.
        """
        left = " ".join(text.split())
        found: list[Citation] = []
        while left:
            words, named, rest = left.partition(_COPIED)
            if not (left.startswith("“") and named):
                return (*found, self._located(left.strip('“”"')))
            reference, _, after = rest.partition(" “")
            found.append(self._referred(words[1:], reference))
            left = f"“{after}" if after else ""
        return tuple(found)

    def _referred(self, words: str, reference: str) -> Citation:
        """These words of the document and place of a reference."""
        reference = reference.strip(" ,;")
        named, _, place = reference.rpartition(", ")
        ids = {one.id: one for one in self.documents() if one.id}
        first = reference.split(" ", 1)[0].rstrip(",")
        held = ids[first] if first in ids else self.find(named or reference)
        if first in ids:
            place = reference[len(first) :].lstrip(" ,").removeprefix(held.name).lstrip(" ,")
        return self.locate(held.id, words) if held.attachment else Citation(held.id, place, words.strip())

    def _located(self, words: str) -> Citation:
        here = self.searched_documents()
        for held in here:
            try:
                return self.locate(held.id, words)
            except Refused:
                if len(here) == 1:
                    raise
        known = f"none of the {len(here)} documents that are" if here else "no document, for none is"
        raise Refused(
            f"These words are in {known} here. Write “words” – D1, line 4, or copy them from a document."
        )

    # --- looking quotes up again -----------------------------------------------------------------------

    def verify(self, document: str = "") -> tuple[Verified, ...]:
        """Every citation in force, or those of one document, looked up in the text that is here now."""
        if document:
            held = self.find(document)
            return self._verify(held.id, self.text(held.id) if held.attachment else None)
        return self._verify("", None)

    def _verify(self, only: str, newer: DocumentText | None, *, hidden: bool = False) -> tuple[Verified, ...]:
        """Look up the citations of one document, or of all; with `hidden` also of answers not in force."""
        view = self._review.view
        texts: dict[str, DocumentText | None] = {}
        found = []
        more = [item for item in view.pack.by_id if item not in view.path.in_force] if hidden else []
        for item in (*view.path.items, *more):
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
