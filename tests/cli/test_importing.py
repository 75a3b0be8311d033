"""`assess import`: an equal assessment, or nothing and every fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from app.assessment.values import to_data
from app.review import Library, View
from tests.cli.conftest import ENTER, INTERRUPT, Assess


def fill(assess: Assess) -> None:
    for words in (
        [
            "security.encryption.at_rest",
            "partial",
            "--reason",
            "Backups\nare not",
            "--note",
            "n",
            "--cite",
            "D1",
            "l 4",
            "q",
        ],
        ["security.encryption.at_rest.method", "--value", 'AES "256"'],
        [
            "thirdparty.register",
            "--value",
            '[{"name": "Plivo", "function": "SMS or voice"}, {"country": "US"}]',
        ],
        ["breach.deadline", "--value", "72 hours"],
        ["gdpr.rights", "yes", "--note", "hidden, and it comes back"],
        ["review.documents", "--value", '[{"doc_id": "D1", "stated_date": "2020-12-15"}]'],
        ["ferpa.ownership", "yes"],
        ["ferpa.ownership", "unanswered"],
    ):
        assert assess("answer", "acme", *words).exit_code == 0


def view(database: Path, slug: str = "acme") -> View:
    with Library.open(database, read_only=True) as library:
        return library.review(slug).view


def said(view: View) -> dict[str, object]:
    return {
        item: (a.state, to_data(a.value), a.reason, a.note, a.citations, a.flag, a.by, a.at)
        for item, a in view.answers.items()
    }


def test_export_then_import_is_equal_and_the_second_export_the_same_bytes(
    begun: Assess, database: Path, tmp_path: Path
) -> None:
    fill(begun)
    with Library.open(database) as library:
        library.review("acme").flag("ferpa.purpose")
        review = library.review("acme")
        review.answer("ferpa.purpose", "no")
        review.undo()
    assert begun("export", "acme", "-o", "one.toml").exit_code == 0
    other = tmp_path / "other.db"
    result = begun("import", "one.toml", "--db", str(other))
    assert (result.exit_code, result.stdout) == (0, "acme\n")
    assert "Imported 1 assessment with " in result.stderr
    before, after = view(database), view(other)
    assert said(after) == said(before)
    names = (
        "slug",
        "vendor",
        "product",
        "pack_id",
        "pack_version",
        "pack_sha256",
        "created_at",
        "changed_at",
    )
    for name in names:
        assert getattr(after.assessment, name) == getattr(before.assessment, name), name
    assert after.progress == before.progress
    assert after.path == before.path
    assert begun("export", "acme", "-o", "two.toml", "--db", str(other)).exit_code == 0
    assert (tmp_path / "two.toml").read_bytes() == (tmp_path / "one.toml").read_bytes()
    lists = [json.loads(begun("list", "--json", "--db", str(db)).stdout) for db in (database, other)]
    assert lists[0] == lists[1]


def test_another_name_is_given_with_as(begun: Assess, database: Path) -> None:
    begun("export", "acme", "-o", "one.toml")
    result = begun("import", "one.toml")
    assert result.exit_code == 2
    assert "--as SLUG" in result.stderr
    result = begun("import", "one.toml", "--as", "acme-2027")
    assert (result.exit_code, result.stdout) == (0, "acme-2027\n")
    assert view(database, "acme-2027").assessment.vendor == "Acme"


def test_standard_input_is_read(begun: Assess) -> None:
    text = begun("export", "acme", "-f", "toml", "-o", "-").stdout_bytes
    assert begun("import", "-", "--as", "two", typed=text).stdout == "two\n"
    result = begun("import", "-", typed=b"\x00")
    assert result.exit_code == 4
    assert result.stderr.startswith("Error: standard input: ")


def test_several_files_are_taken_together_or_not_at_all(begun: Assess, tmp_path: Path) -> None:
    begun("export", "acme", "-o", "one.toml")
    text = (tmp_path / "one.toml").read_text(encoding="utf-8")
    (tmp_path / "two.toml").write_text(text.replace('slug = "acme"', 'slug = "two"'), encoding="utf-8")
    (tmp_path / "bad.toml").write_text(text.replace('state = "answered"', 'state = "yess"'), encoding="utf-8")
    other = ["--db", str(tmp_path / "other.db")]
    assert begun("import", "one.toml", "two.toml", "bad.toml", *other).exit_code == 4
    assert not (tmp_path / "other.db").exists()
    (tmp_path / "again.toml").write_text(text, encoding="utf-8")
    twice = begun("import", "one.toml", "again.toml", *other)
    assert twice.exit_code == 2
    assert twice.stderr.startswith("Error: again.toml: ")
    assert json.loads(begun("list", "--json", *other).stdout) == []
    assert begun("import", "one.toml", "two.toml", *other).stdout == "acme\ntwo\n"
    assert begun("import", "one.toml", "two.toml", "--as", "x", *other).exit_code == 2


def test_every_fault_is_named_and_nothing_is_stored(begun: Assess, tmp_path: Path) -> None:
    fill(begun)
    begun("export", "acme", "-o", "one.toml")
    text = (tmp_path / "one.toml").read_text(encoding="utf-8")
    broken = (
        text.replace('state = "partial"', 'state = "partly"')
        .replace('question = "breach.deadline"', 'question = "breach.deadlin"')
        .replace('function = "SMS or voice"', 'function = "pigeons"')
    )
    (tmp_path / "one.toml").write_text(broken, encoding="utf-8")
    other = tmp_path / "other.db"
    result = begun("import", "one.toml", "--db", str(other))
    assert result.exit_code == 4
    first, *faults = result.stderr.strip().splitlines()
    assert first == "Error: one.toml: The file has 3 faults. Nothing was imported."
    lines = broken.splitlines()
    for fault, found in zip(faults, ("partly", "breach.deadlin", "pigeons"), strict=True):
        assert found in fault
        number = int(fault.split("line ")[1].split(",")[0])
        assert found in lines[number - 1]
    assert not result.stdout
    assert not other.exists()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing.toml", "there is no such file"),
        (".", "is a folder"),
        ("/dev/zero", "is a device"),
        ("case.db", "is not UTF-8"),
        ("notes.toml", "not a portable assessment"),
        ("cut.toml", "cut off"),
        ("middle.toml", "in the middle of a value"),
        ("sparse.toml", "too large"),
        ("newer.toml", "newer assess"),
    ],
)
def test_a_file_that_is_not_a_whole_assessment_of_ours_is_4(
    begun: Assess, tmp_path: Path, name: str, says: str
) -> None:
    fill(begun)
    begun("export", "acme", "-o", "one.toml")
    text = (tmp_path / "one.toml").read_text(encoding="utf-8")
    (tmp_path / "notes.toml").write_text("[project]\nname = 1\n", encoding="utf-8")
    (tmp_path / "cut.toml").write_text(text[: text.rindex("[[answer]]")], encoding="utf-8")
    (tmp_path / "middle.toml").write_text(text[: text.index("are not")], encoding="utf-8")
    (tmp_path / "newer.toml").write_text(text.replace("format = 1", "format = 2"), encoding="utf-8")
    with (tmp_path / "sparse.toml").open("wb") as file:
        file.truncate(1 << 40)
    result = begun("import", name)
    assert result.exit_code == 4
    assert says in result.stderr
    assert name in result.stderr
    assert len(json.loads(begun("list", "--json").stdout)) == 1


def test_a_missing_file_name_is_asked_for_or_2(begun: Assess, person: Callable[..., Result]) -> None:
    begun("export", "acme", "-o", "one.toml")
    result = person(f"one.toml{ENTER}", "import", "--as", "two")
    assert (result.exit_code, result.stdout) == (0, "two\n"), result.output
    assert person(INTERRUPT, "import").exit_code == 130


def test_without_a_terminal_a_missing_file_name_is_2(begun: Assess) -> None:
    result = begun("import")
    assert result.exit_code == 2
    assert "Missing argument FILE" in result.stderr


def test_a_wrong_name_is_2(begun: Assess) -> None:
    begun("export", "acme", "-o", "one.toml")
    result = begun("import", "one.toml", "--as", "Not A Slug")
    assert result.exit_code == 2
    assert "cannot be a slug" in result.stderr


def test_what_answers_rest_on_comes_along(larkspur: Assess) -> None:
    register, silent, again = "thirdparty.register", "ferpa.user_content", "security.encryption.at_rest"
    larkspur("answer", "lark", register, "--value", '[{"name": "Plivo"}, {"name": "AWS"}]')
    larkspur("cite", "lark", register, "sub-processors.md", "--lines", "1-3", "--row", "AWS")
    larkspur("answer", "lark", silent, "not_addressed")
    larkspur("evidence", "add", "lark", "-", "--name", "a.txt", typed="Everything is encrypted at rest.\n")
    larkspur("cite", "lark", again, "a.txt", "--lines", "1")
    larkspur("answer", "lark", again, "yes")
    larkspur(
        "evidence", "add", "lark", "-", "--name", "a.txt", "--replaces", "D5", typed="Nothing of the kind.\n"
    )
    written = larkspur("export", "lark", "-f", "toml", "-o", "-").stdout
    assert larkspur("import", "-", "--as", "copy", typed=written).exit_code == 0
    first, second = (
        json.loads(larkspur("show", slug, "--json").stdout)["answers"] for slug in ("lark", "copy")
    )
    for answers in (first, second):
        assert [one["row"] for one in answers[register]["citations"]] == [2]
        assert answers[silent]["searched"]["terms"]
        assert [one["id"] for one in answers[silent]["searched"]["documents"]] == ["D1", "D2", "D3", "D4"]
        assert answers[again]["reopened"] == "1 quote is gone in the newer D5; answer it again"
        assert [one["lost"] for one in answers[again]["citations"]] == ["gone"]
        assert "lost" not in answers[register]["citations"][0]
    assert first[register]["citations"][0]["document"] == "sub-processors.md"
    assert second[register]["citations"][0]["document"] == "D4"  # the file itself is not in the portable file
    assert first[silent]["searched"]["terms"] == second[silent]["searched"]["terms"]
    assert larkspur("export", "copy", "-f", "toml", "-o", "-").stdout.count("[answer.searched]") == 1


def test_answers_findings_and_names_are_counted_apart(begun: Assess) -> None:
    begun("raise", "acme", "REV-02")
    begun("names", "acme", "company", "A", "B", "--same")
    written = begun("export", "acme", "-f", "toml", "-o", "-").stdout
    result = begun("import", "-", "--as", "copy", typed=written)
    assert result.stderr == "Imported 1 assessment with 2 answers, 1 recorded finding, 1 pair of names.\n"
