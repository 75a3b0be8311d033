"""A DOCX as text: its package opened, its body, margins and notes written one after the other."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from app.assessment.passages import BlockKind
from app.evidence.extraction.decoding import tidy
from app.evidence.extraction.limits import Limits
from app.evidence.extraction.refusal import UnreadableError
from app.evidence.extraction.structure import Structured
from app.evidence.extraction.word.body import Body
from app.evidence.extraction.word.markup import W
from app.evidence.extraction.word.notes import read_margins, read_notes
from app.evidence.extraction.word.numbering import Numbering
from app.evidence.extraction.word.package import Package
from app.evidence.extraction.word.runs import Runs
from app.evidence.extraction.word.styles import read_styles
from app.evidence.extraction.written import Written

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_MAIN: Final = re.compile(r"word/document\d*\.xml")
_CHANGED: Final = "The file holds tracked changes: what was struck out is left out, what was put in is kept."


def read_word(content: bytes, limits: Limits) -> Structured:
    """The text of a DOCX with its blocks and title.

    Raises:
        UnreadableError: it is damaged, unpacks without end, is nested too deeply or declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(Package(archive, limits), limits)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        ParseError,
        EOFError,
        NotImplementedError,
        KeyError,
    ):
        raise UnreadableError("damaged") from None
    except RuntimeError:
        raise UnreadableError("password") from None
    except DefusedXmlException:
        raise UnreadableError("dtd") from None


def _read(package: Package, limits: Limits) -> Structured:
    runs, written = Runs(), Written(limits.characters)
    styles = read_styles(package.xml("word/styles.xml"))
    numbering = Numbering(package.xml("word/numbering.xml"))
    names = package.names(_MAIN)
    root = package.xml("word/document.xml" if "word/document.xml" in names else names[0]) if names else None
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise UnreadableError("damaged")
    Body(written, styles, numbering, runs).write(body)
    notes = read_margins(package, runs)
    for part, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        notes += read_notes(package, runs, part, tag)
    for note in notes:
        written.add(BlockKind.NOTE, note)
    text, odd = tidy(written.text())
    notices = (_CHANGED, *odd) if runs.changed else odd
    return Structured(text, tuple(written.blocks), _title(package), notices)


def _title(package: Package) -> str:
    try:
        root = package.xml("docProps/core.xml")
    except (ParseError, DefusedXmlException):
        return ""
    text = root.findtext(f"{_DC}title") if root is not None else ""
    return " ".join(tidy(text or "")[0].split())
