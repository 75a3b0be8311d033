"""Pages: laying flowables out on them, and their running heads and feet.

All pages are laid out before the first is drawn, so that each can say how many there are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.assessment.profile import Profile
from app.report import style as s
from app.report.cells import Box, plate, rule, write
from app.report.engine import Canvas
from app.report.flow import Flowable, Role
from app.report.style import Page
from app.report.text import Gate, Printable, shortened, width_of
from app.report.wording import KIND, short_version, time_text

_BANNER_ROWS = 3
"""Banners take at most so many rows of the head."""
_BANNER_PAD = 5.0
_LONGEST_LINE = 400
"""No line of a page holds more characters; what is longer is cut when it is drawn."""
_UNDER_TITLE = 9.0


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page around the text."""

    product: Printable
    version: Printable
    pack: Printable
    printed: Printable
    banners: tuple[Printable, ...]

    @classmethod
    def of(cls, gate: Gate, profile: Profile) -> Furniture:
        """The furniture of a profile."""

        def line(text: str) -> Printable:
            return Printable(gate.line(text)[:_LONGEST_LINE])

        return cls(
            line(profile.product) or Printable("Unnamed product"),
            line(short_version(profile)),
            line(profile.pack),
            Printable(f"printed {time_text(profile.printed_at)}"),
            tuple(filter(None, map(line, profile.banners))),
        )

    def banner_rows(self, width: float) -> list[list[tuple[float, float, Printable]]]:
        """The banners in rows: left edge, width and text of each. One that is too wide is cut."""
        rows: list[list[tuple[float, float, Printable]]] = []
        left = 0.0
        for banner in self.banners:
            text = shortened(banner, s.BANNER, width - 2 * _BANNER_PAD)
            wide = width_of(text, s.BANNER.face, s.BANNER.size) + 2 * _BANNER_PAD
            if not rows or left + wide > width:
                if len(rows) == _BANNER_ROWS:
                    break
                rows.append([])
                left = 0.0
            rows[-1].append((left, wide, text))
            left += wide + 5
        return rows

    def head(self, width: float) -> float:
        """Height from the page's top edge to the text."""
        return s.HEAD + len(self.banner_rows(width)) * s.BANNER_ROW

    def draw(self, canvas: Canvas, sheet: Page, number: int, total: int) -> None:
        """Draw the running head with its banners, and the foot."""
        left, right = s.MARGIN, sheet.width - s.MARGIN
        width = right - left
        baseline = sheet.height - 36
        version = Printable(f"version {self.version}") if self.version else Printable("")
        wide = width_of(version, s.RUNNING.face, s.RUNNING.size)
        write(canvas, right - wide, baseline, version, s.RUNNING)
        kind = f"   {KIND}"
        kind_wide = width_of(kind, s.RUNNING.face, s.RUNNING.size)
        product = shortened(self.product, s.RUNNING_BOLD, width - wide - kind_wide - 20)
        write(canvas, left, baseline, product, s.RUNNING_BOLD)
        after = left + width_of(product, s.RUNNING_BOLD.face, s.RUNNING_BOLD.size)
        write(canvas, after, baseline, kind, s.RUNNING)
        rule(canvas, left, baseline - 6, right)
        base = baseline - 6 - s.BANNER_ROW - 1
        for row in self.banner_rows(width):
            for offset, plate_width, text in row:
                plate(canvas, Box(left + offset, base, plate_width, 11.5), s.PLAIN_INK)
                write(canvas, left + offset + _BANNER_PAD, base + 3.3, text, s.BANNER)
            base -= s.BANNER_ROW
        foot = 34.0
        rule(canvas, left, foot + 11, right)
        pages = f"Page {number} of {total}"
        pages_wide = width_of(pages, s.RUNNING_BOLD.face, s.RUNNING_BOLD.size)
        write(canvas, right - pages_wide, foot, pages, s.RUNNING_BOLD)
        notes = "  ·  ".join(filter(None, (self.pack, self.printed)))
        write(canvas, left, foot, shortened(Printable(notes), s.RUNNING, width - pages_wide - 20), s.RUNNING)


@dataclass(slots=True)
class _Sheet:
    page: Page
    items: list[tuple[Flowable, float]] = field(default_factory=list)
    """Flowables and their top edges."""


