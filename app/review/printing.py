"""A profile, an internal report or a letter on its way to a PDF file: composed, laid out, and written whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.assessment.letter import Letter
    from app.assessment.profile import Profile
    from app.report import PageSize

STEPS = ("composing", "laying out", "writing")
"""What printing consists of, in order."""

_PAGE = re.compile(rb"^[ \t]*/Type /Page[ \t\r]*$", re.MULTILINE)


class Paper(StrEnum):
    """What can be printed."""

    PROFILE = "profile"
    """For the public."""
    INTERNAL = "internal"
    """The same with notes, history and what nobody has decided: for the reviewer's own files."""
    LETTER = "letter"
    """The questions to the vendor."""

    @property
    def ending(self) -> str:
        """How its file ends, after the name of the assessment."""
        return ".pdf" if self is Paper.PROFILE else f"-{self.value}.pdf"


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that was printed."""

    path: Path
    pages: int
    version: str
    """SHA-256 (hex) of what was answered, as it stands in the running head."""


def print_to(
    path: Path,
    compose: Callable[[], Profile | Letter],
    *,
    page_size: PageSize,
    cancelled: Callable[[], bool],
    tell: Callable[[str], None],
) -> Printed | None:
    """Compose, lay out and write; see `Review.print_paper`."""
    from app.assessment.letter import Letter
    from app.exchange.files import write_file
    from app.report import letter_pdf, pdf

    tell(STEPS[0])
    if cancelled():
        return None
    made = compose()
    tell(STEPS[1])
    if cancelled():
        return None
    if isinstance(made, Letter):
        data = letter_pdf(made, page_size=page_size)
    else:
        data = pdf(made, page_size=page_size)
    tell(STEPS[2])
    if cancelled():
        return None
    with suppress(OSError):  # the writing says why it cannot be made
        path.parent.mkdir(mode=0o700, exist_ok=True)
    write_file(path, data)
    return Printed(path, len(_PAGE.findall(data)), made.version)
