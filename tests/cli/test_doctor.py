"""`assess doctor`: everything looked at, nothing changed, 1 where something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import __version__
from app.report.fonts import Face
from app.store import Store
from tests.cli.conftest import Assess


def checks(assess: Assess, *words: str) -> dict[str, dict[str, str]]:
    found = json.loads(assess("doctor", "--json", *words).stdout)
    assert all(set(check) == {"name", "level", "detail"} for check in found)
    return {check["name"]: check for check in found}


def test_a_good_database_is_0(begun: Assess, database: Path) -> None:
    before = database.read_bytes()
    assert begun("doctor").exit_code == 0
    found = checks(begun)
    assert found["assess"]["detail"] == __version__
    assert "textual 8" in found["Libraries"]["detail"]
    assert found["Database"]["detail"] == f"{database} (from --db)"
    for name in ("Python", "SQLite", "Pages", "History", "Pack k12", "Fonts", "Data folder"):
        assert found[name]["level"] == "ok", found[name]
    assert database.read_bytes() == before


def test_a_missing_database_is_a_warning_and_is_not_made(assess: Assess, database: Path) -> None:
    assert assess("doctor").exit_code == 0
    assert checks(assess)["File"]["level"] == "warning"
    assert not database.exists()


@pytest.mark.parametrize(
    "spoil", [lambda p: p.write_bytes(b"text"), lambda p: p.write_bytes(p.read_bytes()[:9000])]
)
def test_a_bad_database_is_1(begun: Assess, database: Path, spoil: object) -> None:
    assert callable(spoil)
    spoil(database)
    result = begun("doctor")
    assert result.exit_code == 1
    assert "WRONG" in result.stdout
    assert "1 check failed." in result.stderr
    assert checks(begun)["File"]["level"] == "failed"


def test_it_looks_while_the_workbench_is_open(begun: Assess, database: Path) -> None:
    with Store.open(database):
        assert begun("doctor").exit_code == 0


def test_a_bad_pack_or_font_is_1(begun: Assess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from app.report import fonts

    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    fonts.characters.cache_clear()
    monkeypatch.setattr("app.questionnaire.loader.INSTALLED", tmp_path)
    (tmp_path / "k12").mkdir()
    (tmp_path / "k12" / "pack.toml").write_text("id = 3", encoding="utf-8")
    found = checks(begun)
    assert found["Fonts"]["level"] == "failed"
    assert found["Pack k12"]["level"] == "failed"
    assert begun("doctor").exit_code == 1
    assert len(Face) == 3


def test_a_missing_library_is_1(begun: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.doctor._LIBRARIES", ("click", "no-such-library"))
    result = begun("doctor")
    assert result.exit_code == 1
    assert "missing: no-such-library" in result.stdout


@pytest.mark.parametrize("source", ["$ASSESS_DB", "the current folder", "your data folder"])
def test_it_says_where_the_database_comes_from(
    process: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    from click.testing import CliRunner

    from app.cli.program import program

    if source == "$ASSESS_DB":
        monkeypatch.setenv("ASSESS_DB", str(tmp_path / "x.db"))
    elif source == "the current folder":
        (tmp_path / "data.db").touch()
    result = CliRunner().invoke(program, ["doctor", "--json"])
    detail = next(c["detail"] for c in json.loads(result.stdout) if c["name"] == "Database")
    assert detail.endswith(f"(from {source})")


def test_it_says_where_the_settings_are_and_what_is_wrong_with_them(
    begun: Assess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ASSESS_SETTINGS", str(tmp_path / "mine.toml"))
    (fine,) = [c for c in json.loads(begun("doctor", "--json").stdout) if c["name"] == "Settings"]
    assert str(tmp_path / "mine.toml") in fine["detail"]
    (tmp_path / "mine.toml").write_text("theme = [", encoding="utf-8")
    (broken,) = [c for c in json.loads(begun("doctor", "--json").stdout) if c["name"] == "Settings"]
    assert broken["level"] == "warning"
