"""A PDF as text: opened, its pages read one after the other, and joined."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from app.evidence.extraction import engine
from app.evidence.extraction.decoding import tidy
from app.evidence.extraction.limits import Limits
from app.evidence.extraction.lines import blocks_of
from app.evidence.extraction.pdf.composing import compose
from app.evidence.extraction.pdf.page_reader import PageReader
from app.evidence.extraction.refusal import UnreadableError
from app.evidence.extraction.structure import Structured

_NO_TITLE: Final = re.compile(
    r"\(?(?:untitled|anonymous|unspecified|document\d*|print|slide \d)\)?", re.IGNORECASE
)
_WRITTEN_BY: Final = re.compile(
    r"^Microsoft (?:Word|PowerPoint) - |\.(?:docx?|pdf|pptx?|indd|rtf)$", re.IGNORECASE
)
_PER_TELLING: Final = 8
"""Pages between two words about the progress."""


def read_pdf(content: bytes, limits: Limits, tell: Callable[[float], None]) -> Structured:
    """The text of a PDF with its blocks and the offsets of its pages.

    Raises:
        UnreadableError: it is damaged, locked, too long or has no text.
    """
    with _document(content) as (document, form):
        count: int = engine.GetPageCount(document)
        if count < 1:
            raise UnreadableError("damaged")
        if count > limits.pages:
            raise UnreadableError("pages", count)
        reader = PageReader(document, form, limits)
        pages = []
        for number in range(count):
            pages.append(reader.read(number))
            if number % _PER_TELLING == 0:
                tell(0.05 + 0.85 * number / count)
        title = _title(document)
        signatures: int = max(engine.GetSignatureCount(document), 0)
    if not any(line.text.strip() for page in pages for line in page.lines):
        raise UnreadableError("scan", count)
    made = compose(pages, limits.page_characters)
    notices = list(made.notices)
    if signatures:
        notices.append(
            f"The PDF carries {_counted(signatures, 'digital signature')}, which {'were' if signatures > 1 else 'was'} not checked."
        )
    blocks = blocks_of(made.text, wrapped=True, notes=made.notes, headings=made.headings)
    return Structured(made.text, blocks, title, tuple(notices), made.pages)


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


@contextmanager
def _document(content: bytes) -> Iterator[tuple[Any, Any]]:
    # An empty list of font folders: PDFium would otherwise look through the fonts of the machine.
    folders = (ctypes.c_char_p * 1)(None)
    settings = engine.LibraryConfig(version=2, user_font_paths=ctypes.addressof(folders))
    engine.InitLibraryWithConfig(ctypes.byref(settings))
    document = engine.LoadMemDocument64(content, len(content), None)
    if not document:
        failure = engine.GetLastError()
        raise UnreadableError(
            "password" if failure in {engine.ERR_PASSWORD, engine.ERR_SECURITY} else "damaged"
        )
    form = None
    calls = engine.FormFillInfo(version=2)
    if engine.GetFormType(document) != engine.FORMTYPE_NONE:
        form = engine.InitFormFillEnvironment(document, ctypes.byref(calls))
    # Nothing is closed: the process ends with this document.
    yield document, form


def _title(document: Any) -> str:
    size: int = engine.GetMetaText(document, b"Title", None, 0)
    if not 2 < size < 2_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    engine.GetMetaText(document, b"Title", buffer, size)
    text, _ = tidy(buffer.raw[: size - 2].decode("utf-16-le", "replace"))
    text = _WRITTEN_BY.sub("", " ".join(text.split()))
    return "" if _NO_TITLE.fullmatch(text) else text
