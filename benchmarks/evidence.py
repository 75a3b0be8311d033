"""Reading documents and finding passages, beside the bare engines in the same run.

python -m benchmarks.evidence
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from app.assessment.passages import Media
from app.evidence.details import Details
from app.evidence.extraction.opening import FileRead
from app.review import Library
from benchmarks.search import SEARCHED, Pair, documents, sentences

LATEST = 0.05
"""Seconds after which a reviewer would see suggestions come late."""
_BARE = """
import json, sys
import pypdfium2
document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
print(json.dumps([page.get_textpage().get_text_range() for page in document]))
"""


def prose(path: Path, pages: int) -> Path:
    """A PDF of paragraphs and headings, about this many pages long."""
    styles, said, story = getSampleStyleSheet(), sentences(), []
    for number in range(pages * 5):
        if number % 5 == 0:
            story.append(Paragraph(f"{number // 5 + 1}. Safeguards and duties", styles["Heading2"]))
        words = " ".join(said[(number * 7 + n) % len(said)] for n in range(5))
        story += [Paragraph(words.replace("&", "and").replace("<", ""), styles["BodyText"]), Spacer(1, 6)]
    SimpleDocTemplate(str(path), pagesize=LETTER, invariant=1).build(story)
    return path


def read_by_us(path: Path) -> float:
    """Seconds of the child process, as a workbench that runs already has it, with blocks and passages."""
    from app.evidence.extraction.opening import read_file
    from app.evidence.extraction.process import extract

    read = read_file(path)
    start = time.perf_counter()
    extract(read)
    return time.perf_counter() - start


def read_barely(path: Path) -> float:
    """Seconds of a process that does nothing but ask the engine for the text of each page."""
    content = path.read_bytes()
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", _BARE], input=content, check=True, capture_output=True)
    return time.perf_counter() - start


def suggesting(folder: Path) -> tuple[float, float]:
    """Median and longest seconds of the suggestions for one question, over every question in force."""
    with Library.open(folder / "suggest.db") as library:
        review = library.create("Twenty documents")
        for number, (sha256, content, extracted) in enumerate(documents(SEARCHED)):
            read = FileRead(f"document-{number}.pdf", content, sha256, Media.PDF)
            for _ in review.evidence.keep(read, extracted):
                pass
            review.evidence.enter(read, Details())
        review.evidence.suggest("ferpa.ownership", 4)  # the index of the assessment is made once
        gc.freeze()  # as the workbench does
        taken = []
        for item in review.view.path.items:
            start = time.perf_counter()
            review.evidence.suggest(item)
            taken.append(time.perf_counter() - start)
    return statistics.median(taken), max(taken)


def pairs(folder: Path) -> Iterator[Pair]:
    """What to measure."""
    usual, longest = suggesting(folder)
    bound = f"the {LATEST * 1000:.0f} ms a reviewer may wait"
    what = f"suggestions over {SEARCHED} documents, 600 pages"
    yield Pair(f"{what}: median of all questions", lambda: usual, bound, lambda: LATEST, 1)
    yield Pair(f"{what}: the slowest question", lambda: longest, bound, lambda: LATEST, 1)
    for pages in (30, 300):
        path = prose(folder / f"{pages}.pdf", pages)
        name = f"reading a PDF of about {pages} pages"
        yield Pair(name, lambda p=path: read_by_us(p), "the bare engine", lambda p=path: read_barely(p), 1.3)


def main() -> None:
    """Measure and print."""
    from benchmarks.run import paired

    with tempfile.TemporaryDirectory() as folder:
        for pair in pairs(Path(folder)):
            ours, bare, ratio = paired(pair.ours, pair.baseline, 7)
            print(
                f"{pair.what}: {1000 * ours:.1f} ms; {pair.baseline_name}: {1000 * bare:.1f} ms; "
                f"ratio {ratio:.2f} (target {pair.target:g})"
            )


if __name__ == "__main__":
    main()
