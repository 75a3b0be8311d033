"""The pictures in `screenshots/` show the program as it is."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from screenshots.make import HERE, MANIFEST, digest, printed
from screenshots.shots import SHOTS, Shot, taken
from screenshots.walk import NAME, animated, frames


@pytest.mark.parametrize("shot", SHOTS, ids=[shot.name for shot in SHOTS])
async def test_a_picture_is_what_the_screen_shows(shot: Shot, tmp_path: Path) -> None:
    svg = await taken(shot, tmp_path)
    kept = (HERE / f"{shot.name}.svg").read_text(encoding="utf-8")
    assert svg == kept, "make screenshots"
    assert json.loads(MANIFEST.read_text(encoding="utf-8"))[shot.name] == digest(svg.encode()), (
        "make screenshots"
    )
    with Image.open(HERE / f"{shot.name}.png") as picture:
        assert picture.width > 300


async def test_the_walk_shows_what_its_keys_do_now(tmp_path: Path) -> None:
    pictures = [svg for _, svg in await frames(tmp_path)]
    assert json.loads(MANIFEST.read_text(encoding="utf-8"))[NAME] == digest("".join(pictures).encode()), (
        "make screenshots"
    )
    assert (HERE / f"{NAME}.svg").read_text(encoding="utf-8") == animated(pictures)


def test_what_is_printed_is_what_the_example_gives() -> None:
    for name, document in printed().items():
        kept = (HERE / f"{name}.pdf").read_bytes()
        said, says = (
            [page.extract_text() for page in PdfReader(BytesIO(one)).pages] for one in (kept, document)
        )
        assert said == says, "make screenshots"
        assert len(list(HERE.glob(f"{name}-*.png"))) == len(said)


def test_no_picture_would_open_a_connection() -> None:
    for file in HERE.glob("*.svg"):
        text = file.read_text(encoding="utf-8")
        assert "url(" not in text.replace("url(#", ""), file.name
        assert text.count("http") == text.count("http://www.w3.org") + text.count(
            "https://www.textualize.io"
        ), file.name