class Press:
    """Lays flowables out on pages, then prints them."""

    def __init__(self, page: Page, furniture: Furniture) -> None:
        self._page = page
        self._furniture = furniture
        self._sheets: list[_Sheet] = []
        self._y = 0.0
        self._closed = False

    def area(self, *, wide: bool = False) -> tuple[float, float]:
        """Width and height of the text area of an upright or a wide page."""
        page = self._page.turned if wide else self._page
        width = page.width - 2 * s.MARGIN
        return width, page.height - self._furniture.head(width) - s.FOOT

    def turn(self, *, wide: bool = False) -> None:
        """Go on on a new page."""
        page = self._page.turned if wide else self._page
        self._sheets.append(_Sheet(page))
        self._closed = False
        self._y = page.height - self._furniture.head(page.width - 2 * s.MARGIN)

    def close(self) -> None:
        """Put nothing more on the last page."""
        self._closed = True

    def has_room(self, flowables: Iterable[Flowable]) -> bool:
        """Whether all of these fit below what is on the last page."""
        if not self._sheets or self._closed:
            return False
        width = self._sheets[-1].page.width - 2 * s.MARGIN
        room = self._y - s.FOOT
        for item in flowables:
            room -= item.before + item.height(width, room)
            if room < 0:
                return False
        return True

    def flow(self, flowables: Iterable[Flowable], *, wide: bool = False) -> None:
        """Lay flowables out below what is there, on new pages as needed.

        Starts a page when the last one is closed or of the other kind.
        """
        queue = deque(flowables)
        if not queue:
            return
        page = self._page.turned if wide else self._page
        if self._closed or not self._sheets or self._sheets[-1].page != page:
            self.turn(wide=wide)
        width, full = self.area(wide=wide)
        while queue:
            item = queue.popleft()
            sheet = self._sheets[-1]
            fresh = not sheet.items
            above = self._above(item)
            room = self._y - s.FOOT - above
            needed = self._with_next(item, queue, width)
            if needed <= room and item.height(width, room) <= room:
                self._place(item, above, width)
                continue
            parts = None
            if not (item.whole and item.height(width, full) <= full) and needed <= room:
                parts = item.split(width, room)
            if parts is None and not fresh:
                self.turn(wide=wide)
                queue.appendleft(item)
                continue
            if parts is None:
                parts = item.split(width, room)
            if parts is None:
                self._place(item, above, width)
                continue
            self._place(parts[0], above, width)
            self.turn(wide=wide)
            queue.appendleft(parts[1])

    def _above(self, item: Flowable) -> float:
        """Space above an item here: none at the top of a page, little under a section's title."""
        items = self._sheets[-1].items
        if not items:
            return 0.0
        return min(item.before, _UNDER_TITLE) if items[-1][0].role is Role.H1 else item.before

    def _with_next(self, item: Flowable, queue: deque[Flowable], width: float) -> float:
        """The least height an item may be given here: with what it may not be parted from."""
        if not item.keeps_next:
            return item.lead(width)
        used = item.lead(width)
        for follower in queue:
            used += follower.before + follower.lead(width)
            if not follower.keeps_next:
                break
        _, full = self.area()
        return min(used, full / 2)

    def _place(self, item: Flowable, above: float, width: float) -> None:
        top = self._y - above
        self._sheets[-1].items.append((item, top))
        self._y = top - item.height(width, float("inf"))

    def print(self, canvas: Canvas) -> None:
        """Draw all pages, with a bookmark for each flowable that wants one."""
        total = len(self._sheets)
        marks = 0
        for number, sheet in enumerate(self._sheets, start=1):
            canvas.setPageSize(sheet.page)
            self._furniture.draw(canvas, sheet.page, number, total)
            for item, top in sheet.items:
                if item.bookmark and item.bookmark.title:
                    key = f"b{marks}"
                    canvas.bookmarkHorizontal(key, 0, top + 12)
                    # An outline begins at its first level.
                    level = item.bookmark.level if marks else 0
                    canvas.addOutlineEntry(item.bookmark.title, key, level, closed=level == 0)
                    marks += 1
                item.draw(canvas, s.MARGIN, top, sheet.page.width - 2 * s.MARGIN)
            canvas.showPage()
