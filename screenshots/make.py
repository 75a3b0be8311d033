"""Build every picture in this folder from the example database: `make screenshots`.

For each screen an SVG and a PNG, and the pages of the ClassTag profile. A test takes every picture again and
fails when one of these is stale. Files whose picture has not changed are left alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2

from app.report import pdf
from app.review import Library
from screenshots.raster import png
from screenshots.shots import EXAMPLE, SHOTS, taken

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"
"""Digest of what each PNG was drawn from, so that a test need not compare pixels."""
PROFILE = "classtag-profile"
CLOCK = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


def profile_pdf() -> bytes:
    """The ClassTag profile as it is printed from the example database."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data.db"
        copy.write_bytes(EXAMPLE.read_bytes())
        with Library.open(copy, read_only=True, clock=lambda: CLOCK) as library:
            return pdf(library.review("classtag").profile())


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
    document = profile_pdf()
    fresh[PROFILE] = digest(document)
    if known.get(PROFILE) != fresh[PROFILE]:
        for old in HERE.glob(f"{PROFILE}*"):
            old.unlink()
        (HERE / f"{PROFILE}.pdf").write_bytes(document)
        for number, page in enumerate(pages(document), start=1):
            (HERE / f"{PROFILE}-{number:02}.png").write_bytes(page)
        print(PROFILE, file=sys.stderr)
    for file in HERE.glob("*.svg"):
        if file.stem not in fresh:
            file.unlink()
            file.with_suffix(".png").unlink(missing_ok=True)
    MANIFEST.write_text(json.dumps(fresh, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
