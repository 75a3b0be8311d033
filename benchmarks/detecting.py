"""Detectors: over a megabyte of text, and what they cost after an answer.

python -m benchmarks.detecting
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.assessment.passages import Extracted, Media, Passage
from app.evidence.details import Details
from app.evidence.detectors.catalogue import DETECTORS
from app.evidence.detectors.reading import Reading
from app.evidence.extraction.opening import FileRead
from app.questionnaire.rulebook import load_rulebook
from app.review import Library
from app.review.detecting import Detecting
from benchmarks.search import Pair, sentences

SIZE = 1_000_000
"""Characters of the text."""
BEHIND = 5.0
"""Seconds that a document of this size may take behind the reviewer's back."""
AFTER = 0.005
"""Seconds that an answer may take longer."""
_SLIPS = (
    "Brightpath, Inc. shall delete all data. ",
    "We follow Cal. Civ. Code 1792.82. ",
    "See the grid in Appendix 2. ",
    "All data is secured with TLS. ",
    "Notices go to __________. ",
)


def text() -> str:
    """Paragraphs of a vendor's sentences, with slips among them."""
    said, paragraphs, size = sentences(), [], 0
    while size < SIZE:
        number = len(paragraphs)
        words = " ".join(said[(number * 7 + n) % len(said)] for n in range(5))
        paragraphs.append(_SLIPS[number % len(_SLIPS)] + words if number % 40 == 0 else words)
        size += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)[:SIZE]


def passages(words: str) -> tuple[Passage, ...]:
    """Every paragraph of a text."""
    found, at = [], 0
    for part in words.split("\n\n"):
        if part.strip():
            found.append(Passage(at, at + len(part)))
        at += len(part) + 2
    return tuple(found)


def scanning(words: str, cut: tuple[Passage, ...]) -> float:
    """Seconds of all detectors over the text."""
    book = load_rulebook()
    start = time.perf_counter()
    reading = Reading(words, cut)
    for detector in DETECTORS.values():
        tuple(detector.scan(reading, book))
    return time.perf_counter() - start


def after_an_answer(folder: Path, words: str, cut: tuple[Passage, ...]) -> float:
    """Seconds of what the detectors say anew once an answer with a citation was given, median of several."""
    taken = []
    with Library.open(folder / "detecting.db") as library:
        review = library.create("Acme", slug=f"acme-{time.monotonic_ns()}")
        content = words.encode()
        read = FileRead("policy.txt", content, hashlib.sha256(content).hexdigest(), Media.TEXT)
        for _ in review.evidence.keep(read, Extracted(Media.TEXT, words, cut)):
            pass
        review.evidence.enter(read, Details())
        detecting = Detecting(review.evidence, library.store, load_rulebook, lambda: review.view)
        detecting.detect()
        for number, item in enumerate(review.view.path.items[20:60]):
            passage = cut[number * 40]
            review.cite(item, review.evidence.citation("D1", passage.start, passage.end))
            start = time.perf_counter()
            detecting.detected()
            taken.append(time.perf_counter() - start)
    return sorted(taken)[len(taken) // 2]


def pairs(folder: Path) -> Iterator[Pair]:
    """What to measure."""
    words = text()
    cut = passages(words)
    yield Pair(
        f"{len(DETECTORS)} detectors over 1 MB of text",
        lambda: scanning(words, cut),
        f"the {BEHIND:.0f} s it may take behind the reviewer's back",
        lambda: BEHIND,
        1,
    )
    yield Pair(
        "what detectors say after an answer",
        lambda: after_an_answer(folder, words, cut),
        f"the {AFTER * 1000:.0f} ms an answer may take longer",
        lambda: AFTER,
        1,
    )


def main() -> None:
    """Measure and print."""
    from benchmarks.run import paired

    with tempfile.TemporaryDirectory() as folder:
        for pair in pairs(Path(folder)):
            ours, _, ratio = paired(pair.ours, pair.baseline, 3)
            print(
                f"{pair.what}: {1000 * ours:.1f} ms; {pair.baseline_name}; ratio {ratio:.2f} (target {pair.target:g})"
            )


if __name__ == "__main__":
    main()
