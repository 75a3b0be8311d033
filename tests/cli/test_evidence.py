"""`assess evidence list`, `search`, `text`, `export` and `rows`."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from app.cli.evidence import _numbered, _visible
from app.cli.failures import ExitCode
from app.evidence.model import ProposedRow
from app.review import Library
from app.review.evidence import DocumentText, Evidence
from tests.cli.conftest import Assess, Process

DOCUMENT = {
    "id", "document", "here", "title", "kind", "issuer", "stated_date", "retrieved_on", "covers_product",
    "signed", "grade", "sha256", "cited", "media", "size", "characters", "passages", "pages", "notices",
    "extractor", "added_at",
}  # fmt: skip


def original(root: Path, name: str) -> bytes:
    return (root / "assessments" / "larkspur" / "documents" / name).read_bytes()


# --- list ------------------------------------------------------------------------------------------


def test_list_json(larkspur: Assess, root: Path) -> None:
    larkspur("cite", "lark", "ferpa.ownership", "D2", "--lines", "24")
    larkspur("answer", "lark", "ferpa.user_content", "yes", "--cite", "privacy-policy.html", "line 3", "")
    result = larkspur("evidence", "list", "lark", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert all(set(one) == DOCUMENT for one in found)
    assert [one["cited"] for one in found] == [0, 2, 0, 0]
    for one in found:
        content = original(root, one["document"])
        assert (one["size"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_the_list_says_what_is_here(larkspur: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = json.loads(larkspur("show", "lark", "--json").stdout)["answers"]["review.documents"]["value"]
    changed = json.dumps([*rows[1:], {"doc_id": "D9", "title": "Elsewhere"}])
    assert larkspur("answer", "lark", "review.documents", "--value", changed).exit_code == 0
    for width in ("120", "60"):
        monkeypatch.setenv("COLUMNS", width)
        text = larkspur("evidence", "list", "lark").stdout
        lines = {line.split()[0]: line for line in text.splitlines()}
        assert lines["D9"].rstrip().endswith("not here")
        assert lines["-"].rstrip().endswith("off the register")
        assert "off the register" not in lines["D2"]
        assert max(map(cell_len, text.splitlines())) <= int(width)


def test_an_empty_list(begun: Assess) -> None:
    result = begun("evidence", "list", "acme")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "`assess evidence add acme FILE` brings one in" in result.stderr
    assert json.loads(begun("evidence", "list", "acme", "--json").stdout) == []


# --- search ----------------------------------------------------------------------------------------


def test_search(larkspur: Assess) -> None:
    found = json.loads(larkspur("evidence", "search", "lark", "nightly", "backup", "--json").stdout)
    assert (found["question"], found["words"], found["found"]) == (None, ["nightly", "backup"], True)
    assert any("Nightly backup" in one["text"] for one in found["suggestions"])
    one = json.loads(larkspur("evidence", "search", "lark", "data", "--limit", "1", "--json").stdout)
    assert len(one["suggestions"]) == 1
    assert (
        "security-white-paper.pdf, page 2" in larkspur("evidence", "search", "lark", "nightly backup").stdout
    )
    nothing = larkspur("evidence", "search", "lark", "zeppelin")
    assert (nothing.exit_code, nothing.stdout) == (0, "Nothing found in 4 documents; looked for: zeppelin.\n")


@pytest.mark.parametrize("words", ['"', "(", "a OR", "NEAR(", "*", "col:x", "-"])
def test_a_search_is_never_obeyed(larkspur: Assess, words: str) -> None:
    result = larkspur("evidence", "search", "lark", "--", words)
    assert result.exit_code in (0, ExitCode.USAGE)
    if result.exit_code:
        assert "needs a letter or a digit" in result.stderr


# --- text ------------------------------------------------------------------------------------------


def test_text_has_numbers(larkspur: Assess) -> None:
    lines = larkspur("evidence", "text", "lark", "sub-processors.md").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
    paged = larkspur("evidence", "text", "lark", "D3").stdout.splitlines()
    labels = [line.split()[0].split(":") for line in paged]
    assert [int(line) for _, line in labels] == list(range(1, len(paged) + 1))
    assert sorted({int(page) for page, _ in labels}) == [1, 2, 3, 4, 5]
    assert [int(page) for page, _ in labels] == sorted(int(page) for page, _ in labels)


def test_plain_text_is_what_offsets_refer_to(larkspur: Assess, database: Path) -> None:
    with Library.open(database, read_only=True) as library:
        text = library.review("lark").evidence.text("D1").text
    assert larkspur("evidence", "text", "lark", "D1", "--plain").stdout == text


def test_lines_are_numbered_as_citations_count_them() -> None:
    text = "a\n\u2028b\x0cc\n\nd\n"
    held = DocumentText("D1", "x", text, (), (0, 2, 7, 8, 10))
    assert list(_numbered(held, plain=False)) == ["1  a", "2  \u2028b\x0cc", "3  ", "4  d"]
    assert list(_numbered(held, plain=True)) == ["a", "\u2028b\x0cc", "", "d"]
    paged = DocumentText("D1", "x", text, (0, 8), (0, 2, 7, 8, 10))
    assert [line.split()[0] for line in _numbered(paged, plain=False)] == ["1:1", "1:2", "1:3", "2:4"]


def test_a_terminal_sees_controls_and_obeys_none() -> None:
    assert _visible("3  \x1b[2J\tx\u202e\u2028y") == "3  ␛[2J    x<U+202E> y"


def test_a_text_is_long_and_stays_whole(begun: Assess) -> None:
    begun("evidence", "add", "acme", "-", "--name", "x.txt", typed="word " * 20_000)
    assert begun("evidence", "text", "acme", "D1").stdout.count("word") == 20_000


# --- export ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["data-privacy-agreement.docx", "security-white-paper.pdf"])
def test_export_gives_the_bytes_back(larkspur: Assess, root: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "out.bin"
    result = larkspur("evidence", "export", "lark", name, "-o", str(target))
    assert (result.exit_code, result.stdout) == (0, f"{target}\n")
    assert target.read_bytes() == original(root, name)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    target.write_text("mine")
    again = larkspur("evidence", "export", "lark", name, "-o", str(target))
    assert (again.exit_code, "--force" in again.stderr, target.read_text()) == (2, True, "mine")
    assert larkspur("evidence", "export", "lark", name, "-o", str(target), "--force").exit_code == 0
    assert target.read_bytes() == original(root, name)
    out = larkspur("evidence", "export", "lark", name, "-o", "-")
    assert out.stdout_bytes == original(root, name)


def test_export_needs_a_place_and_a_file_that_is_here(larkspur: Assess, tmp_path: Path) -> None:
    assert "Missing option '--output'" in larkspur("evidence", "export", "lark", "D1").stderr
    result = larkspur("evidence", "export", "lark", "D1", "-o", str(tmp_path / "no" / "x"))
    assert (result.exit_code, "no folder" in result.stderr) == (2, True)
    larkspur("answer", "lark", "review.documents", "--value", '[{"doc_id": "D9", "title": "Elsewhere"}]')
    result = larkspur("evidence", "export", "lark", "D9", "-o", str(tmp_path / "x"))
    assert (result.exit_code, "is not in this database" in result.stderr) == (2, True)
    assert larkspur("evidence", "text", "lark", "D9").exit_code == 2


def test_bytes_that_changed_in_the_database_are_not_given_out(
    larkspur: Assess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.repository.Store.document_content", lambda *_: b"other")
    result = larkspur("evidence", "export", "lark", "D1", "-o", str(tmp_path / "x"))
    assert (result.exit_code, "is damaged in the database" in result.stderr) == (ExitCode.DATA, True)
    assert not (tmp_path / "x").exists()


# --- rows ------------------------------------------------------------------------------------------


def test_rows(larkspur: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ProposedRow({"name": "[/] AWS", "country": "US"}, "D4", "line 13", 3, 9, "| AWS | US |")
    monkeypatch.setattr(Evidence, "proposed_rows", lambda *_: (row,))
    found = json.loads(larkspur("evidence", "rows", "lark", "thirdparty.register", "--json").stdout)
    assert found["question"] == "thirdparty.register"
    assert found["rows"] == [
        {
            "cells": {"name": "[/] AWS", "country": "US"},
            "document": "sub-processors.md",
            "id": "D4",
            "place": "line 13",
            "start": 3,
            "end": 9,
            "text": "| AWS | US |",
        }
    ]
    text = larkspur("evidence", "rows", "lark", "thirdparty.register").stdout
    assert "[/] AWS" in text
    assert "D4 sub-processors.md, line 13" in text
    monkeypatch.setattr(Evidence, "proposed_rows", lambda *_: ())
    result = larkspur("evidence", "rows", "lark", "thirdparty.register")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "propose no row for thirdparty.register" in result.stderr
    result = larkspur("evidence", "rows", "lark", "ferpa.ownership")
    assert (result.exit_code, "is not a register" in result.stderr) == (2, True)


# --- all of them -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [["list"], ["search", "x"], ["text", "D1"], ["export", "D1", "-o", "x"], ["rows", "ferpa.ownership"], ["verify"]],
    ids=lambda words: words[0],
)  # fmt: skip
def test_wrong_names_and_databases(begun: Assess, words: list[str], tmp_path: Path) -> None:
    name, *rest = words
    result = begun("evidence", name, "acm", *rest)
    assert (result.exit_code, "Did you mean acme?" in result.stderr, result.stdout) == (2, True, "")
    result = begun("--db", str(tmp_path / "none.db"), "evidence", name, "acme", *rest)
    assert (result.exit_code, result.stdout) == (ExitCode.DATA, "")


def test_looking_is_possible_while_the_workbench_is_open(larkspur: Assess, database: Path) -> None:
    with Library.open(database):
        for words in (["evidence", "list"], ["evidence", "verify"], ["evidence", "text"], ["suggest"]):
            more = {"text": ["D1"], "suggest": ["breach.deadline"]}.get(words[-1], [])
            assert larkspur(*words, "lark", *more).exit_code == 0


def test_a_reader_that_stops_reading_ends_it_quietly(larkspur: Assess, root: Path, database: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    environ = {**os.environ, "PYTHONPATH": str(root), "ASSESS_DB": str(database)}
    words = [sys.executable, "-m", "app", "evidence", "text", "lark", "D3"]
    done = subprocess.run(words, env=environ, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (ExitCode.BROKEN_PIPE, b"")


def test_it_works_in_a_process_of_its_own(process: Process, root: Path) -> None:
    folder = root / "assessments" / "larkspur" / "documents" / "sub-processors.md"
    assert process("new", "Acme").returncode == 0
    assert process("evidence", "add", "acme", str(folder)).returncode == 0
    done = process("evidence", "text", "acme", "D1", "--plain")
    assert (done.returncode, "|" in done.stdout) == (0, True)
