"""A profile, an internal report or a letter: as a value, as bytes, and as a PDF file that is written whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.assessment.version import version
from app.review.opened import Opened
from app.review.view import Form

if TYPE_CHECKING:
    from app.assessment.internal_blocks import Internal
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


class Printing(Opened):
    """What a review makes of an assessment to hand over. Part of `Review`."""

    def profile(self, *, internal: bool = False) -> Profile:
        """The profile that these answers and findings allow, as a value; the internal report with `internal`."""
        from app.assessment.cited_laws import laws_that_matter
        from app.assessment.compose import compose

        view, judged = self.view, self._rulebook is not None
        judgement = view.judgement if judged else None
        if judgement is not None and not internal:
            judgement = laws_that_matter(self._pack, self.judge.book, self.present_case(), judgement)
        return compose(
            view.assessment,
            view.pack,
            view.answers,
            view.path,
            printed_at=self._clock(),
            version=self._version(),
            judgement=judgement,
            coverage=self.coverage() if judged else (),
            book=self.judge.book if judged else None,
            settings=self.present_case().settings if judged else None,
            stored=[one.attachment.sha256 for one in self.evidence.searched_documents() if one.attachment],
            internal=self._internal() if internal else None,
        )

    def letter(self, *, answer_by: date | None = None) -> Letter:
        """The letter to the vendor, as a value; without `answer_by` it says itself when an answer is needed."""
        from app.assessment.letter import letter

        return letter(
            self.view.pack,
            self.present_case(),
            self.view.judgement,
            printed_at=self._clock(),
            version=self._version(),
            answer_by=answer_by,
            book=self.judge.book if self._rulebook is not None else None,
        )

    def _version(self) -> str:
        view = self.view
        return version(view.assessment, view.answers, view.path, view.dispositions, view.names)

    def _internal(self) -> Internal:
        from app.assessment.internal_blocks import Internal
        from app.assessment.recorded import recorded

        standing = {change.id for change in self._folded.standing}
        return Internal(
            history=recorded(self._store.changes(self.view.assessment.id), standing),
            names=self.view.names,
            steps=self.next_steps() if self._rulebook is not None else (),
        )

    def print_paper(
        self,
        path: Path,
        paper: Paper = Paper.PROFILE,
        *,
        page_size: PageSize = "letter",
        cancelled: Callable[[], bool] = lambda: False,
        tell: Callable[[str], None] = lambda _: None,
    ) -> Printed | None:
        """Print the profile, the internal report or the letter to `path` as a PDF, whole or not at all.

        A missing last folder is made. May run in a thread. `tell` hears each of `STEPS` as it begins; `cancelled`
        is asked after each, and once it says yes nothing is written and the result is None. Raises `FileRefused` where the
        file cannot be written.
        """
        compose: Callable[[], Profile | Letter] = self.profile
        if paper is Paper.INTERNAL:
            compose = partial(self.profile, internal=True)
        elif paper is Paper.LETTER:
            compose = self.letter
        return print_to(path, compose, page_size=page_size, cancelled=cancelled, tell=tell)

    def export(self, form: Form, *, page_size: PageSize = "letter", internal: bool = False) -> bytes:
        """The bytes of this assessment's file in one of the forms; `page_size` matters to the PDF alone.

        With `internal` the profile is the internal report; the portable file has everything in any case.
        """
        if form is Form.TOML:
            from app.exchange.portable import to_toml

            return to_toml(self.view).encode()
        from app import report

        profile = self.profile(internal=internal)
        if form is Form.PDF:
            return report.pdf(profile, page_size=page_size)
        return (report.markdown(profile) if form is Form.MD else report.to_json(profile)).encode()

    def export_letter(
        self, form: Form, *, page_size: PageSize = "letter", answer_by: date | None = None
    ) -> bytes:
        """The bytes of the letter to the vendor, as PDF or as Markdown. Raises `ValueError` for another form."""
        from app import report

        if form not in (Form.PDF, Form.MD):
            raise ValueError(f"a letter is written as pdf or md, not as {form}")
        letter = self.letter(answer_by=answer_by)
        if form is Form.PDF:
            return report.letter_pdf(letter, page_size=page_size)
        return report.letter_markdown(letter).encode()


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
