"""`assess evidence add`: files, folders and stdin; the same file twice, a newer version, and what is refused."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from app.cli.failures import ExitCode
from app.review import Library
from tests.cli.conftest import DOWN, ENTER, INTERRUPT, Assess
from tests.cli.test_terminal import Screen, clean
from tests.hostile import HOSTILE

POLICY = """\
Privacy Policy of Acme
Last updated: May 3, 2026

We never sell student data to anybody, for any price.

All student data are encrypted at rest with AES-256 on our servers.

We notify the school of a breach within 72 hours of finding it.
"""
NEWER = POLICY.replace("May 3", "June 9").replace("AES-256 on", "strong ciphers on").replace(
    "We never sell student data to anybody, for any price.\n\n", "An introduction.\n\n\n"
)  # fmt: skip


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "files" / "privacy.txt"
    path.parent.mkdir()
    path.write_text(POLICY, encoding="utf-8")
    return path


def listed(assess: Assess, slug: str = "acme") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(assess("evidence", "list", slug, "--json").stdout)
    return found


def test_a_folder_with_every_kind_of_document(larkspur: Assess) -> None:
    held = listed(larkspur, "lark")
    assert [(one["id"], one["document"], one["media"]) for one in held] == [
        ("D1", "data-privacy-agreement.docx", "docx"),
        ("D2", "privacy-policy.html", "html"),
        ("D3", "security-white-paper.pdf", "pdf"),
        ("D4", "sub-processors.md", "md"),
    ]
    assert all(one["here"] and one["passages"] and len(one["sha256"]) == 64 for one in held)
    assert [one["pages"] for one in held] == [None, None, 5, None]
    assert (held[1]["kind"], held[1]["stated_date"]) == ("policy", "2025-08-18")


def test_it_says_what_came_in_on_stderr_alone(begun: Assess, policy: Path) -> None:
    result = begun("evidence", "add", "acme", str(policy))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "D1  privacy.txt  policy, 2026-05-03, 4 passages\n"


def test_options_say_what_it_is(begun: Assess, policy: Path) -> None:
    words = ["--kind", "Terms", "--date", "4 May 2026", "--issuer", "Acme Inc.", "--signed", "vendor"]
    result = begun("evidence", "add", "acme", str(policy), *words, "--covers", "partly", "--title", "T")
    assert result.exit_code == 0
    (one,) = listed(begun)
    names = ("kind", "stated_date", "issuer", "signed", "covers_product", "title")
    assert [one[name] for name in names] == ["terms", "2026-05-04", "Acme Inc.", "vendor", "partly", "T"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--kind", "polcy"], 'Kind: "polcy" is not one of: policy;'),
        (["--date", "soon"], 'Stated date: "soon" is not a date'),
        (["--signed", "me"], "both; vendor; none; n/a"),
        (["--covers", "?"], "yes; partly; no; unclear"),
        (["--replaces", "D9"], 'There is no document "D9" on the register'),
        (["--replaces", "D1", "--separate"], "exclude each other"),
        (["-"], "give it with --name"),
    ],
)
def test_what_does_not_fit_is_2_and_nothing_is_read(
    begun: Assess, policy: Path, words: list[str], says: str
) -> None:
    result = begun("evidence", "add", "acme", str(policy), *words)
    assert result.exit_code == ExitCode.USAGE
    assert says in result.stderr
    assert not listed(begun)


def test_one_file_options_take_one_file(begun: Assess, policy: Path) -> None:
    other = policy.with_name("terms.txt")
    other.write_text(NEWER)
    for words in (["--title", "T"], ["--replaces", "D1"]):
        begun("evidence", "add", "acme", str(policy))
        result = begun("evidence", "add", "acme", str(policy.parent), *words)
        assert (result.exit_code, "goes with one file" in result.stderr) == (2, True)


def test_the_same_file_twice_is_noticed(begun: Assess, policy: Path) -> None:
    copy = policy.with_name("copy.txt")
    copy.write_bytes(policy.read_bytes())
    result = begun("evidence", "add", "acme", str(policy), str(copy), str(policy))
    assert result.exit_code == 0
    assert result.stderr.splitlines()[1:] == ["privacy.txt: already here as D1."]
    assert begun("evidence", "add", "acme", str(policy)).stderr == "privacy.txt: already here as D1.\n"
    assert len(listed(begun)) == 1


def test_options_correct_what_the_register_says_of_a_file_that_is_here(begun: Assess, policy: Path) -> None:
    begun("evidence", "add", "acme", str(policy))
    result = begun("evidence", "add", "acme", str(policy), "--kind", "terms", "--signed", "none")
    assert result.stderr.endswith("Its kind is terms now, its signed by is none now.\n")
    assert [(one["kind"], one["signed"]) for one in listed(begun)] == [("terms", "none")]


def test_a_file_that_the_register_knows_by_its_hash(begun: Assess, policy: Path) -> None:
    begun("evidence", "add", "acme", str(policy))
    written = begun("export", "acme", "-f", "toml", "-o", "-").stdout
    assert begun("import", "-", "--as", "again", typed=written).exit_code == 0
    (before,) = listed(begun, "again")
    assert (before["id"], before["here"], before["document"]) == ("D1", False, "Privacy Policy of Acme")
    result = begun("evidence", "add", "again", str(policy))
    assert result.stderr == "D1 is here now: the hash agrees. privacy.txt, 4 passages.\n"
    assert [(one["id"], one["here"]) for one in listed(begun, "again")] == [("D1", True)]


def test_a_newer_version_moves_its_quotes_and_opens_answers_again(begun: Assess, policy: Path) -> None:
    begun("evidence", "add", "acme", str(policy))
    cited = {
        "ferpa.ownership": "We never sell student data to anybody, for any price.",
        "security.encryption.at_rest": "student data are encrypted at rest with AES-256 on our servers",
        "security.encryption.in_transit": "All student data",
        "breach.deadline": "within 72 hours of finding it",
    }
    for question, quote in cited.items():
        assert begun("cite", "acme", question, "D1", "--quote", quote).exit_code == 0
    for question in list(cited)[:3]:
        begun("answer", "acme", question, "yes")
    policy.write_text(NEWER)
    result = begun("evidence", "add", "acme", str(policy))
    assert result.exit_code == 0
    first, taken, second = result.stderr.splitlines()
    assert first.startswith("D1  privacy.txt  newer version of 2026-06-09, ")
    assert first.endswith("Its 4 quotes: 2 moved, 1 changed, 1 gone.")
    assert taken == "    Taken for a newer version of D1, which has the same file name."
    assert second == "    Open again: ferpa.ownership, security.encryption.at_rest."
    answers = json.loads(begun("show", "acme", "--json").stdout)["answers"]
    assert {item for item in answers if answers[item]["reopened"]} == set(list(cited)[:2])
    (one, *_) = listed(begun)
    assert (one["id"], one["stated_date"]) == ("D1", "2026-06-09")
    older = begun("evidence", "add", "acme", str(_written(policy, POLICY)))
    assert "earlier date than the version before it (2026-06-09)" in older.stderr


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_an_option_counts_for_a_newer_version_too(begun: Assess, policy: Path, tmp_path: Path) -> None:
    begun("evidence", "add", "acme", str(policy))
    other = _written(tmp_path / "policy-2027.txt", NEWER)
    result = begun("evidence", "add", "acme", str(other), "--replaces", "privacy.txt", "--signed", "none")
    assert "D1  policy-2027.txt  newer version of 2026-06-09 (it was privacy.txt)" in result.stderr
    assert "Nothing was cited from it.\n" in result.stderr
    assert "D1: signature not applicable before, signed by nobody now.\n" in result.stderr
    assert "Taken for" not in result.stderr
    held = [one for one in listed(begun) if one["id"]]
    assert [(one["id"], one["document"], one["signed"]) for one in held] == [
        ("D1", "policy-2027.txt", "none")
    ]


def test_a_file_that_is_here_replaces_no_other(begun: Assess, policy: Path, tmp_path: Path) -> None:
    begun("evidence", "add", "acme", str(policy), str(_written(tmp_path / "other.txt", NEWER)))
    result = begun("evidence", "add", "acme", str(policy), "--replaces", "D2")
    assert result.exit_code == 2
    assert "is here as D1 (privacy.txt) already" in result.stderr
    assert begun("evidence", "add", "acme", str(policy), "--replaces", "D1").exit_code == 0


def test_separate_keeps_both_under_names_that_differ(begun: Assess, policy: Path) -> None:
    for text in (POLICY, NEWER, POLICY + "More.\n"):
        result = begun("evidence", "add", "acme", str(_written(policy, text)), "--separate")
        assert result.exit_code == 0
    assert [(one["id"], one["document"]) for one in listed(begun)] == [
        ("D1", "privacy.txt"),
        ("D2", "privacy (2).txt"),
        ("D3", "privacy (3).txt"),
    ]


def test_files_of_one_name_in_one_go_are_two_documents(begun: Assess, policy: Path, tmp_path: Path) -> None:
    (tmp_path / "files" / "b").mkdir()
    _written(tmp_path / "files" / "b" / "privacy.txt", NEWER)
    assert begun("evidence", "add", "acme", str(tmp_path / "files")).exit_code == 0
    assert {one["document"] for one in listed(begun)} == {"privacy.txt", "privacy (2).txt"}


def test_text_from_standard_input(begun: Assess) -> None:
    result = begun(
        "evidence", "add", "acme", "-", "--name", "mail.txt", "--kind", "correspondence", typed=POLICY
    )
    assert (result.exit_code, "D1  mail.txt  correspondence" in result.stderr) == (0, True)
    for wrong, says in ((b"\xff\xfe\xfa", "not UTF-8 text (line 1)"), (b" \n", "no text to add")):
        result = begun("evidence", "add", "acme", "-", "--name", "x.txt", typed=wrong)
        assert (result.exit_code, says in result.stderr) == (ExitCode.REFUSED, True)
    assert len(listed(begun)) == 1


def test_what_is_refused_is_one_sentence_and_the_others_go_on(
    begun: Assess, policy: Path, tmp_path: Path
) -> None:
    wrong = {
        "missing.txt": None,
        "empty.txt": b"",
        "damaged.pdf": b"%PDF-1.7\nnothing",
        "bomb.docx": b"PK\x03\x04 no archive",
        "binary.txt": b"a\0b\1c" * 100,
        "picture.png": b"\x89PNG\r\n",
        "e\x1b[2Jvil.txt": b"",
    }
    for name, content in wrong.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone.txt")
    names = [*wrong, "pipe.txt", "nowhere.txt"]
    result = begun("evidence", "add", "acme", *(str(tmp_path / name) for name in names), str(policy))
    assert result.exit_code == ExitCode.REFUSED
    *errors, last = result.stderr.splitlines()
    assert len(errors) == len(names)
    assert all(line.startswith("Error: ") and line.endswith(".") for line in errors)
    assert last.startswith("D1  privacy.txt")
    assert "Traceback" not in result.output
    assert clean(result.output)
    assert len(listed(begun)) == 1


def test_a_folder_says_what_it_left_out(begun: Assess, policy: Path, tmp_path: Path) -> None:
    policy.with_name("logo.svg").write_text("x")
    result = begun("evidence", "add", "acme", str(policy.parent))
    assert (result.exit_code, "logo.svg was left out" in result.stderr) == (0, True)
    (tmp_path / "nothing").mkdir()
    result = begun("evidence", "add", "acme", str(tmp_path / "nothing"))
    assert result.exit_code == ExitCode.REFUSED
    assert "holds no file that can be read" in result.stderr


def test_missing_arguments_and_names(begun: Assess, policy: Path, tmp_path: Path) -> None:
    assert begun("evidence", "add").exit_code == 2
    assert "Missing argument FILE" in begun("evidence", "add", "acme").stderr
    result = begun("evidence", "add", "acm", str(policy))
    assert (result.exit_code, "Did you mean acme?" in result.stderr) == (2, True)
    result = begun("--db", str(tmp_path / "none.db"), "evidence", "add", "acme", str(policy))
    assert result.exit_code == ExitCode.DATA


def test_a_database_in_use_is_3(begun: Assess, policy: Path, database: Path) -> None:
    with Library.open(database):
        result = begun("evidence", "add", "acme", str(policy))
    assert result.exit_code == ExitCode.DATA
    assert not listed(begun)


@pytest.mark.parametrize("name", ["[@click=app.quit][/]", "\udcff\x1b[2Jx\nD9  y\u202egnp.x"])
def test_hostile_names_and_texts_reach_no_terminal(begun: Assess, tmp_path: Path, name: str) -> None:
    text = "\n\n".join([POLICY, *HOSTILE.values()]).replace("\0", "").encode("utf-8", "replace")
    path = tmp_path / f"{name.replace('/', '_')}.txt"
    path.write_bytes(text)
    results = [
        begun("evidence", "add", "acme", str(path)),
        begun("cite", "acme", "ferpa.ownership", "D1", "--lines", "1-60"),
        begun("evidence", "list", "acme"),
        begun("evidence", "verify", "acme", "--all"),
        begun("suggest", "acme", "security.encryption.at_rest", "--term", "x"),
        begun("suggest", "acme"),
        begun("evidence", "search", "acme", "a"),
        begun("show", "acme", "ferpa.ownership"),
        begun("show", "acme", "--json"),
        begun("evidence", "list", "acme", "--json"),
        begun("evidence", "verify", "acme", "--json"),
    ]
    assert len(results[0].stderr.splitlines()) == 1
    for number, result in enumerate(results):
        assert result.exit_code == 0, (number, result.output)
        assert clean(result.output), (number, result.output)


def test_a_person_is_asked_once_a_file(
    begun: Assess, policy: Path, tmp_path: Path, person: Callable[..., Result]
) -> None:
    keys = ENTER + " Inc." + ENTER + ENTER + ENTER + DOWN + ENTER
    result = person(keys, "evidence", "add", "acme", str(policy))
    assert result.exit_code == 0, result.output
    (one,) = listed(begun)
    assert (one["kind"], one["stated_date"]) == ("policy", "2026-05-03")
    assert (one["issuer"], one["signed"], one["covers_product"]) == ("Acme Inc.", "n/a", "yes")
    policy.write_text(NEWER)
    result = person(5 * ENTER, "evidence", "add", "acme", str(policy))  # of a newer version not the issuer
    assert (result.exit_code, "newer version of 2026-06-09" in result.stderr) == (0, True)
    (one,) = (one for one in listed(begun) if one["id"])
    assert (one["kind"], one["signed"], one["covers_product"]) == ("policy", "n/a", "yes")
    other = _written(tmp_path / "other.txt", NEWER + "Other.\n")
    result = person("", "evidence", "add", "acme", str(other), "--kind", "policy")
    assert (result.exit_code, "D2  other.txt" in result.stderr) == (0, True)


AGREEMENT = """\
Data Privacy Agreement

