"""What the README and the documentation say of packs, settings and keys is true."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.assessment.answer import Answer, Answers, Assessment, Number, Row, State
from app.assessment.case import Case
from app.assessment.findings import Finding, Findings
from app.assessment.judge import Judge
from app.assessment.path import PathFinder
from app.assessment.progress import progress
from app.questionnaire import Pack, load_pack, read_pack
from app.questionnaire.model import Severity
from app.questionnaire.rule_checker import read_rules
from app.questionnaire.rulebook import read_rulebook
from app.questionnaire.rules import Rulebook
from tests.cli.test_readme import PAGES, blocks

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
KEYS: Mapping[str, Mapping[str, str]] = {
    "Ten things": {
        "F1": "help", "^p": "palette", "u": "change.undo", "^r": "change.redo", "esc": "back",
    },
    "1.": {"n": "library.new", "^s": "new.begin", "enter": "library.open", "q": "library"},
    "2.": {
        "F3": "look.documents", "a": "documents.add", "p": "documents.paste", "n": "documents.newer",
        "d": "documents.details", "V": "documents.verify",
    },
    "3.": {
        "y": "answer.yes", "p": "answer.partial", "n": "answer.no", "x": "answer.na", "s": "answer.silent",
        "1": "answer.choice", "9": "answer.choice", "enter": "answer.edit", "backspace": "answer.clear",
        "r": "write.reason", "o": "write.note", "f": "write.flag", "h": "change.history", "j": "move.next",
        "k": "move.previous", "]": "move.next_open",
    },
    "4.": {
        "c": "evidence.cite", "e": "evidence.pane", "enter": "evidence.edit", "space": "evidence.narrow",
        "v": "evidence.read", "/": "evidence.search", "+": "evidence.add_term", "a": "evidence.accept",
        "C": "evidence.by_hand",
    },
    "5.": {
        "enter": "answer.edit", "a": "rows.add", "d": "rows.duplicate", "p": "rows.paste", "P": "rows.proposed",
    },
    "6.": {"F9": "look.open_points", "enter": "points.open", "/": "find"},
    "7.": {
        "F2": "look.findings", "enter": "findings.open", "v": "findings.read", "y": "findings.confirm",
        "n": "findings.dismiss", "w": "findings.withdraw", "a": "findings.accept", "m": "findings.answered",
        "f": "findings.fixed", "r": "findings.reopen", "+": "findings.raise", "N": "findings.names",
    },
    "8.": {
        "F6": "look.score", "t": "score.threshold", "a": "score.gates", "i": "look.what_if", "F7": "look.laws",
        "m": "laws.missing",
    },
    "9.": {
        "F4": "look.preview", "enter": "preview.jump", "F5": "look.print", "L": "look.letter", "I": "look.internal",
    },
    "10.": {"F8": "program.backup"},
}  # fmt: skip
"""Which command each key is, by the beginning of the heading under which the README names it."""
_KEY = re.compile(r"`(\^?[A-Za-z0-9]|F\d\d?|esc|enter|space|tab|backspace|[^\w\s`])`")


# --- keys ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begins", KEYS)
def test_the_readme_names_the_keys_that_the_program_has(begins: str, root: Path) -> None:
    from app.tui.commands import key_name
    from app.tui.keymap import commands_by_screen

    text = (root / "README.md").read_text(encoding="utf-8").split("## More")[0]
    sections = re.split(
        r"^##+ ", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), flags=re.MULTILINE
    )
    section = next(one for one in sections if one.startswith(begins))
    assert set(_KEY.findall(section)) - {"^"} == set(KEYS[begins])
    known = {command.id: command for verbs in commands_by_screen().values() for command in verbs}
    for key, command in KEYS[begins].items():
        assert key in {key_name(one) for one in known[command].keys}, command


def test_the_settings_that_are_shown_can_be_used(root: Path, tmp_path: Path) -> None:
    from app.tui import keymap, settings

    path = tmp_path / "settings.toml"
    path.write_text(next(one.text for one in blocks(root / "docs/data.md") if one.more == "settings.toml"))
    found = settings.load(path)
    assert (found.theme, found.notice, keymap.problem(found.keys)) == ("light", "", "")
    assert found.keys == {"answer.yes": "y", "move.next": "j,down"}


# --- packs ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lincoln(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack that the documentation shows, file by file."""
    folder = tmp_path_factory.mktemp("shown")
    page = Path(__file__).parents[1] / "docs" / "packs.md"
    for block in blocks(page):
        if block.kind == "toml":
            path = folder / block.more
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    return folder / "lincoln"


@pytest.fixture(scope="module")
def book(lincoln: Path) -> tuple[Pack, Rulebook]:
    return load_pack(lincoln, checked=False), read_rulebook(lincoln)[0]


def test_the_pack_that_is_shown_has_no_faults(lincoln: Path) -> None:
    from app.evidence.detectors.catalogue import DETECTORS

    pack, faults = read_pack(lincoln)
    assert pack is not None
    assert not faults
    found, faults = read_rules(lincoln, pack, detectors=DETECTORS)
    assert not faults
    assert {"LIN-01", "LIN-02", "CON-01"} <= set(found.by_id)
    assert found.scoring.thresholds["meets.commitment"] == 90
    assert found.scoring.thresholds["conditions.commitment"] == 70
    assert {"county-4040", "coppa-2025"} <= {one.id for one in found.changed_laws}
    assert {"county", "ferpa"} <= {one.id for one in found.laws}


