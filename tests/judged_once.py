"""What a process works out once and a hundred tests would work out again: a wording that is read, a case that is judged.

It lasts for one test at a time, in rooms that prove something else than judging. `judged_anew` takes it back where
judging itself is on trial.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from app.assessment.answer import Assessment
from app.assessment.case import Case
from app.assessment.judge import Judge
from app.assessment.score import Judgement
from app.questionnaire import loader
from app.questionnaire.model import Pack
from app.questionnaire.rules import Rulebook
from app.review import Library, library

_KEPT = 12
"""How many judgements are kept, the latest ones."""
_JUDGES = 24
"""How many judges are kept, the latest ones: each remembers what it knows of one assessment."""

_own_judge, _own_load = Judge.judge, loader.load_pack
_judgements: deque[tuple[Rulebook, str, Case, Judgement]] = deque(maxlen=_KEPT)
_judges: dict[tuple[int, str, str], tuple[Judge, Case]] = {}
_packs: dict[str, Pack] = {}
_loaded: dict[Any, Pack] = {}


def _judge(judging: Judge, case: Case) -> Judgement:
    name = judging.pack.sha256
    if not name:
        return _own_judge(judging, case)
    for book, pack, known, said in tuple(_judgements):
        if book is judging.book and pack == name and known == case:
            judging._warm = True
            return said
    key = (id(judging.book), name, case.assessment.slug)
    judge, before = _judges.pop(key, (None, case))
    if judge is None or judge.book is not judging.book:
        judge = Judge(judging.pack, judging.book)
    known_again = _as_before(case, before)
    said = _own_judge(judge, known_again)
    judging._warm = True
    _judges[key] = (judge, known_again)
    while len(_judges) > _JUDGES:
        _judges.pop(next(iter(_judges)), None)
    _judgements.appendleft((judging.book, name, case, said))
    return said


def _as_before(case: Case, before: Case) -> Case:
    """The same case; answers that did not change are the very ones of before, by which a judge knows them again."""
    answers = {
        item: old if (old := before.answers.get(item)) == answer else answer
        for item, answer in case.answers.items()
    }
    if answers == before.answers:
        answers = before.answers
    path = before.path if before.path == case.path else case.path
    return replace(case, answers=answers, path=path)


def _pack_of(opened: Library, assessment: Assessment) -> Pack:
    name = assessment.pack_sha256
    if name not in opened._packs:
        content = opened._store.pack_content(name)
        if name not in _packs:
            _packs[name] = library.from_dict(content)
        opened._packs[name] = _packs[name]
    return opened._packs[name]


def _load_pack(folder: Any, **more: Any) -> Pack:
    if any(more.values()) or folder not in map(loader.find_pack, loader.installed_packs()):
        return _own_load(folder, **more)
    if folder not in _loaded:
        _loaded[folder] = _own_load(folder)
    return _loaded[folder]


@contextmanager
def judged_once() -> Iterator[None]:
    """While it lasts, a case that equals one that was judged before is judged as that was, and packs are read once.

    Judging is a function of its case alone, and a judge who knows an assessment says of it what a new one says:
    `tests/journeys/test_judging_again.py` proves both. The rules of a test's own are known by what they are. A pack of
    the database is read from there each time, and decoded once.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Judge, "judge", _judge)
        patch.setattr(Library, "_pack_of", _pack_of)
        patch.setattr(loader, "load_pack", _load_pack)
        yield


@contextmanager
def judged_anew() -> Iterator[None]:
    """While it lasts, every judge judges for itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Judge, "judge", _own_judge)
        yield
