"""Pages: their running heads and feet, and the document they make up."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import md5
from io import BytesIO
from typing import Any

from app.assessment.profile import Profile
from app.report import style as s
from app.report.compose import UPRIGHT, WIDE
from app.report.engine import BaseDocTemplate, Canvas, Flowable, Frame, PageTemplate
from app.report.figures import middle, plate, write
from app.report.flow import Bookmark
from app.report.fonts import Face
from app.report.style import Page
from app.report.text import Gate, Printable, shortened, width_of
from app.report.wording import digests_text, time_text

_BANNER_ROWS = 3
"""Banners take at most so many rows of the head."""
_BANNER_PAD = 5.0
_LONGEST_BANNER = 64
"""Even in wide letters, so many fit one row; of the other lines, so many:"""
_LONGEST_LINE = 40
_LONGEST_VERSION = 60
_FOOT = 34.0


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page around the text."""

    product: Printable
    version: Printable
    notes: Printable
    banners: tuple[Printable, ...]
    kind: Printable
    """What the document is."""

    @classmethod
    def of(cls, gate: Gate, profile: Profile) -> Furniture:
        """The furniture of a profile."""
        return cls.named(
            gate,
            product=profile.product,
            kind=profile.kind,
            version=digests_text(profile.version, profile.judgement),
            notes=(profile.pack, f"printed {time_text(profile.printed_at)}"),
            banners=profile.banners,
        )

    @classmethod
    def named(
        cls,
        gate: Gate,
        *,
        product: str,
        kind: str,
        version: str,
        notes: Sequence[str],
        banners: Sequence[str] = (),
    ) -> Furniture:
        """Furniture with these words in it."""

        def line(text: str, most: int = _LONGEST_LINE) -> Printable:
            return shortened(gate.line(text), most)

        return cls(
            line(product) or Printable("Unnamed product"),
            line(version, _LONGEST_VERSION),
            Printable("  ·  ".join(filter(None, map(line, notes)))),
            tuple(filter(None, (line(banner, _LONGEST_BANNER) for banner in banners))),
            line(kind),
        )

    def banner_rows(self, width: float) -> list[list[tuple[float, float, Printable]]]:
        """The banners in rows: left edge, width and text of each."""
        rows: list[list[tuple[float, float, Printable]]] = [[]]
        left = 0.0
        for banner in self.banners:
            wide = width_of(banner, s.BANNER) + 2 * _BANNER_PAD
            if left and left + wide > width:
                rows.append([])
                left = 0.0
            rows[-1].append((left, wide, banner))
            left += wide + 5
        return rows[:_BANNER_ROWS] if self.banners else []

    def area(self, sheet: Page) -> tuple[float, float]:
        """Width and height of the text area of a page."""
        width = sheet.width - 2 * s.MARGIN
        head = s.HEAD + len(self.banner_rows(width)) * s.BANNER_ROW
        return width, sheet.height - head - s.FOOT

    def draw(self, canvas: Canvas, sheet: Page, number: int, total: int) -> None:
        """Draw the running head with its banners, and the foot."""
        left, right = s.MARGIN, sheet.width - s.MARGIN
        baseline = sheet.height - 36
        if self.version:
            write(canvas, right - width_of(self.version, s.RUNNING), baseline, self.version, s.RUNNING)
        after = write(canvas, left, baseline, self.product, s.RUNNING_BOLD)
        write(canvas, after, baseline, f"   {self.kind}", s.RUNNING)
        base = baseline - 6 - s.BANNER_ROW - 1
        for row in self.banner_rows(right - left):
            for offset, wide, text in row:
                plate(canvas, (left + offset, base, wide, 11.5), s.PLAIN_INK)
                middle(canvas, (left + offset + wide / 2, base + 5.75), text, s.BANNER)
            base -= s.BANNER_ROW
        canvas.setStrokeColor(s.LINE)
        canvas.setLineWidth(s.HAIR)
        canvas.line(left, baseline - 6, right, baseline - 6)
        canvas.line(left, _FOOT + 11, right, _FOOT + 11)
        pages = f"Page {number} of {total}"
        write(canvas, right - width_of(pages, s.RUNNING_BOLD), _FOOT, pages, s.RUNNING_BOLD)
        write(canvas, left, _FOOT, self.notes, s.RUNNING)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What tells one file from another."""

    identity: str
    """What is printed, and which version of it."""
    printed_at: datetime
    """Aware."""
    outlined: bool
    """Whether the outline is shown when the file is opened."""


class Sheets(Canvas):
    """A canvas that holds its pages back until all are there, so that each can say how many there are."""

    def __init__(self, *arguments: Any, furniture: Furniture, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._furniture = furniture
        self._held: list[dict[str, Any]] = []
        self.marks: list[tuple[Bookmark, float]] = []
        """The bookmarks of this page and how high they stand."""

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Put the page aside."""
        self._held.append(dict(self.__dict__))
        self.marks = []
        self._startPage()

    def save(self) -> None:
        """Print the pages, each with what stands around its text, and write the file."""
        first = True
        for number, page in enumerate(self._held, start=1):
            self.__dict__.update(page)
            # Drawn last, but read first.
            body: list[str] = self._code
            self._code: list[str] = []
            self.saveState()
            self._furniture.draw(self, Page(*self._pagesize), number, len(self._held))
            self.restoreState()
            self._code += body
            for mark, y in self.marks:
                key = f"b{number}.{y}"
                self.bookmarkHorizontal(key, 0, y)
                # An outline begins at its first level.
                level, first = 0 if first else mark.level, False
                self.addOutlineEntry(mark.title, key, level, closed=level == 0)
            super().showPage()
        super().save()


