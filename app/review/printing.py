"""A profile on its way to a PDF file: composed, laid out, and written whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.assessment.profile import Profile
    from app.report import PageSize

STEPS = ("composing", "laying out", "writing")
"""What printing consists of, in order."""

_PAGE = re.compile(rb"^\s*/Type /Page\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that was printed."""

    path: Path
    pages: int
    version: str
    """SHA-256 (hex) of what was answered, as it stands in the running head."""


def print_to(
    path: Path,
    compose: Callable[[], Profile],
    *,
    page_size: PageSize,
    cancelled: Callable[[], bool],
    tell: Callable[[str], None],
) -> Printed | None:
    """Compose, lay out and write; see `Review.print_profile`."""
    from app.exchange.files import write_file
    from app.report import pdf

    tell(STEPS[0])
    if cancelled():
        return None
    profile = compose()
    tell(STEPS[1])
    if cancelled():
        return None
    data = pdf(profile, page_size=page_size)
    tell(STEPS[2])
    if cancelled():
        return None
    with suppress(OSError):  # the writing says why it cannot be made
        path.parent.mkdir(mode=0o700, exist_ok=True)
    write_file(path, data)
    return Printed(path, len(_PAGE.findall(data)), profile.version)
