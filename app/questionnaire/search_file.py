"""From `search.toml` to the terms by which evidence is found."""

from __future__ import annotations

from app.questionnaire.faults import shown
from app.questionnaire.fields import Fields, SourceFile
from app.questionnaire.model import Pack, SearchTerms


class SearchFile:
    """Turns the file of search terms into values, on top of those of the pack that this one extends."""

    def __init__(self, places: dict[str, dict[str, int]], base: Pack | None) -> None:
        """`places` takes the lines of fields by place; `base` is the pack underneath."""
        self._places = places
        self._terms: dict[str, SearchTerms] = dict(base.search_by_id) if base else {}
        self.synonyms: list[tuple[str, ...]] = list(base.synonyms) if base else []

    @property
    def terms(self) -> tuple[SearchTerms, ...]:
        """What was read, one entry a question; an entry of this pack replaces that of the pack underneath."""
        return tuple(self._terms.values())

    def add(self, file: SourceFile) -> None:
        """Read the file."""
        seen: set[str] = set()
        for fields in file.root.tables("search"):
            terms = self._search(fields)
            if terms.question in seen:
                fields.fault("question", f"one [[search]] a question; {shown(terms.question)} has two")
            seen.add(terms.question)
            self._terms[terms.question] = terms
        for fields in file.root.tables("synonyms"):
            self.synonyms.append(fields.texts("terms", required=True))
            fields.close()
        file.root.close()

    def _search(self, fields: Fields) -> SearchTerms:
        fields.owner = fields.text("question", required=True, filled=True)
        self._places[fields.place] = fields.file.lines.fields(fields.path)
        terms = SearchTerms(
            question=fields.owner,
            anchors=fields.texts("anchors"),
            weak=fields.texts("weak"),
            cues=fields.texts("cues"),
            avoid=fields.texts("avoid"),
            denial=fields.text("denial"),
            place=fields.place,
        )
        fields.close()
        return terms
