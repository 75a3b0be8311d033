"""Snapshots lose nothing, digests know content only, and the outline keeps its shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.questionnaire import (
    AnswerType,
    Column,
    Pack,
    Question,
    Section,
    Severity,
    Slot,
    Statement,
    digest,
    from_dict,
    load_pack,
    outline,
    to_dict,
)
from app.questionnaire.model import Part

WritePack = Callable[[Mapping[str, str]], Path]

words = st.text(max_size=12)
lists = st.lists(words, max_size=3).map(tuple)
tables = st.dictionaries(words, words, max_size=3)
columns = st.builds(Column, words, words, st.sampled_from(AnswerType), lists)


def questions(followups: st.SearchStrategy[Any]) -> st.SearchStrategy[Question]:
    return st.builds(
        Question, words, words, st.sampled_from(AnswerType), words,
        parent=st.none() | words, when=words, choices=lists, exclusive=lists, silent_choice=words, units=lists,
        bare_units=lists, columns=st.lists(columns, max_size=2).map(tuple), good_side=st.sampled_from(["yes", "no"]),
        gate=st.booleans(), severity=st.none() | st.sampled_from(Severity), why=words, law=lists,
        followups=followups, place=words,
    )  # fmt: skip


asked = questions(st.lists(questions(st.just(())), max_size=2).map(tuple))
statements = st.builds(
    Statement, words, words, lists,
    clause=words, choices=tables, marks=tables, frame=words, place=words,
    slots=st.lists(st.builds(Slot, words, words, text=words, states=tables, joined=words), max_size=2).map(tuple),
    parts=st.lists(st.builds(Part, words, clause=words, words=tables), max_size=2).map(tuple),
)  # fmt: skip
packs = st.builds(
    Pack, words, words, words,
    st.lists(
        st.builds(Section, words, words, st.lists(asked, max_size=2).map(tuple), when=words, place=words),
        max_size=2,
    ).map(tuple),
    statements=st.lists(statements, max_size=2).map(tuple), texts=tables, sha256=words,
)  # fmt: skip


@given(packs)
def test_any_pack_comes_back_equal_through_json(pack: Pack) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(pack)))) == pack


def test_the_shipped_pack_comes_back_equal_with_its_digest(k12: Pack) -> None:
    back = from_dict(json.loads(json.dumps(to_dict(k12))))
    assert back == k12
    assert digest(back) == k12.sha256 == digest(k12)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"id": "k12"},
        {"id": 1, "version": "1", "title": "t", "sections": []},
        {"id": "k12", "version": "1", "title": "t", "sections": "none"},
        {"id": "k12", "version": "1", "title": "t", "sections": [{"id": "a"}]},
        {"id": "k12", "version": "1", "title": "t", "sections": [], "colour": "red"},
        {"id": "k12", "version": "1", "title": "t", "sections": [], "texts": {"a": 1}},
        {
            "id": "k12", "version": "1", "title": "t",
            "sections": [{"id": "a", "title": "t", "questions": [{"id": "a.b", "section": "a", "type": "x", "ask": "?"}]}],
        },
        [],
        None,
    ],
)  # fmt: skip
def test_what_is_not_a_snapshot_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match="not a snapshot of a pack"):
        from_dict(data)


def test_the_digest_does_not_know_space_comments_or_order(write_pack: WritePack, section: str) -> None:
    first = load_pack(write_pack({"010-area.toml": section}))
    lines = section.replace('severity = "high"\n', "").replace(
        'type = "statement"\n', 'type="statement"  # so\n\n'
    )
    again = load_pack(write_pack({"010-area.toml": lines.replace("gate", "").replace(
        'feeds = ["P3.A1"]', 'feeds = [\n  "P3.A1",\n]\nseverity = "high"')}))  # fmt: skip
    assert again.sha256 == first.sha256
    assert again.question("area.kept").severity is Severity.HIGH
    assert again.question("area.kept").followups[0].place != first.question("area.kept").followups[0].place


@pytest.mark.parametrize(
    "change", [{"title": "Other"}, {"version": "1.1"}, {"id": "other"}, {"texts": {"about": "x"}}]
)
def test_the_digest_knows_every_change_of_content(k12: Pack, change: dict[str, Any]) -> None:
    assert digest(replace(k12, **change)) != k12.sha256


def test_the_digest_knows_a_changed_word_of_help(write_pack: WritePack, section: str) -> None:
    first = load_pack(write_pack({"010-area.toml": section}))
    second = load_pack(write_pack({"010-area.toml": section.replace("It matters.", "It matters!")}))
    assert len(first.sha256) == 64
    assert first.sha256 != second.sha256


def test_the_outline_keeps_its_shape(k12: Pack) -> None:
    data = json.loads(json.dumps(outline(k12)))
    assert {"id", "version", "sections", "rules"} <= data.keys()
    assert data["rules"] == []
    assert [s["id"] for s in data["sections"]] == [s.id for s in k12.sections]
    asked = [q for s in data["sections"] for q in s["questions"]]
    assert [q["id"] for q in asked] == [q.id for q in k12.questions]
    for question in asked:
        assert {"id", "ask", "type", "gate", "when", "choices", "followups"} <= question.keys()
    register = next(q for q in asked if q["id"] == "thirdparty.register")
    assert register["gate"] is True
    assert register["columns"][0] == {"id": "name", "label": "Company", "type": "text", "choices": []}
    ownership = next(q for q in asked if q["id"] == "ferpa.ownership")
    assert ownership["followups"][0]["when"] == "ferpa.ownership.state in ['yes', 'partial']"
