"""`assess cite`: by quote, by lines, by page; for a row; for a document whose text is not here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.failures import ExitCode
from app.review import Library
from tests.cli.conftest import Assess

TEXT = """\
Privacy Policy of Acme

All  student data
are encrypted at rest — “always”.

We notify you within 72 hours.
"""
QUESTION = "security.encryption.at_rest"
ROWS = '[{"name": "Plivo"}, {"name": "AWS"}, {"name": "AWS"}]'


@pytest.fixture
def acme(begun: Assess) -> Assess:
    assert begun("evidence", "add", "acme", "-", "--name", "privacy.txt", typed=TEXT).exit_code == 0
    return begun


def citations(assess: Assess, question: str = QUESTION, slug: str = "acme") -> list[dict[str, Any]]:
    answers = json.loads(assess("show", slug, question, "--json").stdout)["answers"]
    found: list[dict[str, Any]] = answers[question]["citations"]
    return found


def plain(assess: Assess, document: str, slug: str = "acme") -> str:
    return assess("evidence", "text", slug, document, "--plain").stdout


def test_a_quote_is_kept_as_the_document_has_it(acme: Assess) -> None:
    result = acme(
        "cite", "acme", QUESTION, "privacy.txt", "--quote", ' data are encrypted  at rest - "always"'
    )
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Cited D1, lines 3-4.\n")
    (one,) = citations(acme)
    assert list(one) == ["document", "place", "quote", "start", "end", "id", "row"]
    assert (one["document"], one["id"], one["place"], one["row"]) == ("privacy.txt", "D1", "lines 3-4", None)
    assert one["quote"] == "data are encrypted at rest — “always”"
    assert plain(acme, "D1")[one["start"] : one["end"]] == "data\nare encrypted at rest — “always”"


def test_lines(acme: Assess) -> None:
    assert acme("cite", "acme", QUESTION, "D1", "--lines", "3-5").stderr == "Cited D1, lines 3-4.\n"
    assert acme("cite", "acme", QUESTION, "d1", "--lines", " 6 ").stderr == "Cited D1, line 6.\n"
    first, second = citations(acme)
    assert first["quote"] == "All student data are encrypted at rest — “always”."
    assert (second["quote"], second["place"]) == ("We notify you within 72 hours.", "line 6")
    assert acme("cite", "acme", QUESTION, "d1", "--lines", "6").stderr == "Already cited: D1, line 6.\n"
    assert len(citations(acme)) == 2


def test_a_page_and_words_on_it(larkspur: Assess) -> None:
    paper = "security-white-paper.pdf"
    words = "the object store are encrypted with AES-256"
    assert larkspur("cite", "lark", QUESTION, paper, "--page", "3").stderr == "Cited D3, page 3.\n"
    assert larkspur("cite", "lark", QUESTION, paper, "--page", "2", "--quote", words).exit_code == 0
    whole, quoted = citations(larkspur, slug="lark")
    assert (whole["place"], whole["quote"], whole["start"], whole["end"]) == ("page 3", "", None, None)
    assert (quoted["place"], quoted["quote"]) == ("page 2", words)
    assert plain(larkspur, "D3", "lark")[quoted["start"] : quoted["end"]].split() == words.split()
    wrong = larkspur("cite", "lark", QUESTION, paper, "--page", "3", "--quote", words)
    assert wrong.exit_code == 2
    assert "not on page 3 of D3 (security-white-paper.pdf). They stand on page 2." in wrong.stderr
    assert "has pages 1 to 5" in larkspur("cite", "lark", QUESTION, paper, "--page", "6").stderr
    assert len(citations(larkspur, slug="lark")) == 2


def test_lines_of_a_document_with_pages_are_those_that_its_text_shows(larkspur: Assess) -> None:
    numbered = larkspur("evidence", "text", "lark", "security-white-paper.pdf").stdout.splitlines()
    line = next(one for one in numbered if "encrypted with AES-256" in one)
    page, number = line.split()[0].split(":")
    assert page == "2"
    result = larkspur("cite", "lark", QUESTION, "D3", "--lines", number)
    assert (result.exit_code, result.stderr) == (0, "Cited D3, page 2.\n")
    assert "encrypted with AES-256" in citations(larkspur, slug="lark")[0]["quote"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Say what to cite: --quote TEXT, --lines A-B or --page N."),
        (["--quote", "  "], "The quote is empty."),
        (["--lines", "3", "--page", "1"], "not both"),
        (["--lines", "4-3"], '"4-3" are no lines'),
        (["--lines", "x"], '"x" are no lines'),
        (["--lines", "0"], '"0" are no lines'),
        (["--lines", "1-61"], "60 lines are the most"),
        (["--lines", "7"], "D1 (privacy.txt) has lines 1 to 6."),
        (["--lines", "5"], "There is nothing to cite there."),
        (["--page", "1"], "D1 (privacy.txt) has no pages; say which lines."),
        (["--page", "0"], "0 is not in the range"),
        (["--quote", "Bread and butter"], "These words are not in D1 (privacy.txt)."),
        (
            ["--quote", "student data are encrypted in flight"],
            'Nearest: lines 3-4: "student data are encrypted',
        ),
        (["--quote", "72 hours", "--lines", "3"], "not on line 3 of D1 (privacy.txt). They stand on line 6."),
        (["--lines", "3", "--row", "1"], "is not a register"),
    ],
)
def test_what_cannot_be_cited_is_2_and_one_sentence(acme: Assess, words: list[str], says: str) -> None:
    result = acme("cite", "acme", QUESTION, "D1", *words)
    assert (result.exit_code, result.stdout) == (ExitCode.USAGE, "")
    assert says in result.stderr
    assert citations(acme) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["acm", QUESTION, "D1"], "Did you mean acme?"),
        (["acme", "security.x", "D1"], "There is no question"),
        (["acme", QUESTION, "D9"], 'There is no document "D9" on the register; there: D1 (privacy.txt).'),
    ],
)
def test_wrong_names_are_2(acme: Assess, words: list[str], says: str) -> None:
    result = acme("cite", *words, "--lines", "3")
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_row_by_its_number_or_its_name(acme: Assess) -> None:
    register = "thirdparty.register"
    assert acme("answer", "acme", register, "--value", ROWS).exit_code == 0
    assert acme("cite", "acme", register, "D1", "--lines", "3", "--row", "plivo").exit_code == 0
    assert acme("cite", "acme", register, "D1", "--lines", "4", "--row", "2").exit_code == 0
    assert [one["row"] for one in citations(acme, register)] == [1, 2]
    assert "D1 privacy.txt, line 4 (row 2) " in acme("show", "acme", register).stdout
    for row, says in (("4", 'no row "4"; thirdparty.register has 1 to 3'), ("aws", 'several rows "aws"')):
        result = acme("cite", "acme", register, "D1", "--lines", "3", "--row", row)
        assert (result.exit_code, says in result.stderr) == (2, True)


def test_a_document_whose_text_is_not_here(begun: Assess) -> None:
    row = '[{"doc_id": "D7", "title": "Agreement", "kind": "terms"}]'
    assert begun("answer", "acme", "review.documents", "--value", row).exit_code == 0
    result = begun("cite", "acme", QUESTION, "Agreement", "--lines", "4-5", "--quote", "as  it is")
    assert result.exit_code == 0
    assert "The quote was not looked up: the text of D7 (Agreement) is not in this database." in result.stderr
    assert result.stderr.endswith("Cited D7, lines 4-5.\n")
    assert "The place was not looked up" in begun("cite", "acme", QUESTION, "D7", "--page", "3").stderr
    first, second = citations(begun)
    assert (first["document"], first["id"], first["quote"], first["start"]) == ("D7", "D7", "as it is", None)
    assert (second["place"], second["quote"]) == ("page 3", "")
    result = begun("cite", "acme", QUESTION, "D7", "--quote", "x")
    assert (result.exit_code, "with --lines or --page" in result.stderr) == (2, True)


def test_a_question_that_is_not_in_force_keeps_its_citation(acme: Assess) -> None:
    result = acme("cite", "acme", f"{QUESTION}.method", "D1", "--lines", "4")
    assert result.stderr == "Cited D1, line 4. The question is not in force; the citation is kept.\n"
    acme("answer", "acme", QUESTION, "yes")
    assert len(citations(acme, f"{QUESTION}.method")) == 1


def test_a_database_in_use_is_3(acme: Assess, database: Path) -> None:
    with Library.open(database):
        assert acme("cite", "acme", QUESTION, "D1", "--lines", "3").exit_code == ExitCode.DATA
    assert citations(acme) == []


def test_citing_again_closes_an_answer_that_was_open_again(acme: Assess) -> None:
    acme("cite", "acme", QUESTION, "D1", "--lines", "3-4")
    acme("answer", "acme", QUESTION, "yes")
    newer = "Nothing here is as it was.\n\nAnything may be stored openly.\n"
    result = acme("evidence", "add", "acme", "-", "--name", "privacy.txt", "--replaces", "D1", typed=newer)
    assert f"Open again: {QUESTION}." in result.stderr
    text = acme("show", "acme", QUESTION).stdout
    assert "Open again  1 quote is gone in the newer D1" in text
    acme("cite", "acme", QUESTION, "D1", "--lines", "3")
    assert "Open again" not in acme("show", "acme", QUESTION).stdout
