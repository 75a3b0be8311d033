"""Where the database is: the option, the environment, this folder, the platform's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.store.location import database_path, default_folder


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path


def test_the_option_wins(here: Path) -> None:
    (here / "data.db").touch()
    assert database_path(Path("mine.db"), {"ASSESS_DB": "/else.db"}, here) == here / "mine.db"
    assert database_path(Path("/abs/mine.db"), {}, here) == Path("/abs/mine.db")


def test_then_the_environment(here: Path) -> None:
    (here / "data.db").touch()
    assert database_path(None, {"ASSESS_DB": "/else.db"}, here) == Path("/else.db")
    assert database_path(None, {"ASSESS_DB": "sub/else.db"}, here) == here / "sub" / "else.db"
    assert database_path(None, {"ASSESS_DB": "~/else.db"}, here) == Path.home() / "else.db"
    assert database_path(None, {"ASSESS_DB": " "}, here) == here / "data.db"


def test_then_a_file_in_this_folder(here: Path) -> None:
    (here / "data.db").touch()
    assert database_path(None, {}, here) == here / "data.db"


def test_a_dangling_link_in_this_folder_is_not_passed_over(here: Path) -> None:
    (here / "data.db").symlink_to(here / "nowhere")
    assert database_path(None, {}, here) == here / "data.db"


def test_else_the_folder_of_the_platform(here: Path) -> None:
    assert database_path(None, {}, here) == default_folder() / "data.db"
    assert default_folder().name == "assess"
    assert not default_folder().exists()