This agreement is entered into between Acme and the district. The Provider shall delete all data within 30 days.

PROVIDER: Acme
By: Jo Ray
DISTRICT: Oak School District
By: Ann Lee
"""


def test_a_newer_version_does_not_inherit_signatures(begun: Assess, tmp_path: Path) -> None:
    signed, draft = tmp_path / "dpa.txt", AGREEMENT.split("PROVIDER:", maxsplit=1)[0]
    begun("evidence", "add", "acme", str(_written(signed, AGREEMENT)))
    (one,) = listed(begun)
    assert (one["kind"], one["signed"]) == ("signed agreement", "both")
    result = begun("evidence", "add", "acme", str(_written(signed, draft)))
    assert "    D1: signed by both before, not known of the newer version.\n" in result.stderr
    assert "    D1: kind: signed agreement before, unsigned agreement now.\n" in result.stderr
    one, *_ = listed(begun)
    assert (one["kind"], one["signed"]) == ("unsigned agreement", "")
    result = begun("evidence", "add", "acme", str(_written(signed, draft + "More.\n")), "--signed", "vendor")
    assert (result.exit_code, listed(begun)[0]["signed"]) == (0, "vendor")


def test_a_script_says_what_a_file_is_that_would_lose_most_quotes(
    begun: Assess, policy: Path, database: Path
) -> None:
    begun("evidence", "add", "acme", str(policy))
    for line in ("4", "6", "8"):
        begun("cite", "acme", "ferpa.ownership", "D1", "--lines", line)
    before = listed(begun)
    other = _written(
        policy, "Terms of use\n\nWe notify the school of a breach within 72 hours of finding it.\n"
    )
    result = begun("evidence", "add", "acme", str(other))
    assert result.exit_code == ExitCode.REFUSED
    assert result.stderr == (
        "Error: privacy.txt: 2 of the 3 quotes of D1, which has the same file name, would be gone; say "
        "--replaces D1 for a newer version or --separate for a document of its own.\n"
    )
    assert listed(begun) == before
    assert documents_in(database) == 1
    assert begun("evidence", "add", "acme", str(other), "--separate").exit_code == 0
    assert [one["document"] for one in listed(begun)] == ["privacy.txt", "privacy (2).txt"]
    half = _written(policy, POLICY.replace("We never sell student data to anybody, for any price.", ""))
    assert begun("evidence", "add", "acme", str(half)).exit_code == 0
    again = _written(policy, "Nothing of the kind is said.\n")
    result = begun("evidence", "add", "acme", str(again), "--replaces", "D1")
    assert (result.exit_code, "3 gone" in result.stderr) == (0, True)


def documents_in(database: Path) -> int:
    with closing(sqlite3.connect(database)) as stranger:
        (count,) = stranger.execute("SELECT count(*) FROM document").fetchone()
    return int(count)


def test_a_person_says_whether_a_file_is_newer_or_its_own(
    begun: Assess, policy: Path, person: Callable[..., Result]
) -> None:
    begun("evidence", "add", "acme", str(policy), "--kind", "policy")
    other = str(_written(policy, NEWER))
    result = person(DOWN + ENTER, "evidence", "add", "acme", other, "--kind", "policy")
    assert (result.exit_code, "D2  privacy (2).txt" in result.stderr) == (0, True)
    begun("cite", "acme", "ferpa.ownership", "D1", "--lines", "4")
    other = str(_written(policy, NEWER + "And more.\n"))
    result = person(ENTER, "evidence", "add", "acme", other, "--kind", "policy")
    assert "Its 1 quote: 1 gone." in result.stderr
    other = str(_written(policy, NEWER + "And still more.\n"))
    result = person(INTERRUPT, "evidence", "add", "acme", other)
    assert (result.exit_code, len(listed(begun))) == (ExitCode.INTERRUPTED, 3)


def test_a_person_who_leaves_has_added_nothing(
    begun: Assess, policy: Path, person: Callable[..., Result]
) -> None:
    result = person(INTERRUPT, "evidence", "add", "acme", str(policy))
    assert result.exit_code == ExitCode.INTERRUPTED
    assert listed(begun) == []


def test_a_person_names_what_is_missing(begun: Assess, policy: Path, person: Callable[..., Result]) -> None:
    result = person(ENTER + str(policy) + ENTER, "evidence", "add", "--kind", "policy")
    assert (result.exit_code, "D1  privacy.txt" in result.stderr) == (0, True)
    result = person(str(policy) + ENTER, "evidence", "add", "acme", "--kind", "policy")
    assert (result.exit_code, result.stderr) == (0, "privacy.txt: already here as D1.\n")


def test_a_terminal_sees_a_bar(begun: Assess, policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.cli import adding

    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with adding._progress("Reading", "\x1b[2J[/]x") as tell:
        tell(0.5)
    assert "Reading ␛[2J[/]x" in screen.getvalue()
    assert "\x1b[2J" not in screen.getvalue()
