"""Markdown to blocks: the text stays the file's own characters, only its structure is read."""

from __future__ import annotations

import re
from typing import Final

from app.assessment.passages import Block, BlockKind
from app.evidence.extraction.lines import Line, lines_of

_HEADING: Final = re.compile(r"(#{1,6})(?:\s+|$)")
_ITEM: Final = re.compile(r"(?:>\s*)*(?:[-*+]|\d{1,4}[.)])\s+(?=\S)")
_RULE: Final = re.compile(r"(?:[-*_]\s*){3,}")
_UNDERLINE: Final = re.compile(r"=+|-{2,}")
_DASHES: Final = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?|\|\s*:?-+:?\s*\|")
_FENCE: Final = re.compile(r"(`{3,}|~{3,})")
_NOTE: Final = re.compile(r"\[\^[^\]]+\]:\s")
_FRONT: Final = re.compile(r"title:\s*[\"']?(.+?)[\"']?\s*", re.IGNORECASE)
_MARKS: Final = re.compile(r"[*_`]+|(?<![\s#])\s*#+$|(?<!\s)\s*\{#[^{}]*\}$")
_LONGEST_TITLE: Final = 500
"""Characters of a line in which a title is looked for: its patterns take the square of the length."""
_COMMENT: Final = "<!--"


def read_markdown(text: str) -> tuple[tuple[Block, ...], str]:
    """The blocks of a Markdown text and its title: that of its front matter, or its first heading."""
    reading = _Reading(lines_of(text))
    reading.run()
    return tuple(reading.found), reading.title


class _Reading:
    def __init__(self, lines: list[Line | None]) -> None:
        self._lines = lines
        self.found: list[Block] = []
        self.title = ""
        self._open: Block | None = None
        self._indents: list[int] = []

    def run(self) -> None:
        at = self._front_matter()
        fence = ""
        comment = False
        while at < len(self._lines):
            line = self._lines[at]
            at += 1
            if line is None:
                if not fence:
                    self._close()
                continue
            text = line[2]
            if comment or (text.startswith(_COMMENT) and not fence):
                comment = "-->" not in text
                continue
            mark = _FENCE.match(text)
            if mark is not None and (not fence or (text.startswith(fence) and text == mark[1])):
                fence = "" if fence else mark[1]
                self._close()
            elif fence:
                self._go_on(line) if self._open is not None else self._begin(BlockKind.PARAGRAPH, line)
            else:
                at = self._place(at, line)
        self._close()

    def _place(self, at: int, line: Line) -> int:
        """Take one line in; where the reading goes on."""
        start, end, text, indent = line
        heading = _HEADING.match(text)
        below = self._lines[at] if at < len(self._lines) else None
        if heading is not None:
            self._heading(line, len(heading[1]), start + heading.end())
        elif _RULE.fullmatch(text):
            self._close()
        elif _DASHES.fullmatch(text) and self.found and self.found[-1].kind is BlockKind.ROW:
            pass
        elif text.startswith("|") or (" | " in text and self._in_table(below)):
            self._close()
            self.found.append(Block(BlockKind.ROW, start, end))
        elif _ITEM.match(text) is not None:
            self._begin(BlockKind.ITEM, line, self._level(indent))
        elif (
            below is not None
            and self._open is None
            and _UNDERLINE.fullmatch(below[2])
            and not text.startswith(">")
        ):
            self._heading(line, 1 if below[2][0] == "=" else 2, start)
            return at + 1
        elif _NOTE.match(text) is not None:
            self._begin(BlockKind.NOTE, line)
        elif self._open is not None:
            self._go_on(line)
        else:
            if not indent:
                self._indents.clear()
            self._begin(BlockKind.PARAGRAPH, line)
        return at

    def _in_table(self, below: Line | None) -> bool:
        last = self.found[-1] if self.found and self._open is None else None
        return (below is not None and _DASHES.fullmatch(below[2]) is not None) or (
            last is not None and last.kind is BlockKind.ROW
        )

    def _heading(self, line: Line, level: int, begins: int) -> None:
        self._close()
        self._indents.clear()
        start, end, text, _ = line
        self.found.append(Block(BlockKind.HEADING, start, end, level))
        if not self.title:
            self.title = _MARKS.sub("", text[begins - start :][:_LONGEST_TITLE]).strip()

    def _level(self, indent: int) -> int:
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        return len(self._indents) - 1

    def _begin(self, kind: BlockKind, line: Line, level: int = 0) -> None:
        self._close()
        self._open = Block(kind, line[0], line[1], level)

    def _go_on(self, line: Line) -> None:
        if self._open is not None:
            self._open = Block(self._open.kind, self._open.start, line[1], self._open.level)

    def _close(self) -> None:
        if self._open is not None:
            self.found.append(self._open)
            self._open = None

    def _front_matter(self) -> int:
        """Pass over front matter between two lines of dashes; its title is kept."""
        if not self._lines or self._lines[0] is None or self._lines[0][2] != "---":
            return 0
        for at, line in enumerate(self._lines[1:200], 1):
            if line is None:
                continue
            if line[2] in {"---", "..."}:
                return at + 1
            named = _FRONT.fullmatch(line[2][:_LONGEST_TITLE])
            if named is not None:
                self.title = named[1]
        self.title = ""
        return 0
