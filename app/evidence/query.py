"""What is looked for: a question's cues and anchors, and the words a reviewer adds, as one query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.evidence.terms import Groups, alternatives, distinct, shown, words_of
from app.questionnaire.model import AnswerType, Question, SearchTerms

_MOST_WORDS = 12
"""Words of a reviewer's own search that count."""
_LONGEST = 1_000
"""Characters of it that count."""
_SHORTEST_STEM = 4
"""Letters from which a word of a reviewer's own search may have any ending."""


@dataclass(frozen=True, slots=True)
class Query:
    """Everything that decides which passages are proposed."""

    question: str = ""
    """Id of the question; empty for a reviewer's own search."""
    anchors: tuple[Groups, ...] = ()
    weak: tuple[Groups, ...] = ()
    cues: tuple[str, ...] = ()
    avoid: tuple[Groups, ...] = ()
    denial: str = ""

    @property
    def looked_for(self) -> tuple[str, ...]:
        """The words and phrases as a person reads them, the decisive ones first.

        Of an anchor its first group: the others only say near what (`data`, `school`) its words must stand.
        """
        decisive = [term for groups in (*self.anchors, *self.weak) for term in groups[0]]
        return distinct(shown(term) for term in (*decisive, *self.cues))

    @property
    def topics(self) -> tuple[str, ...]:
        """The first groups of its anchors: the words for the thing itself, which a heading about it uses."""
        return tuple(dict.fromkeys(term for groups in (*self.anchors, *self.weak) for term in groups[0]))

    @property
    def decisive(self) -> tuple[Groups, ...]:
        """What the store looks for first: passages that may carry an anchor."""
        return (*self.anchors, *self.weak)

    @property
    def helpful(self) -> tuple[Groups, ...]:
        """What the store looks for besides: passages with any of the cues."""
        return ((self.cues,),) if self.cues else ()


def query_for(
    question: Question,
    terms: SearchTerms | None,
    added: Sequence[str] = (),
) -> Query:
    """The query of a question: its cues, its search terms in the pack, and what the reviewer added.

    A question without anchors in its pack goes by its cues: phrases are anchors, single words weak ones.
    """
    own = terms or SearchTerms(question.id)
    cues = distinct((*question.cues, *own.cues, *added))
    anchors, weak = alternatives(own.anchors), alternatives(own.weak)
    if not anchors and not weak:
        phrases = [cue for cue in question.cues if len(words_of(cue)[0]) > 1]
        single = [cue for cue in question.cues if len(words_of(cue)[0]) == 1]
        anchors = tuple(((phrase,),) for phrase in phrases)
        weak = tuple(((word,),) for word in single)
    more = tuple(((term,),) for term in distinct(added) if words_of(term)[0])
    denial = own.denial
    if question.type is not AnswerType.STATEMENT or denial == "none":
        denial = ""
    elif not denial:
        denial = "no"
    return Query(question.id, (*anchors, *more), weak, cues, alternatives(own.avoid), denial)


def free_query(words: str, synonyms: Iterable[Sequence[str]] = ()) -> Query:
    """A reviewer's own search: every word is wanted, with any ending and its synonyms; quotes keep a phrase."""
    words = words[:_LONGEST]
    groups: list[tuple[str, ...]] = []
    known = [tuple(group) for group in synonyms]
    for wanted in _pieces(words)[:_MOST_WORDS]:
        same = [wanted]
        bare = words_of(wanted)[0]
        for group in known:
            if any(words_of(term)[0] == bare or _starts(bare, term) for term in group):
                same += group
        groups.append(distinct(same))
    phrase = ((" ".join(_pieces(words, whole=True)),),)
    anchors = (phrase, tuple(groups)) if len(groups) > 1 else (tuple(groups),)
    return Query(anchors=anchors if groups else ())


def _starts(words: Sequence[str], term: str) -> bool:
    """Whether a starred term stands for this single word."""
    stem, open_ended = words_of(term)
    return open_ended and len(words) == len(stem) == 1 and words[0].startswith(stem[0])


def _pieces(words: str, *, whole: bool = False) -> list[str]:
    pieces: list[str] = []
    for number, part in enumerate(words.split('"')):
        if number % 2:
            pieces.append(part)
            continue
        for word in part.split():
            open_ended = len(word) >= _SHORTEST_STEM and not word.endswith("*") and not whole
            pieces.append(f"{word}*" if open_ended else word)
    return [piece for piece in pieces if words_of(piece)[0]]
