"""The report room: a finished `Profile` as PDF, as Markdown and as JSON. It looks nothing up.

Nothing heavy is imported until something is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from app.assessment.profile import Profile

PageSize = Literal["letter", "a4"]

__all__ = ["PageSize", "markdown", "pdf", "to_json"]


def pdf(profile: Profile, *, page_size: PageSize = "letter") -> bytes:
    """The profile as a PDF file.

    The same profile, `printed_at` included, gives the same bytes. Raises `ValueError` for another page size.
    """
    from app.report.document import print_document

    return print_document(profile, page_size)


def markdown(profile: Profile) -> str:
    """The profile as Markdown: everything the PDF says, for a screen reader, an e-mail or a text comparison."""
    from app.report.text_twin import markdown_text

    return markdown_text(profile)


def to_json(profile: Profile) -> str:
    """The profile as JSON, in the shape described in `app.report.json_twin`."""
    from app.report.json_twin import json_text

    return json_text(profile)
