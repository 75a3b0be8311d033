"""Reading printed pages back."""

from __future__ import annotations

import re
from io import BytesIO

from pypdf import PdfReader


def reader(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def page_texts(data: bytes) -> list[str]:
    """Text of each page, running head and foot first, in the order in which it was drawn."""
    return [page.extract_text() for page in reader(data).pages]


def bodies(data: bytes) -> list[str]:
    """Text of each page without its running head and foot."""
    return [text.split(" UTC\n", 1)[-1] for text in page_texts(data)]


def squeezed(text: str) -> str:
    """Without any white space: where a line ends is not part of what a text says."""
    return re.sub(r"\s+", "", text)
