"""From `search.toml` to the terms by which evidence is found."""

from __future__ import annotations

import re

from app.questionnaire.faults import shown
from app.questionnaire.fields import Fields, SourceFile
from app.questionnaire.model import Pack, SearchTerms

_GROUP = re.compile(r"@([a-z_]+)")


class SearchFile:
    """Turns the file of search terms into values, on top of those of the pack that this one extends."""

    def __init__(self, places: dict[str, dict[str, int]], base: Pack | None) -> None:
        """`places` takes the lines of fields by place; `base` is the pack underneath."""
        self._places = places
        self._terms: dict[str, SearchTerms] = dict(base.search_by_id) if base else {}
        self._groups: dict[str, str] = {}
        self.synonyms: list[tuple[str, ...]] = list(base.synonyms) if base else []

    @property
    def terms(self) -> tuple[SearchTerms, ...]:
        """What was read, one entry a question; an entry of this pack replaces that of the pack underneath."""
        return tuple(self._terms.values())

    def add(self, file: SourceFile) -> None:
        """Read the file."""
        self._groups = file.root.wording("groups")
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
            anchors=self._spelled_out(fields, "anchors"),
            weak=self._spelled_out(fields, "weak"),
            cues=fields.texts("cues"),
            avoid=self._spelled_out(fields, "avoid"),
            denial=fields.text("denial"),
            place=fields.place,
        )
        fields.close()
        return terms

    def _spelled_out(self, fields: Fields, name: str) -> tuple[str, ...]:
        """Anchors with the terms of a named group (`@staff`) in the place of its name."""
        spelled = []
        for anchor in fields.texts(name):
            for group in dict.fromkeys(_GROUP.findall(anchor)):
                if group not in self._groups:
                    known = ", ".join(f"@{one}" for one in self._groups) or "none"
                    fields.fault(name, f"a group of [groups] ({known}); found {shown('@' + group)}")
            spelled.append(_GROUP.sub(lambda match: self._groups.get(match[1], match[1]), anchor))
        return tuple(spelled)
