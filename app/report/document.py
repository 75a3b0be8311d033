"""The profile as a PDF document."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC
from hashlib import md5
from io import BytesIO

from app.assessment.profile import Profile
from app.report import compose
from app.report import style as s
from app.report.engine import Canvas
from app.report.flow import Passage, Role
from app.report.fonts import Face
from app.report.glance import first_page, masthead
from app.report.page import Furniture, Press
from app.report.setter import Setter
from app.report.text import Gate, Printable
from app.report.wording import KIND

_GLANCE = "P0"
_LONGEST_PROPERTY = 300
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
_NO_LANGUAGE = "und"
"""What the standard for language tags has for a language that is not known."""


def print_document(profile: Profile, page_size: str) -> bytes:
    """The bytes of a PDF; see `app.report.pdf`."""
    if page_size not in s.PAPER:
        raise ValueError(f"page size {page_size!r}: expected one of {', '.join(sorted(s.PAPER))}")
    gate = Gate()
    press = Press(s.PAPER[page_size], Furniture.of(gate, profile))
    setter = Setter(gate)
    sections = list(profile.sections)
    if sections and sections[0].code == _GLANCE:
        page = first_page(gate, profile, sections.pop(0), *press.area())
        press.flow(page.flowables)
        press.close()
        press.flow(page.rest)
    else:
        press.flow([masthead(gate, profile)])
    composed = [compose.section(setter, section) for section in sections]
    # Only now has everything been through the gate.
    remarks = [Passage(gate.admit(remark), s.SMALL, Role.NOTE, 8) for remark in gate.remarks()]
    composed.append(compose.Composed([], [*remarks]))
    for part in composed:
        press.flow(part.wide, wide=True)
        press.flow(part.upright, wide=bool(part.wide) and press.has_room(part.upright))
    target = BytesIO()
    canvas = Canvas(
        target,
        pagesize=s.PAPER[page_size],
        pageCompression=1,
        invariant=1,
        initialFontName=Face.REGULAR.value,
        pdfVersion=(1, 5),
        lang=profile.language if _LANGUAGE.fullmatch(profile.language) else _NO_LANGUAGE,
    )
    _describe(canvas, gate, profile)
    press.print(canvas)
    canvas.save()
    return target.getvalue()


def _describe(canvas: Canvas, gate: Gate, profile: Profile) -> None:
    """The document's properties; the only clock is the profile's."""

    def text(value: str) -> Printable:
        return Printable(gate.line(value)[:_LONGEST_PROPERTY])

    canvas.setTitle(text(f"{profile.product}: {KIND.lower()}"))
    canvas.setAuthor(text(profile.reviewer) or "assess")
    canvas.setSubject(
        text(f"Student data privacy of {profile.product} by {profile.vendor}, version {profile.version}")
    )
    canvas.setKeywords(text(f"{profile.slug}, {profile.pack}"))
    canvas.setCreator("assess")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    if profile.sections:
        canvas.showOutline()
    moment = profile.printed_at.astimezone(UTC)
    # reportlab has no public way to set the time of a document.
    document = canvas._doc  # noqa: SLF001
    stamp = document._timeStamp  # noqa: SLF001
    stamp.t = timegm(moment.utctimetuple())
    stamp.lt = moment.timetuple()
    stamp.YMDhms = tuple(moment.timetuple())[:6]
    stamp.tzname, stamp.dhh, stamp.dmm = "UTC", 0, 0
    # The file's identifier: from what is printed and when, whatever the machine's own clock and variables say.
    document.signature = md5(
        f"{profile.slug} {profile.version} {moment.isoformat()}".encode(), usedforsecurity=False
    )
