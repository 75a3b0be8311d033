"""A short walk through a finished review, as one animated picture: every frame is what the screen shows."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from screenshots.shots import ADS, CLASSTAG, MEDIUM, SALE, begun, into, picture, to_question, to_row, until

NAME = "walk"
SECONDS = 2.4
"""How long a frame stands."""

_STYLE = """
<style>
.frame {{ visibility: hidden; animation: shown {whole:g}s step-end infinite; }}
@keyframes shown {{ 0% {{ visibility: visible; }} {part:.4g}% {{ visibility: hidden; }} }}
{delays}
@media (prefers-reduced-motion: reduce) {{ .frame {{ animation: none; }} #frame-{still} {{ visibility: visible; }} }}
</style>
"""
_OPENING = re.compile(r"<svg[^>]*>")
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


async def _steps(pilot: Pilot[Any]) -> AsyncIterator[str]:
    """Goes from picture to picture, and says what was done for each."""

    async def on(screen: str, *keys: str) -> None:
        await pilot.press(*keys)
        await until(pilot, lambda: type(pilot.app.screen).__name__ == screen)
        await until(pilot, lambda: not pilot.app.screen.loading)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    yield "six vendors, each with what stands against it"
    await to_row(pilot, CLASSTAG)
    yield "j: ClassTag"
    await into(pilot, CLASSTAG)
    await pilot.app.workers.wait_for_complete()
    yield "enter: the review, where it was left"
    await pilot.press("slash", *"targeted")
    yield "/: find a question by its words"
    await pilot.press("enter", "escape")
    await to_question(pilot, ADS)
    yield "enter: the question, its answer, the quote it rests on"
    await pilot.press("e")
    yield "e: the evidence"
    await pilot.press("escape")
    await on("FindingsScreen", "f2")
    yield "F2: a promise and the facts against it, side by side"
    await pilot.press("tab")
    yield "tab: the next answer that it rests on"
    await pilot.press("tab")
    yield "tab: and the row of the register that breaks it"
    await pilot.press("j")
    yield "j: the next finding"
    await on("WorkbenchScreen", "escape")
    await to_question(pilot, SALE)
    yield "esc: back at the questions"
    await on("WhatIf", "i")
    yield "i: what each answer would change"
    await pilot.press("escape")
    await on("ScoreScreen", "f6")
    yield "F6: every point that was taken away, and why"
    await pilot.press("escape")
    await on("CoverageScreen", "f7")
    yield "F7: law by law"
    await pilot.press("escape")
    await on("PreviewScreen", "f4")
    yield "F4: what will be printed"


async def frames(folder: Path) -> tuple[tuple[str, str], ...]:
    """What was done and the picture as SVG, frame by frame. `folder` is an empty folder to work in."""
    found = []
    async with begun(MEDIUM, "dark", folder) as pilot:
        found += [(done, await picture(pilot, f"assess · {done}")) async for done in _steps(pilot)]
    return tuple(found)


def animated(pictures: Sequence[str]) -> str:
    """One SVG that shows these one after the other, again and again; all are of one size."""
    box = _BOX.search(pictures[0])
    if box is None:
        raise ValueError("a picture without a size")
    width, height = box.groups()
    number = len(pictures)
    delays = "\n".join(f"#frame-{at} {{ animation-delay: {at * SECONDS:g}s; }}" for at in range(number))
    style = _STYLE.format(whole=number * SECONDS, part=100 / number, delays=delays, still=number // 2)
    parts = [f'<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">', style.strip()]
    for at, svg in enumerate(pictures):
        inside = _OPENING.sub("", svg, count=1).rsplit("</svg>", 1)[0].strip()
        parts.append(f'<g class="frame" id="frame-{at}">\n{inside}\n</g>')
    return "\n".join([*parts, "</svg>", ""])
