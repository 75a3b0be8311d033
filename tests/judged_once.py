"""What a process works out once and a hundred tests would work out again: a wording that is read, a case that is judged."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def judged_once() -> Iterator[None]:
    """While it lasts, a case that equals one that was judged before is judged as that was, and packs are read once.

    Judging is a function of its case alone, which `tests/journeys/test_judging_again.py` proves. The rules of a test's
    own are known by what they are. A pack of the database is read from there each time, and decoded once.
    """
    kept: deque[tuple[Rulebook, str, Case, Judgement]] = deque(maxlen=_KEPT)
    packs: dict[str, Pack] = {}
    own_judge, own_load = Judge.judge, loader.load_pack
    loaded: dict[Any, Pack] = {}

    def judge(judging: Judge, case: Case) -> Judgement:
        for book, pack, known, said in tuple(kept):
            if book is judging.book and pack == judging.pack.sha256 and known == case:
                judging._warm = True
                return said
        said = own_judge(judging, case)
        if judging.pack.sha256:
            kept.appendleft((judging.book, judging.pack.sha256, case, said))
        return said

    def pack_of(opened: Library, assessment: Assessment) -> Pack:
        name = assessment.pack_sha256
        if name not in opened._packs:
            content = opened._store.pack_content(name)
            if name not in packs:
                packs[name] = library.from_dict(content)
            opened._packs[name] = packs[name]
        return opened._packs[name]

    def load_pack(folder: Any, **more: Any) -> Pack:
        if any(more.values()) or folder not in map(loader.find_pack, loader.installed_packs()):
            return own_load(folder, **more)
        if folder not in loaded:
            loaded[folder] = own_load(folder)
        return loaded[folder]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Judge, "judge", judge)
        patch.setattr(Library, "_pack_of", pack_of)
        patch.setattr(loader, "load_pack", load_pack)
        yield
