"""HTML to text by the standard library's event parser: no tree is built, so nesting costs nothing.

What a browser shows of the page's own content is kept; scripts, menus, cookie banners and buttons are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from app.assessment.passages import BlockKind
from app.evidence.extraction.decoding import declared_encoding, decoded
from app.evidence.extraction.structure import Structured
from app.evidence.extraction.written import Written

_SILENT: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "nav",
        "button",
        "select",
        "textarea",
        "dialog",
        "iframe",
        "object",
        "canvas",
        "audio",
        "video",
        "map",
        "math",
        "datalist",
        "menu",
    ]
)
_VOID: Final = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_BREAKING: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_CLOSES: Final[dict[str, frozenset[str]]] = {
    "li": frozenset(["li"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
    "tr": frozenset(["tr", "td", "th"]),
    "td": frozenset(["td", "th"]),
    "th": frozenset(["td", "th"]),
    "p": frozenset(["p"]),
}
"""Elements that a new one of this name ends, where their end was left out."""
_HEADINGS: Final = frozenset(f"h{level}" for level in range(1, 10))
_SCOPES: Final = frozenset(["ul", "ol", "dl", "table", "div", "section", "article", "blockquote", "body"])
_CONSENT_TOOL: Final = re.compile(
    r"(?:^|\s)(?:onetrust|ot-sdk|cookiebot|cybotcookiebotdialog|truste|osano|usercentrics|termly|iubenda-cs|cky|cc-window|cc-banner|"
    r"cc-revoke|cookie-law-info|cmplz|klaro)",
    re.IGNORECASE,
)
"""Names that only the tools for cookie consent use."""
_BANNER: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:cookie|consent|gdpr)s?[_-]?(?:\w{1,30}[_-])?(?:banner|bar|notice|popup|modal|overlay|consent|dialog|prompt|alert|"
    r"message|manager|preferences|settings|wall|toast)|privacy[_-](?:banner|bar|popup|modal|overlay|prompt|toast))\b",
    re.IGNORECASE,
)
_CHROME: Final = re.compile(
    r"(?:^|\s)(?:(?:\w{1,30}[_-]){0,2}(?:nav|navbar|navigation|menu|megamenu)|breadcrumbs?|skip-link|site-header|social-links|"
    r"share-buttons|sr-only|visually-hidden|screen-reader-text|newsletter-signup)(?=\s|$)",
    re.IGNORECASE,
)
_LONG_BANNER: Final = 3_000
"""Characters: what is called a cookie notice and is longer than this is a policy's own text."""
_SHORT_BANNER: Final = 600
"""What is called so, is no longer than this and asks nothing is still a banner."""
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ROLES: Final = frozenset(["navigation", "search", "menu", "menubar", "dialog", "alertdialog", "tooltip"])
_ADDRESS: Final = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w|\b(?:street|st\.|suite|avenue|ave\.|road|blvd|p\.?o\.? box)\b|\b[A-Z]{2} \d{5}\b",
    re.IGNORECASE,
)
_SPACES: Final = re.compile(r"[ \t\n\r\f\v]+")


def read_page(content: bytes, limit: int) -> Structured:
    """The text of an HTML page with its blocks and title.

    Raises:
        UnreadableError: its text is longer than `limit` characters.
    """
    source, notices = decoded(content, declared_encoding(content))
    parser = _Page(limit)
    parser.feed(source)
    parser.close()
    parser.finish()
    return Structured(parser.written.text(), tuple(parser.written.blocks), parser.title, notices)


@dataclass(slots=True)
class _Open:
    """An element that has begun and not ended."""

    tag: str
    silent: bool = False
    aside: bool = False
    """Whether it holds what may be a banner or a foot: set aside until its end shows what it is."""


@dataclass(slots=True)
class _Aside:
    """Text set aside: written as it is when its element ends, or dropped."""

    banner: bool
    asks: bool = False
    """Whether it has a button: a policy's section has none."""
    pieces: list[tuple[BlockKind, str, int]] = field(default_factory=list)
    linked: int = 0


