"""`assess export`: where it writes, what it never replaces, and the same answers in the same bytes."""

from __future__ import annotations

import errno
import json
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.conftest import DOWN, ENTER, INTERRUPT, Assess


@pytest.mark.parametrize(
    ("form", "begins"),
    [("pdf", b"%PDF-"), ("md", b"#"), ("json", b"{"), ("toml", b"# A portable assessment")],
)
def test_every_form_is_written_privately_under_its_own_name(
    begun: Assess, tmp_path: Path, form: str, begins: bytes
) -> None:
    result = begun("export", "acme", "--format", form)
    assert (result.exit_code, result.stdout) == (0, f"acme.{form}\n"), result.output
    written = tmp_path / f"acme.{form}"
    assert written.read_bytes().startswith(begins)
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert f"Wrote {written.stat().st_size:,} bytes." in result.stderr


def test_the_ending_names_the_form(begun: Assess, tmp_path: Path) -> None:
    assert begun("export", "acme", "-o", "x.TOML").exit_code == 0
    assert tomllib.loads((tmp_path / "x.TOML").read_text(encoding="utf-8"))["assessment"]["slug"] == "acme"
    result = begun("export", "acme", "-o", "x.docx")
    assert result.exit_code == 2
    assert "use pdf, md, json, toml" in result.stderr


@pytest.mark.parametrize("form", ["pdf", "md", "json", "toml"])
def test_standard_output_gets_the_bytes_and_nothing_else(begun: Assess, form: str) -> None:
    result = begun("export", "acme", "-f", form, "-o", "-")
    assert result.exit_code == 0
    assert result.stderr == ""
    if form == "json":
        assert isinstance(json.loads(result.stdout), dict)
    if form == "toml":
        assert result.stdout_bytes == begun("export", "acme", "-f", "toml", "-o", "-").stdout_bytes


def test_a_pdf_is_not_written_to_a_terminal(begun: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    result = begun("export", "acme", "-f", "pdf", "-o", "-")
    assert result.exit_code == 2
    assert "not written to a terminal" in result.stderr


def test_the_page_size_is_passed_on(begun: Assess, tmp_path: Path) -> None:
    from pypdf import PdfReader

    widths = []
    for size in ("letter", "a4"):
        assert begun("export", "acme", "-o", f"{size}.pdf", "--page-size", size).exit_code == 0
        widths.append(round(float(PdfReader(tmp_path / f"{size}.pdf").pages[0].mediabox.width)))
    assert widths == [612, 595]
    assert begun("export", "acme", "-o", "x.pdf", "--page-size", "a5").exit_code == 2


def test_an_earlier_file_is_kept_unless_forced(begun: Assess, tmp_path: Path) -> None:
    (tmp_path / "acme.md").write_text("mine", encoding="utf-8")
    result = begun("export", "acme", "-f", "md")
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert (tmp_path / "acme.md").read_text(encoding="utf-8") == "mine"
    assert begun("export", "acme", "-f", "md", "--force").exit_code == 0
    assert (tmp_path / "acme.md").read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("folder", "is a folder"),
        ("none/x.md", "no folder"),
        ("link", "is a link"),
        ("/dev/null", "is a device"),
    ],
)
def test_odd_targets_are_2(begun: Assess, tmp_path: Path, target: str, says: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "kept").write_text("kept", encoding="utf-8")
    (tmp_path / "link").symlink_to("kept")
    for more in ([], ["--force"]):
        result = begun("export", "acme", "-f", "md", "-o", target, *more)
        assert result.exit_code == 2
        assert says in result.stderr
    assert (tmp_path / "kept").read_text(encoding="utf-8") == "kept"


def test_a_full_disk_is_3(begun: Assess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("app.exchange.files.os.fsync", full)
    result = begun("export", "acme", "-f", "md")
    assert result.exit_code == 3
    assert "the disk is full" in result.stderr
    assert "acme.md" not in {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Missing argument SLUG"),
        (["acme"], "Missing option --format"),
        (["acm", "-f", "md"], "Did you mean acme?"),
    ],
)
def test_what_is_missing_is_2(begun: Assess, words: list[str], says: str) -> None:
    result = begun("export", *words)
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_person_chooses(begun: Assess, person: Callable[..., Result], tmp_path: Path) -> None:
    result = person(ENTER + DOWN * 3 + ENTER, "export")
    assert (result.exit_code, result.stdout) == (0, "acme.toml\n"), result.output
    assert person(ENTER + INTERRUPT, "export").exit_code == 130
    assert person(DOWN + ENTER, "export", "acme").stdout == "acme.md\n"


def test_the_internal_report_has_a_name_and_notes_of_its_own(begun: Assess, tmp_path: Path) -> None:
    begun("answer", "acme", "breach.plan", "not_addressed", "--note", "secret-note")
    public = begun("export", "acme", "-f", "md", "-o", "-").stdout
    assert "secret-note" not in public
    result = begun("export", "acme", "-f", "md", "--internal")
    assert (result.exit_code, result.stdout) == (0, "acme-internal.md\n"), result.output
    text = (tmp_path / "acme-internal.md").read_text(encoding="utf-8")
    assert "secret-note" in text
    assert "**INTERNAL: not for the vendor**" in text


def test_a_portable_file_has_no_internal_form(begun: Assess) -> None:
    result = begun("export", "acme", "-f", "toml", "--internal")
    assert result.exit_code == 2
    assert "a toml file always holds everything" in result.stderr
