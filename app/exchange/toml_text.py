"""TOML 1.0, written: strings, keys, times, arrays and inline tables as a person would set them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

_WIDTH: Final = 110
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_CLOSING: Final = re.compile(r'"{3,}|"{1,2}\Z')
"""Quotes that would end a string of several lines."""
_INVISIBLE: Final = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x61C,
    0x200B,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
)
"""What TOML forbids raw, and what a reader of the file could not see."""
_SHORT: Final = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}
_ESCAPES: Final[dict[int, str]] = {
    **{code: f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}" for code in _INVISIBLE},
    **_SHORT,
    ord("\\"): "\\\\",
}
_IN_LINE: Final = {**_ESCAPES, ord('"'): '\\"'}
_IN_LINES: Final = {code: escape for code, escape in _ESCAPES.items() if code != ord("\n")}


def string(text: str, *, one_line: bool = False) -> str:
    """A text in quotes; over several lines where it has several, unless `one_line`."""
    if one_line or "\n" not in text:
        return f'"{text.translate(_IN_LINE)}"'
    body = _CLOSING.sub(lambda quotes: '\\"' * len(quotes[0]), text.translate(_IN_LINES))
    return f'"""\n{body}"""'


def key(name: str) -> str:
    """A key, in quotes only where it needs them."""
    return name if _BARE.fullmatch(name) else string(name, one_line=True)


def moment(time: datetime) -> str:
    """An aware time in UTC; fractions of a second only where there are any."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def inline(pairs: Mapping[str, Any]) -> str:
    """An inline table of texts and numbers; an inline table stands on one line."""
    return "{ " + ", ".join(f"{key(name)} = {_scalar(value)}" for name, value in pairs.items()) + " }"


def array(items: Sequence[str], *, always_tall: bool = False) -> str:
    """An array of values that are written already: on one line where it fits, else one to a line."""
    line = f"[{', '.join(items)}]"
    if not always_tall and len(line) <= _WIDTH:
        return line
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return string(value, one_line=True)
    return str(int(value)) if value == int(value) else repr(float(value))
