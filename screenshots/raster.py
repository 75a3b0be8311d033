"""Pictures of the terminal: the SVG that Textual exports, tidied, and a PNG drawn from it cell by cell."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parent / "fonts"
CELL = 12.2
"""Width of one cell in Textual's SVG."""
LINE = 24.4
"""Height of one line in it."""
SCALE = 1.0
MARGIN = 16

_SVG = "{http://www.w3.org/2000/svg}"
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*", re.DOTALL)
_RULE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")


def tidy(svg: str) -> str:
    """The SVG without the web fonts it would fetch: a picture must not open a connection either."""
    svg = _FONT_FACE.sub("", svg)
    svg = svg.replace(
        "font-family: Fira Code, monospace", "font-family: 'DejaVu Sans Mono', Menlo, Consolas, monospace"
    )
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def png(svg: str) -> bytes:
    """The same picture as PNG. Every run of text is drawn cell by cell, so that columns stay columns."""
    root = ET.fromstring(svg)
    styles = {
        name: dict(part.strip().split(":", 1) for part in body.split(";") if ":" in part)
        for style in root.iter(f"{_SVG}style")
        for name, body in _RULE.findall(style.text or "")
    }
    screen = next(g for g in root.iter(f"{_SVG}g") if "clip-terminal" in g.get("clip-path", ""))
    rects = [r for r in screen.iter(f"{_SVG}rect") if r.get("fill") and float(r.get("width", 0)) > 0]
    width = max(float(r.get("x", 0)) + float(r.get("width", 0)) for r in rects)
    height = max(float(r.get("y", 0)) + LINE for r in rects)
    image = Image.new(
        "RGB", (int(width) + 2 * MARGIN, int(height) + 2 * MARGIN), rects[0].get("fill", "#000")
    )
    draw = ImageDraw.Draw(image)
    for rect in rects:
        left, top = float(rect.get("x", 0)) + MARGIN, float(rect.get("y", 0)) + MARGIN
        draw.rectangle(
            (round(left), round(top), round(left + float(rect.get("width", 0))) - 1, round(top + LINE)),
            fill=rect.get("fill"),
        )
    for text in screen.iter(f"{_SVG}text"):
        _write(draw, text, styles.get(text.get("class", ""), {}))
    out = BytesIO()
    image.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


_FACES: dict[str, ImageFont.FreeTypeFont] = {}


def _face(style: dict[str, str]) -> ImageFont.FreeTypeFont:
    name = "DejaVuSansMono"
    if "bold" in style.get("font-weight", ""):
        name += "-Bold"
    elif "italic" in style.get("font-style", ""):
        name += "-Oblique"
    if name not in _FACES:
        _FACES[name] = ImageFont.truetype(str(FONTS / f"{name}.ttf"), 20)
    return _FACES[name]


def _write(draw: ImageDraw.ImageDraw, text: ET.Element, style: dict[str, str]) -> None:
    left, base = float(text.get("x", 0)) + MARGIN, float(text.get("y", 0)) + MARGIN
    start, fill = left, style.get("fill", "#fff").strip()
    for char in (text.text or "").rstrip("\n"):
        if char not in "\xa0 ":
            draw.text((round(left), round(base) - 1), char, font=_face(style), fill=fill, anchor="ls")
        left += CELL * (2 if unicodedata.east_asian_width(char) in "WF" else 1)
    if "underline" in style.get("text-decoration", ""):
        draw.line((round(start), round(base) + 3, round(left), round(base) + 3), fill=fill)