class Printer(BaseDocTemplate):
    """The document: two kinds of pages, bookmarks, properties, and the number of pages."""

    def __init__(
        self, target: BytesIO, sheet: Page, furniture: Furniture, imprint: Imprint, **about: Any
    ) -> None:
        super().__init__(
            target,
            pagesize=sheet,
            initialFontName=Face.REGULAR.value,
            pageCompression=1,
            invariant=1,
            **about,
        )
        self._imprint = imprint
        for kind, page in ((UPRIGHT, sheet), (WIDE, sheet.turned)):
            width, height = furniture.area(page)
            frame = Frame(s.MARGIN, s.FOOT, width, height, 0, 0, 0, 0)
            self.addPageTemplates(PageTemplate(kind, [frame], pagesize=page))

    def handle_turn(self, kind: str) -> None:
        """Go on on a new page, unless this one is of that kind already."""
        if self.pageTemplate.id != kind:
            self.handle_nextPageTemplate(kind)
            self.handle_pageBreak()

    def beforeDocument(self) -> None:  # noqa: N802 - reportlab's name
        """The properties that reportlab has no public way to set. The only clock is the profile's."""
        if self._imprint.outlined:
            self.canv.showOutline()
        moment = self._imprint.printed_at.astimezone(UTC)
        document = self.canv._doc  # noqa: SLF001
        stamp = document._timeStamp  # noqa: SLF001
        stamp.t = timegm(moment.utctimetuple())
        stamp.lt = moment.timetuple()
        stamp.YMDhms = tuple(moment.timetuple())[:6]
        stamp.tzname, stamp.dhh, stamp.dmm = "UTC", 0, 0
        # From what is printed and when, whatever the machine's own clock and variables say.
        document.signature = md5(
            f"{self._imprint.identity} {moment.isoformat()}".encode(), usedforsecurity=False
        )

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Note what stands in the outline."""
        mark: Bookmark | None = getattr(flowable, "bookmark", None)
        if mark and mark.title:
            self.canv.marks.append((mark, self.frame._y + flowable.height + 12))  # noqa: SLF001
