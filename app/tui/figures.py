"""Numbers, times and bars as a reviewer reads them. Needs nothing but Python: it is on the way to the first frame."""

from __future__ import annotations

from datetime import date, datetime


def counted(number: int, noun: str) -> str:
    """`1 row`, `3 rows`."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def clock(moment: datetime | None, *, seconds: bool = False) -> str:
    """A time of day where the reviewer is."""
    if moment is None:
        return ""
    return moment.astimezone().strftime("%H:%M:%S" if seconds else "%H:%M")


def day(moment: datetime, now: datetime) -> str:
    """When something happened: the time today, the date before."""
    local, here = moment.astimezone(), now.astimezone()
    return local.strftime("%H:%M") if local.date() == here.date() else local.strftime("%Y-%m-%d")


def expired(valid_until: str, today: date) -> bool:
    """Whether this ISO date lies in the past; an unreadable or empty one does not."""
    try:
        return date.fromisoformat(valid_until) < today
    except ValueError:
        return False


def bar(done: int, total: int, width: int) -> tuple[str, str]:
    """A bar of so many columns as its full and its empty part. Full only when everything is done."""
    if total <= 0 or width <= 0:
        return "", "░" * max(width, 0)
    full = width if done >= total else min(done * width // total, width - 1)
    if done and not full:
        full = 1
    return "▓" * full, "░" * (width - full)


def percent(done: int, total: int) -> int:
    """Whole percent; 100 only when everything is done, 0 only when nothing is."""
    if not total or not done:
        return 0
    return 100 if done >= total else max(1, min(99, done * 100 // total))