def test_every_field_and_name_that_is_explained_is_one(root: Path) -> None:
    from app.evidence.detectors.catalogue import DETECTORS
    from app.questionnaire.rule_expressions import FUNCTIONS, VALUES
    from app.questionnaire.rule_trials import COMPUTED, DOCUMENT, QUESTION

    text = (root / "docs/packs.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", text))))
    assert not set(DETECTORS) - named
    assert not (FUNCTIONS | VALUES) - named
    assert not {*DOCUMENT, *QUESTION} - named
    # Columns of the document register are in it as every register's are.
    columns = {"name", "doc_id", "stated_date", "covers_product"}
    assert not {one for row in COMPUTED.values() for one in row} - named - columns


def _findings(book: tuple[Pack, Rulebook], answers: Answers) -> dict[str, Finding]:
    pack, rules = book
    finder = PathFinder(pack)
    path = finder.find(answers)
    assessment = Assessment(1, "a", "Acme", "Acme", pack.id, pack.version, pack.sha256, NOW, NOW)
    case = Case(assessment, answers, path, progress(pack, path, answers), date(2026, 11, 22))
    found: Findings = Judge(pack, rules).findings(case)
    assert not found.broken
    return {one.key: one for one in found.found if one.rule.startswith("LIN")}


CALIFORNIA = {"review.jurisdictions": Answer(State.ANSWERED, ("CA",))}


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (Number(30.0, "days"), "they are kept only 30 days; the county asks for 90 days."),
        (Number(None, "not stated"), "they are kept for a time that is not stated;"),
        (Number(90.0, "days"), ""),
    ],
)
def test_the_first_rule_fires_as_it_is_told(book: tuple[Pack, Rulebook], kept: Number, said: str) -> None:
    answers = {
        **CALIFORNIA,
        "lincoln.chat_log": Answer(State.YES),
        "lincoln.chat_log.kept": Answer(State.ANSWERED, kept),
    }
    found = _findings(book, answers)
    assert set(found) == ({"LIN-01"} if said else set())
    assert not said or said in found["LIN-01"].message


def test_the_second_rule_gives_a_finding_for_each_row(book: tuple[Pack, Rulebook]) -> None:
    rows = (
        Row("1", {"name": "Seer", "function": "analytics", "persistent_identifier": "yes", "own_use": "yes"}),
        Row("2", {"name": "Tagger", "function": "tag management", "persistent_identifier": "yes"}),
        Row("3", {"name": "Counter", "function": "analytics", "persistent_identifier": "no"}),
    )
    answers = {
        "product.audience": Answer(State.ANSWERED, ("students 13 to 17",)),
        "product.child_directed": Answer(State.ANSWERED, "directed to under 13"),
        "tracking.analytics": Answer(State.ANSWERED, "third-party inside the product"),
        "data.elements": Answer(State.NOT_ADDRESSED),
        "thirdparty.register": Answer(State.ANSWERED, rows),
    }
    found = _findings(book, answers)
    assert {key: one.severity for key, one in found.items()} == {
        "LIN-02 Seer": Severity.HIGH,
        "LIN-02 Tagger": Severity.MEDIUM,
    }


# --- pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_links_to_is_there(page: str, root: Path) -> None:
    path = root / page
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [one for one in links if not (path.parent / one).exists()] == []
    assert all("://" not in one for one in links)


def test_the_numbers_of_the_score_are_those_of_the_pack(root: Path) -> None:
    from app.questionnaire.rulebook import load_rulebook

    scoring = load_rulebook().scoring
    text = (root / "docs/judgement.md").read_text(encoding="utf-8")
    prose = " ".join(text.split())
    assert ", ".join(f"{name} {weight:g}" for name, weight in scoring.weights.items()) in prose
    steps = dict(scoring.freshness)
    said = re.search(
        r"up to 12 months ([\d.]+), 24: ([\d.]+), 36: ([\d.]+), 60: ([\d.]+), older ([\d.]+);", prose
    )
    assert said is not None
    assert [float(one) for one in said.groups()] == [steps[months] for months in (12, 24, 36, 60, 0)]
    assert f"without a date {scoring.undated:g}" in prose
    grades = re.findall(r"^\| (\d)[^|]*\| ([\d.]+) \|", text, re.MULTILINE)
    assert {int(grade): float(factor) for grade, factor in grades} == dict(enumerate(scoring.evidence))
    limits = scoring.thresholds
    assert (
        f"Commitment {limits['conditions.commitment']:g}, Assurance {limits['conditions.assurance']:g}"
        in text
    )
    assert f"Commitment {limits['meets.commitment']:g}, Assurance {limits['meets.assurance']:g}" in text
    assert f"less than {limits['completeness']:g} %" in text
    assert f"at most {limits['meets.months']:g} months old" in text