class _Page(HTMLParser):
    def __init__(self, limit: int) -> None:
        super().__init__(convert_charrefs=True)
        self.written = Written(limit)
        self.title = ""
        self._open: list[_Open] = []
        self._counts: dict[str, int] = {}
        self._silent = 0
        self._asides: list[_Aside] = []
        self._texts: list[str] = []
        self._lists: list[int] = []
        """Of each list that is open the number of its last item; -1 where they are not numbered."""
        self._kind = BlockKind.PARAGRAPH
        self._level = 0
        self._lead = ""
        self._row: list[str] | None = None
        self._titled: list[str] = []
        self._in_title = False
        self._term = ""
        self._main = False

    # -- events

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _VOID:
            if not self._silent:
                self._void(tag, given)
            return
        self._close_implied(tag)
        if tag == "button" and self._asides:
            self._asides[-1].asks = True
        if tag == "title" and not self._counts.get("svg") and not self.title:
            self._in_title = True
        opened = _Open(tag, silent=tag != "body" and self._is_silent(tag, given))
        if opened.silent:
            self._flush()
            self._silent += 1
        elif not self._silent and self._is_aside(tag, given):
            self._flush()
            opened.aside = True
            margin = tag in {"footer", "header"} or "role" in given
            self._asides.append(_Aside(banner=not margin or _BANNER.search(_names(given)) is not None))
        self._open.append(opened)
        self._counts[tag] = self._counts.get(tag, 0) + 1
        if not self._silent:
            self._begin(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID and not self._silent:
            self._void(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag == "title" and self._in_title:
            self._in_title = False
            self.title = " ".join("".join(self._titled).split())
        if not self._counts.get(tag):
            return
        while self._open:
            ended = self._pop()
            if ended.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self._titled.append(data)
        elif not self._silent:
            self._texts.append(data if self._counts.get("pre") else _SPACES.sub(" ", data))
            if self._asides and self._counts.get("a"):
                self._asides[-1].linked += len(data.strip())

    # -- elements

    def _pop(self) -> _Open:
        ended = self._open.pop()
        self._counts[ended.tag] -= 1
        if not self._silent:
            self._end(ended.tag)
        if ended.silent:
            self._silent -= 1
        if ended.aside:
            self._flush()
            self._settle(self._asides.pop())
        return ended

    def _close_implied(self, tag: str) -> None:
        closes = _CLOSES.get(tag)
        if closes is None and tag in _BREAKING and self._counts.get("p"):
            closes = _CLOSES["p"]
        if closes is None or not any(self._counts.get(name) for name in closes):
            return
        scopes = (
            _SCOPES - {"div", "section", "article", "blockquote"} if tag in {"td", "th", "tr"} else _SCOPES
        )
        for depth, opened in enumerate(reversed(self._open[-40:])):
            if opened.tag in closes:
                for _ in range(depth + 1):
                    self._pop()
                if tag == "tr" and self._open and self._open[-1].tag == "tr":
                    self._pop()
                return
            if opened.tag in scopes:
                return

    def _is_silent(self, tag: str, given: dict[str, str]) -> bool:
        if tag in _SILENT or "hidden" in given or given.get("aria-hidden") == "true":
            return True
        if _CONSENT_TOOL.search(_names(given)):
            return tag not in {"html", "body", "main", "article", "h1"}
        if given.get("role", "").lower() in _ROLES or _HIDDEN_STYLE.search(given.get("style", "")):
            return True
        if tag in {"div", "ul", "header", "aside", "a", "span", "p"}:
            return _CHROME.search(_names(given)) is not None
        return False

    def _is_aside(self, tag: str, given: dict[str, str]) -> bool:
        if tag in {"footer", "header"} or given.get("role", "").lower() in {"contentinfo", "banner"}:
            return not self._counts.get("article") and not self._counts.get("main")
        return tag in {"div", "section", "aside", "form", "p"} and _BANNER.search(_names(given)) is not None

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        if tag in _BREAKING and self._row is None:
            self._flush()
        if tag in {"ul", "ol"}:
            start = given.get("start", "1")
            self._lists.append(
                int(start) - 1
                if tag == "ol" and start.isdecimal() and len(start) < 6
                else (0 if tag == "ol" else -1)
            )
        elif tag == "li":
            self._begin_item()
        elif tag in _HEADINGS:
            self._kind, self._level = BlockKind.HEADING, min(int(tag[1]), 6)
        elif tag == "summary":
            self._kind, self._level = BlockKind.HEADING, 5
        elif tag == "tr" and self._row is None:
            self._row = []
        elif tag in {"td", "th"} and self._row is not None:
            self._texts.clear()
        elif tag == "br":
            self._texts.append("\n")

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else -1
        if number >= 0:
            self._lists[-1] = number + 1
        self._kind, self._level = BlockKind.ITEM, max(len(self._lists) - 1, 0)
        self._lead = f"{number + 1}. " if number >= 0 else "• "

    def _end(self, tag: str) -> None:
        if tag in {"td", "th"} and self._row is not None:
            self._row.append(_one_line("".join(self._texts)))
            self._texts.clear()
        elif tag == "tr" and self._row is not None:
            cells, self._row = self._row, None
            if any(cells):
                self._write(BlockKind.ROW, " | ".join(cells) if len(cells) > 1 else cells[0], 0)
            self._texts.clear()
        elif tag == "dt":
            self._term = _one_line("".join(self._texts)).rstrip(":")
            self._texts.clear()
        elif tag == "dd" and self._term:
            self._lead, self._term = f"{self._term}: ", ""
            self._flush()
        elif tag in _BREAKING and self._row is None:
            self._flush()
        elif tag in _BREAKING:
            self._texts.append(" ")
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()

    def _void(self, tag: str, given: dict[str, str]) -> None:
        if tag == "br":
            self._texts.append("\n" if self._row is None else " ")
        elif tag == "hr":
            self._flush()
        elif tag == "input" and given.get("type", "").lower() in {"checkbox", "radio"}:
            self._texts.append("[x] " if "checked" in given else "[ ] ")

    # -- what is written

    def _flush(self) -> None:
        """Write what was gathered as the block that is open."""
        text = "".join(self._texts)
        self._texts.clear()
        lines = [line for line in (_one_line(line) for line in text.split("\n")) if line]
        if not lines:
            return
        kind, level, lead = self._kind, self._level, self._lead
        self._kind, self._level, self._lead = BlockKind.PARAGRAPH, 0, ""
        self._write(kind, lead + "\n".join(lines), level)

    def _write(self, kind: BlockKind, text: str, level: int) -> None:
        if self._asides:
            self._asides[-1].pieces.append((kind, text, level))
        else:
            self.written.add(kind, text, level)

    def _settle(self, aside: _Aside) -> None:
        """What becomes of text set aside: a banner is dropped, a foot kept as a note where it says where they are."""
        length = sum(len(text) for _, text, _ in aside.pieces)
        headed = any(kind is BlockKind.HEADING and level == 1 for kind, _, level in aside.pieces)
        if aside.banner:
            if not headed and length < (_LONG_BANNER if aside.asks else _SHORT_BANNER):
                return
            for kind, text, level in aside.pieces:
                self._write(kind, text, level)
            return
        for kind, text, level in aside.pieces:
            if (
                (kind is BlockKind.HEADING and level == 1)
                or length - aside.linked > _LONG_BANNER
                or (headed and kind is BlockKind.PARAGRAPH)
            ):
                self._write(kind, text, level)
            elif _ADDRESS.search(text):
                self._write(BlockKind.NOTE, text, 0)

    def finish(self) -> None:
        """End all that was left open."""
        while self._open:
            self._pop()
        self._flush()
        if self._term:
            self._write(BlockKind.PARAGRAPH, self._term, 0)


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")


def _names(given: dict[str, str]) -> str:
    return f"{given.get('id', '')} {given.get('class', '')}"[:500]
