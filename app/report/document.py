"""The profile as a PDF document."""

from __future__ import annotations

import re
from functools import partial
from io import BytesIO

from app.assessment.profile import Profile
from app.report import compose
from app.report import style as s
from app.report.engine import Flowable, NextPageTemplate, PageBreak
from app.report.flow import Role, texts, with_company
from app.report.glance import first_page, masthead
from app.report.page import Furniture, Imprint, Printer, Sheets
from app.report.setter import Setter
from app.report.text import Gate, Printable

_GLANCE = "P0"
_LONGEST_PROPERTY = 300
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
_NO_LANGUAGE = "und"
"""What the standard for language tags has for a language that is not known."""


def print_document(profile: Profile, page_size: str) -> bytes:
    """The bytes of a PDF; see `app.report.pdf`."""
    if page_size not in s.PAPER:
        raise ValueError(f"page size {page_size!r}: expected one of {', '.join(sorted(s.PAPER))}")
    sheet = s.PAPER[page_size]
    gate = Gate()
    furniture = Furniture.of(gate, profile)
    target = BytesIO()

    def text(value: str) -> Printable:
        return Printable(gate.line(value)[:_LONGEST_PROPERTY])

    printer = Printer(
        target,
        sheet,
        furniture,
        Imprint(
            f"{profile.slug} {profile.version}{profile.judgement}", profile.printed_at, bool(profile.sections)
        ),
        title=text(f"{profile.product}: {profile.kind.lower()}"),
        author=text(profile.reviewer) or "assess",
        subject=text(
            f"Student data privacy of {profile.product} by {profile.vendor}, version {profile.version}"
        ),
        keywords=text(f"{profile.slug}, {profile.pack}"),
        creator="assess",
        displayDocTitle=True,
        lang=profile.language if _LANGUAGE.fullmatch(profile.language) else _NO_LANGUAGE,
    )
    printer.build(_story(gate, profile, furniture, sheet), canvasmaker=partial(Sheets, furniture=furniture))
    return target.getvalue()


def _story(gate: Gate, profile: Profile, furniture: Furniture, sheet: s.Page) -> list[Flowable]:
    """Everything that stands on the pages, in order."""
    width, height = furniture.area(sheet)
    upright = Setter(gate, width)
    wide_width, wide_height = furniture.area(sheet.turned)
    most = min(height, wide_height) / 2
    sections = list(profile.sections)
    story: list[Flowable] = []
    if sections and sections[0].code == _GLANCE:
        page, rest = first_page(gate, profile, sections.pop(0), width, height)
        kind = compose.UPRIGHT if rest or not sections else compose.kind_of(sections[0])
        end = [NextPageTemplate(kind), PageBreak()] if rest or sections else []
        story += [*page, *end, *with_company(rest, width, most)]
    else:
        story += masthead(upright, profile)
    for section in sections:
        story += compose.section(upright, Setter(gate, wide_width), section, most)
    # Only now has everything been through the gate.
    for remark in gate.remarks():
        story += texts(gate.admit(remark), s.SMALL, role=Role.NOTE, before=8)
    return story
