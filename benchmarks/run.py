"""Measure what a reviewer waits for, each beside a baseline in the same run.

    make bench

Times differ from machine to machine; the ratios are what counts. Every pair is measured in turn (A B A B ...),
the median of the ratios is reported, and the table is written to `benchmarks/results.md`.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from app.report import pdf
from app.review import Library
from benchmarks import detecting, evidence, judging, search
from benchmarks.terminal import Terminal

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PYTHON = sys.executable
CLOCK = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    ours: float
    baseline_name: str
    baseline: float
    ratio: float
    target: float


def paired(ours: Callable[[], float], baseline: Callable[[], float], runs: int) -> tuple[float, float, float]:
    """Medians of both and of their ratio, measured in turn after one run of each that does not count."""
    ours(), baseline()
    pairs = [(ours(), baseline()) for _ in range(runs)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def seconds_of(command: list[str]) -> float:
    """Wall seconds of a whole process."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def seen_after(command: list[str], marker: str) -> float:
    """Seconds from start until `marker` is on the screen."""
    with Terminal(command) as terminal:
        return terminal.until(marker)


def hello() -> float:
    """Start of the bare app, to its line."""
    return seen_after([PYTHON, "-m", "benchmarks.bare"], "hello")


def library(database: Path, marker: str) -> Callable[[], float]:
    """Start of the workbench on `database`, to `marker`."""
    return lambda: seen_after([PYTHON, "-m", "app", "--db", str(database)], marker)


def many_assessments(folder: Path, count: int) -> Path:
    """A database with `count` small assessments."""
    path = folder / f"{count}.db"
    with Library.open(path, clock=lambda: CLOCK) as books:
        first = books.create("Vendor 0", "Product 0")
        store, base = books.store, first.view.assessment
        content, changes = store.pack_content(base.pack_sha256), store.changes(base.id)
        summary = store.library()[0].summary
        for number in range(1, count):
            named = replace(
                base, id=0, slug=f"v{number}", vendor=f"Vendor {number}", product=f"Product {number}"
            )
            store.add_whole(named, content, changes, summary)
    return path


def keys(database: Path) -> tuple[float, float, float]:
    """Median seconds of: down in a bare list, next question, an answer."""
    with (
        Terminal([PYTHON, "-m", "benchmarks.bare", "rows"]) as bare,
        Terminal([PYTHON, "-m", "app", "--db", str(database)]) as ours,
    ):
        bare.until("question number 5")
        bare.settle()
        ours.until("Vendor 0")
        ours.settle()
        ours.key(b"\r")
        ours.settle()
        for _ in range(12):  # into questions that take yes and no
            ours.key(b"}" if _ < 3 else b"j")
        down, move, answer = [], [], []
        for _ in range(40):
            down.append(bare.key(b"\x1b[B"))
            move.append(ours.key(b"j"))
        for number in range(40):
            down.append(bare.key(b"\x1b[A"))
            answer.append(ours.key(b"y" if number % 2 else b"n"))
    return statistics.median(down), statistics.median(move), statistics.median(answer)


def plain_pdf(profile: object) -> bytes:  # noqa: C901 - one case for each kind of block
    """The same text as one list of plain paragraphs and tables, without any styling logic."""
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    from app.assessment import profile as p

    style = getSampleStyleSheet()["BodyText"]
    story: list[object] = []

    def say(text: str) -> None:
        story.append(Paragraph(escape(text.replace("\x00", "")), style))

    for section in profile.sections:  # type: ignore[attr-defined]
        say(f"{section.code} {section.title}")
        for block in section.blocks:
            match block:
                case p.Table(rows=rows, columns=columns) if rows:
                    grid = [[c.label for c in columns], *rows]
                    story.append(Table([[Paragraph(escape(c), style) for c in row] for row in grid]))
                case p.Statements(sentences=sentences):
                    for one in sentences:
                        say(f"[{one.mark}] {one.text}")
                        say(" ".join(f"{s.document} {s.place}" for s in one.sources))
                case p.Facts(items=items) | p.Strip(cells=items):
                    for label, value in items:
                        say(f"{label}: {value}")
                case p.Bullets(items=items):
                    for item in items:
                        say(item)
                case p.Paragraph(text=text) | p.Heading(text=text):
                    say(text)
                case _:
                    say(str(block)[:200])
    out = BytesIO()
    SimpleDocTemplate(out).build(story)
    return out.getvalue()


def timed(call: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def figures(folder: Path) -> list[Figure]:
    """Everything, measured."""
    found: list[Figure] = []

    def add(what: str, name: str, result: tuple[float, float, float], target: float) -> None:
        found.append(Figure(what, result[0], name, result[1], result[2], target))
        print(f"{what}: {result[2]:.2f} (target {target})", file=sys.stderr)

    ten, many = many_assessments(folder, 10), many_assessments(folder, 10_000)
    bare_start = "a bare Textual app that shows one line"
    add("start to the first frame", bare_start, paired(library(ten, "assess"), hello, 7), 1.2)
    add("start to the library's rows", bare_start, paired(library(ten, "Vendor "), hello, 7), 2.5)
    add(
        "start to rows, 10,000 assessments",
        "the same with 10",
        paired(library(many, "Vendor "), library(ten, "Vendor "), 5),
        2.0,
    )
    nothing = lambda: seconds_of([PYTHON, "-c", "pass"])  # noqa: E731
    for flag in ("--version", "--help"):
        add(
            f"assess {flag}",
            "python -c pass",
            paired(lambda f=flag: seconds_of([PYTHON, "-m", "app", f]), nothing, 9),
            5,
        )
    down, move, answer = keys(ten)
    add("next question", "down in a bare list of 130 rows", (move, down, move / down), 1.5)
    add("an answer, on disk and painted", "down in a bare list of 130 rows", (answer, down, answer / down), 2)
    follows = judging.after_an_answer(folder)
    what = f"path, findings and score of {judging.SIZE}"
    add(what, "down in a bare list of 130 rows", (follows, down, follows / down), 3)
    for one in judging.growth(folder):
        add(
            f"a row of {judging.MANY:,} judged {one.what}",
            f"a row of {judging.FEW}",
            (one.many, one.few, one.many / one.few),
            1.5,
        )
    with Library.open(ROOT / "data.db.example", read_only=True, clock=lambda: CLOCK) as books:
        profile = books.review("classtag").profile()
    add(
        "the ClassTag PDF",
        "the same text in plain paragraphs and tables",
        paired(lambda: timed(lambda: pdf(profile)), lambda: timed(lambda: plain_pdf(profile)), 5),
        1.5,
    )
    for measured in (evidence, search, detecting):
        for pair in measured.pairs(folder):
            add(pair.what, pair.baseline_name, paired(pair.ours, pair.baseline, 7), pair.target)
    return found


def seconds(value: float) -> str:
    """Seconds with three decimals, and more where that would be nothing."""
    return f"{value:.3f}" if value >= 0.001 else f"{value:.6f}"


def main() -> None:
    """Measure and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        found = figures(Path(folder))
    lines = [
        "# What a reviewer waits for",
        "",
        (
            f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, "
            f"{platform.system()}. The ratio is the figure; seconds are those of one machine."
        ),
        "",
        "| What | Seconds | Baseline | Seconds | Ratio | Target |",
        "| --- | ---: | --- | ---: | ---: | ---: |",
        *(
            f"| {f.what} | {seconds(f.ours)} | {f.baseline_name} | {seconds(f.baseline)} | **{f.ratio:.2f}** | {f.target:g} |"
            for f in found
        ),
        "",
    ]
    (HERE / "results.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
