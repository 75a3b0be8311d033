"""Kinds of data that a product collects, read out of schedules with ticks, tables, lists and enumerations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from app.assessment.passages import Passage
from app.evidence.duties import asks, denied
from app.evidence.model import Suggestions
from app.evidence.registers import Found, Grid, cell_of, entries, grids, named
from app.evidence.sentences import sentences, tidy
from app.evidence.tables import Row

_TICK_COLUMN = re.compile(
    r"\bcheck\b|\btick|used by|\bmark\b|\bcollected(?: by)?\b|\bcollects?\b|\bin use\b|\bused\b|\bx\b|\byes\b|\bapplies\b",
    re.IGNORECASE,
)
_SCHEDULE = re.compile(
    r"schedule of data|check if|used by (?:your|the|our) (?:system|service|app)|data elements?", re.IGNORECASE
)
_MARK = re.compile(r"[xX✓✔☑☒√✅]\.?|\[\s?[xX✓✔]\s?\]|yes|y", re.IGNORECASE)
_BOX = re.compile(r"[☐□]|\[\s*\]|no|n", re.IGNORECASE)
_NO_DATA = re.compile(r"no student data", re.IGNORECASE)
_BLANK = re.compile(r"[\s_.…\-–—:]*")
_SPECIFY = re.compile(r"please (?:specify|list|describe)|\bother\b.{0,200}\blist\b", re.IGNORECASE)
_SPECIFY_TAIL = re.compile(
    r"(?<![-\s–—(])[-\s–—(]*please (?:specify|list|describe)[^|]{0,400}$", re.IGNORECASE
)
_TEACHERS = re.compile(
    r"\bteacher data\b|\bdata (?:on|about|of) teachers\b|\bprincipal (?:data|or teacher)|\bteacher or principal",
    re.IGNORECASE,
)
_ABOUT_TEACHERS = re.compile(r"\babout teachers\b|\bteacher data\b", re.IGNORECASE)


def _ways(words: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return MappingProxyType({name: re.compile(pattern, re.IGNORECASE) for name, pattern in words.items()})


_COLUMNS = _ways(
    {
        "element": r"^(?:what(?: we collect| is collected| data)?|(?:data )?elements?|(?:personal )?(?:data|information)(?: (?:elements?|types?|items?|points?|fields?))?|types? of (?:personal )?"
        r"(?:data|information)|data (?:we )?collect(?:ed)?.*|(?:personal )?information (?:we )?collect(?:ed)?|fields?|examples?)$",
        "subject": r"^(?:about whom|who(?:se(?: data)?)?|users?|user types?|data subjects?|subjects?|person|individuals?)$",
        "source": r"\bwhere (?:it|they|the data) comes?|\bsources?\b|\bcollected from\b|\bprovided by\b|\bhow (?:it is|we) (?:collect|get)",
        "purpose": r"\bpurposes?\b|\bwhy\b|\breason\b|\bhow (?:it is|we) use",
        "required": r"\brequired\b|\boptional\b|\bmandatory\b",
        "category": r"\bcategor(?:y|ies)\b",
    }
)
_SHARED = re.compile(
    r"\bshared?\b|\breceive|\bcompan|\bsub-?processor|\bvendor|\bprovider|\bretention\b|\bkept\b",
    re.IGNORECASE,
)
_SUBJECTS = _ways(
    {
        "student": r"\b(?:students?|child(?:ren)?|pupils?|learners?)\b",
        "parent": r"\b(?:parents?|guardians?|famil(?:y|ies)|caregivers?)\b",
        "teacher": r"\b(?:teachers?|educators?|instructors?)\b",
        "staff": r"\b(?:staff|administrators?|principals?|employees)\b",
    }
)
_SOURCES = _ways(
    {
        "school": r"\b(?:schools?|districts?|LEAs?|roster\w*)\b",
        "user": r"\b(?:teachers?|parents?|users?|students?|you|typed|entered|child)\b",
        "automatic": r"\bautomatic(?:ally)?\b|\blogs?\b|\bcookies?\b",
        "third party": r"\bthird[- ]part|\bClever\b|\bClassLink\b|\bGoogle\b",
    }
)
_COLLECT_LEAD = re.compile(
    r"\b(?:we|it|the (?:app|service|product|provider|platform)|\w+)\s+(?:may |also |will |can |automatically ){0,5}(?:collects?|gathers?)\b|"
    r"\b(?:information|data)\b[^›]{0,30}\bcollect|\bcollected (?:information|data|automatically)|^automatically collected|\bcollects?\b[^›]{0,60}:\s*$|"
    r"\b(?:data|information) (?:elements?|types?)\b",
    re.IGNORECASE,
)
_NO_LEAD = re.compile(
    r"\bnot\b|\bnever\b|n['’]t\b|\bhow we (?:use|share|protect)|\bshar(?:e|ing)\b|\bpurposes?\b|\bto (?:provide|improve)\b|\bretention\b|\bdelet|\bsecurity\b|"
    r"\bwill:|\bbreach\b|\bnotif|\bwe (?:may )?use\b|\bwe (?:do|will)\b|\brights?\b|\bdisclos",
    re.IGNORECASE,
)
_COLLECTS = re.compile(
    r"\b(?:collects?|gathers?|obtains?)\s+(?:and (?:store|process|use)s?\s+)?"
    r"(?:[^.:;,]{0,80}?(?:\bincluding(?: but not limited to)?|\bsuch as|\bthe following(?: \w+){0,4}\s*:|:|\bnamely)\s+)?"
    r"(?P<list>[^.;:|]{10,600})",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*,\s*(?:and/or|and|or)?\s+|\s*,\s*|\s+(?:and|or)\s+(?=[^,]*$)")
_STOPS = re.compile(
    r"\s+(?:(?:in order )?to|for|when|if|from|so that|that|which|who|because|while|as (?:needed|necessary|part)|during|through|about|by|through|with|unless|where|only)\s.*$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:a|an|the|your|their|his|her|our|its|only|some|certain|any|basic|such as|like|and|or|a student['’]s|the student['’]s|students?['’]s?)\s+)+",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"only|for example|etc|(?:personal |certain |other |student )?(?:information|data)|more|others?",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|will|shall|may|must|can|could|should|would|does|do|has|have|we|you|they|it|not|never|collect\w*|us(?:e|es|ed|ing)|stor(?:e|es|ed)|shar\w+|"
    r"provid\w+|process\w*)\b",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"\b(?:names?|e-?mails?|address(?:es)?|phone|telephone|numbers?|grades?|class(?:es|room)?|birth|birthdate|age|gender|passwords?|usernames?|user ?ids?|identifiers?|ids?|"
    r"IP|devices?|browsers?|cookies?|locations?|photos?|pictures?|videos?|audio|voice|recordings?|scores?|results?|answers?|responses?|attendance|messages?|schools?|"
    r"districts?|language|roles?|logs?|pages?|usage|photographs?|ethnicity|race|records?|activity|zip|profile|operating system|data|information|work|content|progress)\b",
    re.IGNORECASE,
)
_LONGEST_ITEM = 140


def elements(
    text: str, passages: Sequence[Passage], suggestions: Suggestions, document: str, ask: str
) -> Iterator[Found]:
    """Kinds of data that one document says are collected; of a schedule with ticks only what is ticked.

    `ask` is the question's wording: one about teachers takes only what is about teachers.
    """
    only_teachers = _ABOUT_TEACHERS.search(ask) is not None
    for found in _all(text, passages, suggestions, document):
        if not only_teachers or found.cells.get("subject") == "teacher":
            yield found


def _all(text: str, passages: Sequence[Passage], suggestions: Suggestions, document: str) -> Iterator[Found]:
    for grid in grids(text, passages):
        if _is_schedule(grid):
            yield from _ticked(grid)
        else:
            yield from _described(grid)
    for entry in entries(text, passages, _COLLECT_LEAD):
        lead = f"{entry.context.rpartition(' › ')[2]} {entry.lead}"
        if _NO_LEAD.search(lead) or len(entry.text) > _LONGEST_ITEM:
            continue
        element = re.sub(r"[\s;,](?:and|or)$", "", entry.text.replace("**", "").rstrip(" .;,")).strip(" .;,")
        head, joint, _ = element.partition(": ")
        element = head if joint and len(head) <= 60 else element
        if (
            element
            and not element.endswith("?")
            and (_THINGS.search(element) or len(element) <= 60)
            and not _speaks(element)
        ):
            yield _row(element, "", one_subject(lead) or one_subject(element), entry.start, entry.end)
    for suggestion in suggestions.found:
        if suggestion.document == document:
            yield from _enumerated(text, suggestion.start, suggestion.end)


def _speaks(element: str) -> bool:
    return (
        re.search(r"\b(?:is|are|will|shall|may|must|we|you|they|not|never)\b", element, re.IGNORECASE)
        is not None
    )


# --- schedules ---------------------------------------------------------------------------------------------------


def _is_schedule(grid: Grid) -> bool:
    """Whether rows of a table are ticked, so that only those count."""
    marks = sum(
        1 for row in grid.rows for cell in row.cells[1:] if _MARK.fullmatch(cell) or _BOX.fullmatch(cell)
    )
    above = " ".join((grid.context, grid.top, *grid.header))
    named = _SCHEDULE.search(above) is not None and _TICK_COLUMN.search(above) is not None
    return (named and marks > 0) or (
        marks * 3 >= len(grid.rows) > 0
        and any(_TICK_COLUMN.search(cell) for cell in grid.header)
        and any(
            re.search(r"\belements?\b|\bcategor|\bdata\b|\binformation\b", cell, re.IGNORECASE)
            for cell in grid.header
        )
    )


def _ticked(grid: Grid) -> Iterator[Found]:
    about = "teacher" if _TEACHERS.search(f"{grid.context} {grid.top}") else ""
    category = ""
    for at, row in enumerate(grid.rows):
        if _TEACHERS.search(" ".join(row.cells)) and sum(map(bool, row.cells)) == 1:
            about = "teacher"
            continue
        words = [cell for cell in row.cells if cell and not _says_nothing(cell)]
        if not words:
            yield from _lost(grid.rows, at, category, about)
            continue
        category, element, written = _parts(row, words, category)
        if not element:
            yield from (
                _row(one, category, about or one_subject(category), row.start, row.end) for one in written
            )
        elif _has_mark(row) and category.casefold() != "none" and not _NO_DATA.match(element):
            subject = about or one_subject(category) or one_subject(element)
            yield _row(element, category if category != element else "", subject, row.start, row.end)


def _says_nothing(cell: str) -> bool:
    return any(pattern.fullmatch(cell) for pattern in (_MARK, _BOX, _BLANK))


def _parts(row: Row, words: Sequence[str], category: str) -> tuple[str, str, tuple[str, ...]]:
    """A row's category and its element; for a row that asks to specify, no element but what was written there."""
    element, rest = words[0], list(words[1:])
    if row.label:
        category = row.label
    elif len(words) > 1 and row.cells[0] == words[0]:
        category, element, rest = words[0], words[1], list(words[2:])
    elif row.opens and row.cells[0] == words[0]:
        category = words[0]
    if _SPECIFY.search(category) and element != category:
        # "Other, please specify: | browser type": what is written beside it is the answer, with or without a tick.
        return "", "", tuple(_written([element, *rest]))
    if _SPECIFY.search(element):
        return category if not _SPECIFY.search(category) else "", "", tuple(_written(rest))
    return category, element, ()


