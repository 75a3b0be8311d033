"""People and offices: whom to contact, and who signed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from app.assessment.passages import Passage
from app.assessment.values import InvalidValue, parse_date
from app.evidence.addresses import EMAIL, PLACEHOLDER
from app.evidence.passages import SEPARATOR
from app.evidence.registers import Found
from app.evidence.sentences import sentences, tidy

_PHONE = re.compile(r"(?<![\w.-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?![\w-])")
_STREET = re.compile(
    r"\b\d{1,6}\s+(?:[A-Z][\w.’'-]*\s+){1,5}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Place|Pl|Court|Ct|Square|Parkway|Pkwy|Highway|Suite)\b\.?"
    r"(?:[,\s]+[\w.’'#&-]+){0,12}?,?\s+[A-Z]{2}\s+\d{5}(?:-\d{4})?"
)
_ROLES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        name: re.compile(pattern, re.IGNORECASE)
        for name, pattern in (
            ("DPO", r"data protection officer|\bDPO\b"),
            ("legal notices", r"\b(?:legal )?notices?\b(?! of)|\blegal\b"),
            ("security", r"\bsecurity\b|weakness|vulnerabilit"),
            ("privacy", r"\bprivacy\b|student information|personal (?:data|information)"),
            ("support", r"\bsupport\b|help ?desk|technical (?:questions|help)"),
        )
    }
)
_LOCAL: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "DPO": re.compile(r"dpo|dataprotection", re.IGNORECASE),
        "legal notices": re.compile(r"legal|notices?", re.IGNORECASE),
        "security": re.compile(r"security|infosec|ciso", re.IGNORECASE),
        "privacy": re.compile(r"privacy", re.IGNORECASE),
        "support": re.compile(r"support|help(?:desk)?", re.IGNORECASE),
    }
)
_OFFICIAL = re.compile(r"\.gov$|\.gov\.\w\w$|\.k12\.|\.europa\.eu$", re.IGNORECASE)
"""Addresses of authorities and schools."""
_SCHOOLS = re.compile(
    r"\b(?:LEA|district|school|customer|subscriber|board)(?:['’]s)?\b[^.\n|]{0,80}$", re.IGNORECASE
)
_VENDORS = re.compile(
    r"\b(?:provider|vendor|company|contractor|operator|processor|us|our|we)\b", re.IGNORECASE
)
_NAME_LINE = re.compile(
    r"\b(?:Name|Attn\.?|Attention|Contact)\s*:\s*(?P<name>[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){1,3})(?=\s*(?:$|[,;|\n]))",
    re.MULTILINE,
)
_TITLE_LINE = re.compile(
    r"\b(?:Title|Position)\s*:\s*(?P<title>[A-Z][\w&,’' -]{2,60}?)(?=\s*(?:$|[;|\n]))", re.MULTILINE
)
_GOES_TO = re.compile(
    r"\b(?:to|contact|attention of|attn\.?:?)\s+(?:(?:Mr|Ms|Mrs|Dr)\.?\s+)?(?P<name>[A-Z][a-zà-ÿ]+(?:\s+[A-Z][\w.’'-]+){1,2}),\s+(?=[A-Z]|our |the )"
)
_OFFICE = re.compile(
    r"\b(?:Chief (?:Privacy|Security|Information Security|Technology|Operating|Legal|Executive) Officer|Privacy Officer|Data Protection Officer|General Counsel|"
    r"(?:Head|Director|Vice President) of [A-Z]\w+(?: and [A-Z]\w+)?)\b"
)
_DESK = re.compile(r"\b(?:Privacy|Security|Legal|Support|Compliance|Trust) (?:Office|Team|Department|Desk)\b")


def contacts(text: str, passages: Sequence[Passage], choices: Sequence[str]) -> Iterator[Found]:
    """Addresses of the vendor, each with the role, name, telephone and postal address that stand beside it."""
    best: dict[str, Found] = {}
    for found in _contacts(text, passages, choices):
        # The place that says most about an address; the first of those that say as much.
        if found.key not in best or len(found.cells) > len(best[found.key].cells):
            best[found.key] = found
    phones = {
        _digits(found.cells["phone"])
        for found in best.values()
        if "email" in found.cells and "phone" in found.cells
    }
    for key, found in best.items():
        if key not in phones:
            yield found


def _contacts(text: str, passages: Sequence[Passage], choices: Sequence[str]) -> Iterator[Found]:
    for passage in passages:
        piece = text[passage.start : passage.end]
        emails = [
            m for m in EMAIL.finditer(piece) if not PLACEHOLDER.search(m[0]) and not _OFFICIAL.search(m[0])
        ]
        phones = [tidy(m[0]) for m in _PHONE.finditer(piece)]
        if not emails and not phones:
            continue
        street = _STREET.search(piece)
        for match in emails:
            if _of_a_school(piece, match.start(), passage.context):
                continue
            begin, stop = _around(piece, match.start(), match.end())
            near = piece[begin:stop]
            # Beside one address the whole block is its own; beside several only its sentence.
            block = piece if len({m[0].lower() for m in emails}) == 1 else near
            cells = _cells(block, near, match[0], passage.context, choices)
            if len({m[0].lower() for m in emails}) == 1 and len(phones) == 1:
                cells["phone"] = phones[0]
            if street and block is piece:
                cells["address"] = tidy(street[0])
            wide = block is piece and cells.keys() & {"phone", "address"}
            start, end = (0, len(piece)) if wide and len(piece) <= 600 else (begin, stop)
            yield Found(_filled(cells), passage.start + start, passage.start + end, match[0].lower())
        if (
            not emails
            and len(phones) == 1
            and not _of_a_school(piece, piece.find(phones[0][:3]), passage.context)
        ):
            at = next(_PHONE.finditer(piece))
            begin, stop = _around(piece, at.start(), at.end())
            cells = _cells(piece[begin:stop], piece[begin:stop], "", passage.context, choices)
            if cells.get("role"):
                cells["phone"] = phones[0]
                yield Found(_filled(cells), passage.start + begin, passage.start + stop, _digits(phones[0]))


def _cells(block: str, near: str, email: str, context: str, choices: Sequence[str]) -> dict[str, str]:
    role = _role(email.partition("@")[0], near, choices) or _role(
        "", context.rpartition(SEPARATOR)[2], choices
    )
    name, title = _NAME_LINE.search(block), _TITLE_LINE.search(block)
    name = name or _GOES_TO.search(block)
    office, desk = _OFFICE.search(block), _DESK.search(f"{block}\n{context.rpartition(SEPARATOR)[2]}")
    return {
        "role": role,
        "name": tidy(name["name"]) if name else tidy(desk[0]) if desk else "",
        "title": tidy(title["title"]) if title else tidy(office[0]) if office else "",
        "email": email,
    }


def _role(local: str, near: str, choices: Sequence[str]) -> str:
    for role, pattern in _LOCAL.items():
        if local and role in choices and pattern.search(local):
            return role
    found = [role for role, pattern in _ROLES.items() if role in choices and pattern.search(near)]
    return found[0] if len(found) == 1 else ""


def _of_a_school(piece: str, at: int, context: str) -> bool:
    before = piece[max(at - 160, 0) : at]
    school = _SCHOOLS.search(before) or re.search(
        r"\b(?:for|of) the (?:LEA|district)\b", context, re.IGNORECASE
    )
    return school is not None and not _VENDORS.search(before[-80:])


def _around(piece: str, start: int, end: int) -> tuple[int, int]:
    for begin, stop in sentences(piece, 0, len(piece)):
        if begin <= start and end <= stop:
            return begin, stop
    return start, end


def _digits(phone: str) -> str:
    return "".join(ch for ch in phone if ch.isdigit())[-10:]


# --- who signed --------------------------------------------------------------------------------------------------

_FIELD = re.compile(
    r"^(?P<key>by|signature|signed(?: by)?|/s/|name|print(?:ed)? name|title(?:/position)?|position|date(?: signed)?|company|organi[sz]ation|provider|vendor|LEA|district)"
    r"\s*(?::\s*)?(?P<value>.*)$",
    re.IGNORECASE,
)
_SIGNS = frozenset({"by", "signature", "signed", "signed by", "/s/"})
_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("name", "print"),
        "title": ("title", "position"),
        "date": ("date",),
        "organisation": ("company", "organi", "provider", "vendor"),
    }
)
_EMPTY = re.compile(r"[\s_.…]*|\[[^\]]*\]|x_+|n/?a", re.IGNORECASE)
_SCHOOL_SIDE = re.compile(
    r"\b(?:LEA|district|school|customer|subscriber|board of education|educational agency|client)\b",
    re.IGNORECASE,
)
_VENDOR_SIDE = re.compile(
    r"\b(?:provider|vendor|operator|contractor|company|processor|supplier)\b", re.IGNORECASE
)


def signers(text: str, passages: Sequence[Passage]) -> Iterator[Found]:
    """Who signed for the vendor, from signature blocks that are filled in; those of a school are no side of the review."""
    for passage in passages:
        piece = text[passage.start : passage.end]
        if not re.search(r"\b(?:signature|signed|by|/s/)\b\s*:?", piece, re.IGNORECASE) or not re.search(
            r"\bname\b", piece, re.IGNORECASE
        ):
            continue
        lines = [tidy(line) for line in piece.split("\n")]
        columns = max((line.count(" | ") + 1 for line in lines), default=1)
        for column in range(min(columns, 4)):
            cells = [
                parts[column]
                for line in lines
                if len(parts := [part.strip() for part in line.strip("| ").split("|")]) > column
            ]
            yield from _blocks(cells, passage)


def _blocks(cells: Sequence[str], passage: Passage) -> Iterator[Found]:
    """The signatures among lines that follow one another: each begins with a signature and ends before the next."""
    side = passage.context.rpartition(SEPARATOR)[2]
    fields: dict[str, str] = {}
    signed = False
    for cell in [*cells, "end"]:
        match = _FIELD.match(cell)
        key, value = (match["key"].lower(), match["value"].strip()) if match else ("", "")
        if match is None or key in _SIGNS:
            if signed and "name" in fields and _is_vendors(side, fields):
                yield Found(
                    {"side": "vendor", **fields}, passage.start, passage.end, fields["name"].casefold()
                )
            fields, signed = {}, bool(match) and not _EMPTY.fullmatch(value)
            if match is None and (_SCHOOL_SIDE.search(cell) or _VENDOR_SIDE.search(cell)):
                side = cell
            continue
        name = next((name for name, keys in _FIELDS.items() if key.startswith(keys)), "")
        if name == "date":
            value = _day(value)
        if name and value and not _EMPTY.fullmatch(value):
            fields[name] = value
        elif key in {"lea", "district"}:
            side = key


def _is_vendors(side: str, fields: Mapping[str, str]) -> bool:
    return not _SCHOOL_SIDE.search(side) and (
        _VENDOR_SIDE.search(side) is not None or "organisation" in fields
    )


def _day(text: str) -> str:
    try:
        return parse_date(text)
    except InvalidValue:
        return ""


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: one for name, one in cells.items() if one}
