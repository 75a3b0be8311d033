from __future__ import annotations

from dataclasses import replace

import pytest
from textual.content import Content

from app.assessment.passages import BlockKind
from app.evidence.model import Polarity, Suggestion
from app.questionnaire.loader import load_installed
from app.tui.passage_blocks import emphasised, kind_of, passage_blocks, terms_text
from app.tui.quoting import Quoting
from tests.hostile import HOSTILE, LONG_WORD
from tests.tui.stage import STATEMENT, only_text
from tests.tui.test_quoting import passage

PACK = load_installed()


def drawn(one: Suggestion, width: int = 40, **options: object) -> str:
    blocks = passage_blocks(one, mark=Content("1"), width=width, **options)  # type: ignore[arg-type]
    return "\n".join(block.text.plain for block in blocks)


def test_place_name_kind_context_and_words() -> None:
    one = replace(passage(), context="Security › Storage", speaks_for="no")
    text = drawn(one, 60, question=PACK.by_id[STATEMENT])
    assert text.splitlines()[:3] == ["D1, line 5  a.txt  ✗ says no", "Security › Storage", one.text]
    assert drawn(one, 20).splitlines()[:2] == ["D1, line 5", "✗ says no"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"speaks_for": "yes"}, "says yes"),
        ({"speaks_for": "yes", "limited": True}, "says yes, with a limit"),
        ({"speaks_for": "no", "limited": True}, "says no, with a limit"),
        ({"limited": True}, "sets a limit"),
    ],
)
def test_what_kind_of_evidence_it_is_has_a_glyph_and_a_word(change: dict[str, object], word: str) -> None:
    sign = kind_of(replace(passage(), **change), PACK.by_id[STATEMENT])  # type: ignore[arg-type]
    assert sign is not None
    assert sign.word == word
    assert sign.glyph


def test_nothing_is_said_of_a_passage_that_does_not_tell() -> None:
    assert kind_of(passage(), PACK.by_id[STATEMENT]) is None


@pytest.mark.parametrize("polarity", list(Polarity))
def test_polarity_alone_never_answers_a_question_of_yes_or_no(polarity: Polarity) -> None:
    one = replace(passage(), polarity=polarity)
    sign = kind_of(one, PACK.by_id[STATEMENT])
    assert (sign.word if sign else "") == ("says both" if polarity is Polarity.BOTH else "")
    text = drawn(one, 60, question=PACK.by_id[STATEMENT])
    assert "says yes" not in text
    assert "says no" not in text
    other = kind_of(one, PACK.by_id["deletion.method"])
    words = {Polarity.DENIES: "denies", Polarity.BOTH: "says both"}
    assert (other.word if other else "") == words.get(polarity, "")


def test_where_no_protects_a_no_has_the_color_of_success() -> None:
    question = next(q for q in PACK.items if q.good_side == "no" and q.type == "statement")
    sign = kind_of(replace(passage(), speaks_for="no"), question)
    assert sign is not None
    assert sign.style == "$text-success"


def test_what_matched_is_emphasised() -> None:
    content = emphasised("Data is encrypted, ENCRYPTED twice.", ("encrypted",), "", "bold")
    strong = [content.plain[s.start : s.end] for s in content.spans if s.style == "bold"]
    assert strong == ["encrypted", "ENCRYPTED"]


def test_a_long_passage_is_cut_around_what_matched() -> None:
    long = "Nothing here. " * 300 + "Data is encrypted at last. " + "Nothing there. " * 100
    one = replace(passage(long), terms=("encrypted",))
    text = drawn(one)
    assert "encrypted at last" in text
    assert text.rstrip().endswith("…")
    assert "… " in text
    assert len(text) < 300
    full = drawn(one, full=True)
    assert "encrypted at last" in full
    assert 600 < len(full) < 1100


def test_a_narrowed_quote_stands_in_quotation_marks_among_the_rest() -> None:
    one = passage()
    text = drawn(one, quoting=Quoting(one).next().next(), full=True)
    assert "All data is encrypted. “Backups are encrypted too.” We hold the keys." in text


def test_hard_line_ends_go_but_a_list_keeps_its_lines() -> None:
    broken = passage("All data\n   is encrypted\n")
    assert "All data is encrypted" in drawn(broken)
    assert "All data is encrypted" in drawn(replace(broken, kind=BlockKind.ROW))
    assert "email | yes\nName | no" in drawn(replace(passage("email | yes\n Name  | no"), kind=BlockKind.ROW))


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), LONG_WORD, "\x1b[31m" * 1000, "[red]" * 1000, "\u202e" * 5000]
)
def test_hostile_passages_are_only_text(text: str) -> None:
    one = replace(
        passage(text), context=text, name=text, document=text[:50], place=text[:50], terms=(text[:60], "data")
    )
    for quoting in (None, Quoting(one).next()):
        for width in (1, 8, 40):
            for full in (True, False):
                shown = drawn(one, width, quoting=quoting, full=full)
                assert only_text(shown)
                assert len(shown) < 8000


def test_terms_are_cut_with_a_count() -> None:
    assert terms_text(("a", "b")) == "a, b"
    assert terms_text([str(n) for n in range(20)], 3) == "0, 1, 2 and 17 more"