def _lost(rows: Sequence[Row], at: int, category: str, about: str) -> Iterator[Found]:
    """The row above a tick that lost its row in a page's layout; only where the row below has a tick of its own."""
    if (
        not 0 < at < len(rows) - 1
        or not _has_mark(rows[at])
        or not _has_mark(rows[at + 1])
        or _has_mark(rows[at - 1])
    ):
        return
    above = [cell for cell in rows[at - 1].cells if cell and not _says_nothing(cell)]
    if above:
        yield _row(above[-1], category, about or one_subject(category), rows[at - 1].start, rows[at].end)


def _has_mark(row: Row) -> bool:
    return any(_MARK.fullmatch(cell) for cell in row.cells)


def _written(cells: Sequence[str]) -> Iterator[str]:
    for cell in cells:
        for one in re.split(r"[.;,]\s+", cell):
            if one.strip(" .") and not _SPECIFY.search(one):
                yield one.strip(" .")


# --- tables that describe ----------------------------------------------------------------------------------------


def _described(grid: Grid) -> Iterator[Found]:
    columns, rows = named(grid, _COLUMNS)
    if "element" not in columns and "category" in columns:
        columns["element"] = columns.pop("category")
    if "element" not in columns or not columns.keys() & {"subject", "source", "purpose", "required"}:
        return
    if any(_SHARED.search(cell) for cell in grid.header):
        return
    for row in rows:
        element = cell_of(row, columns["element"])
        if not element or len(element) > 400:
            continue
        whom = cell_of(row, columns.get("subject"))
        required = cell_of(row, columns.get("required")).lower()
        source = cell_of(row, columns.get("source"))
        from_where = [name for name, pattern in _SOURCES.items() if pattern.search(source)]
        cells = {
            "element": element,
            "ndpa_category": cell_of(row, columns.get("category")),
            "subject": one_subject(whom),
            "source": from_where[0] if len(from_where) == 1 else "",
            "required": "yes"
            if required in {"yes", "required"}
            else "optional"
            if required in {"no", "optional"}
            else "",
            "purpose": cell_of(row, columns.get("purpose")),
        }
        yield Found(
            {name: one for name, one in cells.items() if one},
            row.start,
            row.end,
            _key(element, cells["subject"] or whom),
        )


