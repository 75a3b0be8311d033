"""The archive that a DOCX is: its parts, each unpacked within what is left of the limit, without entities."""

from __future__ import annotations

import re
import zipfile
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder

from defusedxml.ElementTree import DefusedXMLParser

from app.evidence.extraction.limits import Limits
from app.evidence.extraction.refusal import UnreadableError
from app.evidence.extraction.word.markup import W

_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_RATIO: Final = 200
"""A part that unpacks to more than so many times its packed size, and is large, is no document."""
_LARGE: Final = 5_000_000
_CHUNK: Final = 1 << 16


class Package:
    """The archive's parts, each unpacked within what is left of the limit."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        """Raises `UnreadableError` for an archive of more files than a document has."""
        members = archive.infolist()
        if len(members) > limits.members:
            raise UnreadableError("unpacked")
        self._archive = archive
        self._members = {member.filename: member for member in members}
        self._left = limits.inflated_bytes
        self._depth = limits.depth

    def names(self, pattern: re.Pattern[str]) -> list[str]:
        """The names of the parts that fit a pattern, in their order."""
        return sorted(name for name in self._members if pattern.fullmatch(name))

    def xml(self, name: str) -> Element | None:
        """The root of an XML part; None where there is no such part.

        Raises:
            UnreadableError: it unpacks without end or is nested too deeply.
        """
        member = self._members.get(name)
        if member is None:
            return None
        builder = _Shallow(self._depth)
        parser = DefusedXMLParser(target=builder, forbid_dtd=True)
        read = 0
        with self._archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                read += len(chunk)
                self._left -= len(chunk)
                if self._left < 0 or (read > _LARGE and read > _RATIO * max(member.compress_size, 1)):
                    raise UnreadableError("unpacked")
                parser.feed(chunk)
        root = parser.close()
        return root if isinstance(root, Element) else None


class _Shallow(TreeBuilder):
    """Builds the tree only as deep as a document is."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._left = limit

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._left -= 1
        if self._left < 0:
            raise UnreadableError("deep")
        # The strict form of the format has other namespaces and the same names.
        return super().start(
            tag.replace(_STRICT, W, 1), {key.replace(_STRICT, W, 1): value for key, value in attrs.items()}
        )

    def end(self, tag: str, /) -> Element:
        self._left += 1
        return super().end(tag.replace(_STRICT, W, 1))
