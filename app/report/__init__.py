"""The report room: a finished `Profile` or `Letter` as PDF, as Markdown and (the profile) as JSON. It looks nothing up.

Nothing heavy is imported until something is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from app.assessment.letter import Letter
    from app.assessment.profile import Profile

PageSize = Literal["letter", "a4"]

__all__ = ["PageSize", "letter_markdown", "letter_pdf", "markdown", "pdf", "to_json"]


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


def letter_pdf(letter: Letter, *, page_size: PageSize = "letter") -> bytes:
    """The letter as a PDF file, with a sheet to write the answers on.

    The same letter, `printed_at` included, gives the same bytes. Raises `ValueError` for another page size.
    """
    from app.report.letter import print_letter

    return print_letter(letter, page_size)


def letter_markdown(letter: Letter) -> str:
    """The letter as Markdown: everything the PDF says, to paste into an e-mail."""
    from app.report.letter import markdown_letter

    return markdown_letter(letter)
