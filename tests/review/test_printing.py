from __future__ import annotations

import io
import stat
from pathlib import Path

import pypdf
import pytest

from app.exchange.files import FileRefused
from app.review import Library
from app.review.printing import STEPS, print_to
from tests.report.sample import SAMPLE


def printed(path: Path, *, stop_at: str = "", heard: list[str] | None = None):
    said = [] if heard is None else heard
    return print_to(
        path,
        lambda: SAMPLE,
        page_size="letter",
        cancelled=lambda: bool(said) and said[-1] == stop_at,
        tell=said.append,
    )


def test_writes_the_file_and_says_how_many_pages(tmp_path: Path) -> None:
    heard: list[str] = []
    path = tmp_path / "profiles" / "acme.pdf"
    done = printed(path, heard=heard)
    assert done is not None
    assert heard == list(STEPS)
    assert (done.path, done.version) == (path, SAMPLE.version)
    assert done.pages == len(pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_name_that_looks_like_a_page_is_not_counted(tmp_path: Path) -> None:
    from dataclasses import replace

    named = replace(SAMPLE, product="x\n/Type /Page\n", vendor="/Type /Page")
    done = print_to(
        tmp_path / "a.pdf", lambda: named, page_size="a4", cancelled=lambda: False, tell=lambda _: None
    )
    assert done is not None
    assert done.pages == len(pypdf.PdfReader(tmp_path / "a.pdf").pages)


@pytest.mark.parametrize("step", STEPS)
def test_once_cancelled_nothing_is_written(tmp_path: Path, step: str) -> None:
    before = tmp_path / "acme.pdf"
    before.write_text("earlier")
    assert printed(before, stop_at=step) is None
    assert before.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [before]


def test_a_missing_folder_of_folders_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no folder"):
        printed(tmp_path / "a" / "b" / "c.pdf")
    assert not list(tmp_path.iterdir())


def test_a_review_prints_its_own_profile(tmp_path: Path) -> None:
    with Library.open(tmp_path / "data.db") as library:
        review = library.create("Acme", "Acme Reader")
        done = review.print_paper(tmp_path / "acme.pdf", page_size="a4")
        assert done is not None
        assert done.version == review.profile().version
        assert review.print_paper(tmp_path / "b.pdf", cancelled=lambda: True) is None
