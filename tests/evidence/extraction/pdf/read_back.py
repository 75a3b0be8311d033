"""What is read out of a PDF, as the tests look at it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.assessment.passages import Extracted, Media
from app.evidence.errors import EvidenceRefused
from app.evidence.extraction.limits import LIMITS, Limits
from app.evidence.extraction.opening import FileRead
from app.evidence.extraction.process import extract

BLOCKS = """
import sys
sys.path[:0] = {path!r}
from app.evidence.extraction.limits import LIMITS
from app.evidence.extraction.pdf.reading import read_pdf
read = read_pdf(sys.stdin.buffer.read(), LIMITS, lambda fraction: None)
print([(block.kind.value, block.level, read.text[block.start:block.end]) for block in read.blocks])
"""


def blocks(content: bytes) -> list[tuple[str, int, str]]:
    """The blocks of a PDF, read in a process of its own: the engine may not share one with the tests."""
    done = subprocess.run(
        [sys.executable, "-c", BLOCKS.format(path=sys.path)], input=content, capture_output=True, check=True
    )
    return eval(done.stdout)


def read(content: bytes, limits: Limits = LIMITS) -> Extracted:
    found = extract(FileRead("a.pdf", content, "", Media.PDF), limits=limits)
    assert found is not None
    return found


def refused(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(EvidenceRefused) as caught:
        read(content, limits)
    return str(caught.value)