# --- enumerations ------------------------------------------------------------------------------------------------


def _enumerated(text: str, start: int, end: int) -> Iterator[Found]:
    """The parts of `we collect the student's name, e-mail address and grade`; nothing where a part is no kind of data."""
    for begin, stop in sentences(text, start, end):
        sentence = tidy(text[begin:stop])
        match = _COLLECTS.search(sentence)
        if (
            match is None
            or "|" in sentence
            or asks(sentence)
            or denied(sentence, match.start(), match.start("list"))
        ):
            continue
        parts = [_LEADING.sub("", part).strip(" .()") for part in _PARTS.split(_STOPS.sub("", match["list"]))]
        parts = [part for part in parts if part and not _SAYS_NOTHING.fullmatch(part)]
        if len(parts) < 3 or not all(len(part) <= 60 and not _VERB.search(part) for part in parts):
            continue
        if not all(_THINGS.search(part) for part in parts):
            continue
        for part in parts:
            yield _row(part, "", one_subject(part), begin, stop)


def one_subject(text: str) -> str:
    """Whom a text is about, where it names one kind of people; empty for none or several."""
    found = [name for name, pattern in _SUBJECTS.items() if pattern.search(text)]
    return found[0] if len(found) == 1 else ""


def _row(element: str, category: str, subject: str, start: int, end: int) -> Found:
    element = _SPECIFY_TAIL.sub("", tidy(element)).strip(" ;,")
    cells = {"element": element, "ndpa_category": tidy(category).strip(" :"), "subject": subject}
    return Found(
        {name: one for name, one in cells.items() if one}, start, end, _key(element, f"{subject} {category}")
    )


def _key(element: str, about: str) -> str:
    return "".join(ch for ch in f"{element} {about}".casefold() if ch.isalnum())
