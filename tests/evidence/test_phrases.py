"""How vendors say things, in words they really use: the search terms of the pack must know them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from app.evidence.query import Query, query_for
from app.evidence.ranking import FOUND_FROM, WEAK_FROM, rank
from app.questionnaire.loader import load_installed
from benchmarks.suggestions import QUESTIONS
from tests.evidence.hits import hit

PHRASES = json.loads((Path(__file__).parent / "labelled" / "phrases.json").read_text(encoding="utf-8"))


@cache
def asked(subject: str) -> Query:
    pack = load_installed()
    question = pack.question(QUESTIONS[subject])
    return query_for(question, pack.search_by_id.get(question.id))


def strength(subject: str, sentence: str) -> float:
    return max((one.strength for one in rank(asked(subject), [hit(sentence)])), default=0.0)


@pytest.mark.parametrize("subject", PHRASES)
def test_most_ways_of_saying_it_are_found(subject: str) -> None:
    said = PHRASES[subject]["says"]
    missed = [sentence for sentence in said if strength(subject, sentence) < WEAK_FROM]
    assert len(missed) <= len(said) * 0.35, missed


def test_nearly_all_of_them_together() -> None:
    said = [(subject, sentence) for subject, one in PHRASES.items() for sentence in one["says"]]
    missed = [one for one in said if strength(*one) < WEAK_FROM]
    assert len(missed) <= len(said) * 0.1


def test_what_only_sounds_like_it_is_seldom_taken_for_it() -> None:
    sounds = [(subject, sentence) for subject, one in PHRASES.items() for sentence in one["sounds_like"]]
    taken = [one for one in sounds if strength(*one) >= FOUND_FROM]
    assert len(taken) <= len(sounds) * 0.12, taken
