"""Build every picture in this folder from the example database: `make screenshots`.

For each screen an SVG and a PNG, a walk as one animated SVG, and the pages of the ClassTag profile and of the letter
that goes with it. A test takes every picture again and
fails when one of these is stale. Files whose picture has not changed are left alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2

from app.report import letter_pdf, pdf
from app.review import Library, Review
from screenshots.raster import png
from screenshots.shots import CLASSTAG, EXAMPLE, SHOTS, taken
from screenshots.walk import NAME, animated, frames

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"
"""Digest of what each PNG was drawn from, so that a test need not compare pixels."""
PROFILE, LETTER = "classtag-profile", "classtag-letter"
PRINTED: dict[str, Callable[[Review], bytes]] = {
    PROFILE: lambda review: pdf(review.profile()),
    LETTER: lambda review: letter_pdf(review.letter()),
}
"""What is printed of the finished review, by the name of its file."""
CLOCK = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


def printed() -> dict[str, bytes]:
    """The PDFs of the ClassTag review as they are printed from the example database."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data.db"
        copy.write_bytes(EXAMPLE.read_bytes())
        with Library.open(copy, read_only=True, clock=lambda: CLOCK) as library:
            review = library.review(CLASSTAG)
            return {name: made(review) for name, made in PRINTED.items()}


def pages(document: bytes) -> list[bytes]:
    """Every page as PNG, 100 dots to the inch."""
    from io import BytesIO

    found = []
    for page in pypdfium2.PdfDocument(document):
        out = BytesIO()
        page.render(scale=100 / 72).to_pil().quantize(64).save(out, "PNG", optimize=True)
        found.append(out.getvalue())
    return found


def digest(content: bytes) -> str:
    """SHA-256, in hex."""
    return hashlib.sha256(content).hexdigest()


def main() -> None:
    """Build what has changed; say what was built."""
    known = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else {}
    fresh: dict[str, str] = {}
    for shot in SHOTS:
        with tempfile.TemporaryDirectory() as folder:
            svg = asyncio.run(taken(shot, Path(folder)))
        fresh[shot.name] = digest(svg.encode())
        picture = HERE / f"{shot.name}.png"
        if known.get(shot.name) != fresh[shot.name] or not picture.exists():
            (HERE / f"{shot.name}.svg").write_text(svg, encoding="utf-8")
            picture.write_bytes(png(svg))
            print(shot.name, file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        pictures = [svg for _, svg in asyncio.run(frames(Path(folder)))]
    fresh[NAME] = digest("".join(pictures).encode())
    if known.get(NAME) != fresh[NAME]:
        (HERE / f"{NAME}.svg").write_text(animated(pictures), encoding="utf-8")
        print(NAME, file=sys.stderr)
    for name, document in printed().items():
        fresh[name] = digest(document)
        if known.get(name) != fresh[name]:
            for old in HERE.glob(f"{name}*"):
                old.unlink()
            (HERE / f"{name}.pdf").write_bytes(document)
            for number, page in enumerate(pages(document), start=1):
                (HERE / f"{name}-{number:02}.png").write_bytes(page)
            print(name, file=sys.stderr)
    for file in HERE.glob("*.svg"):
        if file.stem not in fresh:
            file.unlink()
            file.with_suffix(".png").unlink(missing_ok=True)
    MANIFEST.write_text(json.dumps(fresh, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
