"""A text built block by block, for formats that know their own structure: HTML and DOCX."""

from __future__ import annotations

from app.assessment.passages import Block, BlockKind
from app.evidence.extraction.refusal import UnreadableError


class Written:
    """The text so far and its blocks; every block stands on lines of its own."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[str] = []
        self._at = 0
        self.blocks: list[Block] = []

    def add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        """Append a block; an empty one is left out. A blank line parts it from what is of another kind.

        Raises:
            UnreadableError: the text grows beyond its limit.
        """
        text = text.strip("\n ")
        if not text:
            return
        last = self.blocks[-1].kind if self.blocks else None
        together = last is kind and kind in {BlockKind.ITEM, BlockKind.ROW}
        if self.blocks and not together:
            self._parts.append("\n")
            self._at += 1
        self.blocks.append(Block(kind, self._at, self._at + len(text), level))
        self._parts.append(f"{text}\n")
        self._at += len(text) + 1
        if self._at > self._limit:
            raise UnreadableError("long", self._limit)

    def text(self) -> str:
        """The whole text."""
        return "".join(self._parts)
