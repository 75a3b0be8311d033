"""`assess letter`: where it writes, and what it refuses."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.conftest import ENTER, Assess


@pytest.mark.parametrize(("words", "begins"), [([], b"%PDF-"), (["--format", "md"], b"The reviewer")])
def test_it_is_written_privately_under_its_own_name(
    begun: Assess, tmp_path: Path, words: list[str], begins: bytes
) -> None:
    result = begun("letter", "acme", *words)
    ending = words[-1] if words else "pdf"
    assert (result.exit_code, result.stdout) == (0, f"acme-letter.{ending}\n"), result.output
    written = tmp_path / f"acme-letter.{ending}"
    assert written.read_bytes().startswith(begins)
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert f"Wrote {written.stat().st_size:,} bytes." in result.stderr


def test_the_ending_names_the_form_and_standard_output_gets_the_bytes(begun: Assess, tmp_path: Path) -> None:
    assert begun("letter", "acme", "-o", "x.md").exit_code == 0
    result = begun("letter", "acme", "-f", "md", "-o", "-")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[:8] == (tmp_path / "x.md").read_text(encoding="utf-8").splitlines()[:8]


def test_the_date_of_the_answer_and_what_is_silent_stand_in_it(begun: Assess) -> None:
    begun("answer", "acme", "breach.plan", "not_addressed", "--note", "secret-note")
    text = begun("letter", "acme", "-f", "md", "-o", "-", "--by", "2031-05-01").stdout
    assert "Please answer by 1 May 2031." in text
    assert "incident-response plan" in text
    assert "secret-note" not in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Missing argument SLUG"),
        (["acme", "--by", "soon"], "--by takes a date like 2026-12-31."),
        (["acme", "-f", "json"], "Invalid value"),
        (["acm"], "Did you mean acme?"),
    ],
)
def test_what_is_missing_or_wrong_is_2(begun: Assess, words: list[str], says: str) -> None:
    result = begun("letter", *words)
    assert result.exit_code == 2
    assert says in result.stderr


def test_an_earlier_file_is_kept_unless_forced(begun: Assess, tmp_path: Path) -> None:
    (tmp_path / "acme-letter.pdf").write_text("mine", encoding="utf-8")
    assert begun("letter", "acme").exit_code == 2
    assert (tmp_path / "acme-letter.pdf").read_text(encoding="utf-8") == "mine"
    assert begun("letter", "acme", "--force").exit_code == 0


def test_a_pdf_is_not_written_to_a_terminal(begun: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    result = begun("letter", "acme", "-o", "-")
    assert result.exit_code == 2
    assert "not written to a terminal" in result.stderr


def test_a_person_chooses(
    person: Callable[..., Result], begun: Assess, monkeypatch: pytest.MonkeyPatch
) -> None:
    del begun
    monkeypatch.setattr("app.cli.letter.can_ask", lambda: True)
    result = person(ENTER, "letter")
    assert (result.exit_code, result.stdout) == (0, "acme-letter.pdf\n"), result.output


def test_a_date_that_is_past_is_said(begun: Assess) -> None:
    result = begun("letter", "acme", "-f", "md", "-o", "x.md", "--by", "2020-01-01")
    assert result.exit_code == 0
    assert "2020-01-01 is past" in result.stderr
