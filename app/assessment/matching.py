"""Names that mean the same: data elements, companies and functions as two lists write them.

What is the same comes, in this order, from what the reviewer declared, from the letters, from the pack's
synonyms, and from a narrow measure of likeness (a slip of the pen, a legal form, an initialism). Every match
says why, so that a reviewer can check it and declare the opposite.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.assessment.findings import Names
from app.assessment.name_groups import (
    COMPANY,
    ELEMENT,
    FUNCTION,
    TRADE_WORDS,
    Name,
    Vocabulary,
    digits,
    likeness,
    vocabulary,
)
from app.assessment.name_tokens import folded
from app.questionnaire.rules import Synonyms

__all__ = [
    "COMPANY",
    "DECLARED",
    "ELEMENT",
    "FUNCTION",
    "NEAR",
    "SAME",
    "SIMILAR",
    "SYNONYM",
    "Match",
    "Matcher",
]

SAME, SYNONYM, SIMILAR, DECLARED, NEAR = "same", "synonym", "similar", "declared", "near"

PLURALS = {"student": "students", "parent": "parents", "teacher or staff": "teachers or staff"}
"""Whose data an element can be, as several of them are called."""
_NEAR = 60.0
_NEAREST = 3
_MOST_CANDIDATES = 400
_MEANS = {
    COMPANY: "{a} and {b} are names of one company",
    ELEMENT: "{a} and {b} mean the same data",
    FUNCTION: "{a} and {b} are the same function",
}


@dataclass(frozen=True, slots=True)
class Match:
    """Two names that were compared."""

    name: str
    other: str
    how: str
    """`same`, `synonym`, `similar`, `declared`; `near` for one that was not taken."""
    score: float
    """0 to 100."""
    why: str
    """A sentence for the screen, without a final stop."""


class Matcher:
    """Compares names of the kinds `element`, `company` and `function`. Remembers what it read; pure."""

    def __init__(self, synonyms: tuple[Synonyms, ...], names: Names | None = None) -> None:
        self._words = vocabulary(synonyms)
        self._said: dict[tuple[str, str, str], bool] = {}
        self._partners: dict[tuple[str, str], tuple[str, ...]] = {}
        for (kind, first, second), same in (names or {}).items():
            self._said[_pair(kind, folded(first), folded(second))] = same
            if same:
                for one, other in ((first, second), (second, first)):
                    known = self._partners.get((kind, folded(one)), ())
                    self._partners[kind, folded(one)] = (*known, *self._keys(other, kind))
        self._lists: dict[str, tuple[tuple[str, ...], _Listed]] = {}

    def names_in(self, text: str, kind: str) -> tuple[str, ...]:
        """The names in a text, in order, each once.

        A name that the pack knows comes as its group is called; another part of a list as it is written. Of
        functions only those that the pack knows are found.
        """
        return tuple(dict.fromkeys(name.display for name in self._words.read(text, kind)))

    def same(self, a: str, b: str, kind: str) -> Match | None:
        """Whether `a` is what `b` says; None when they differ.

        Companies are the same when they share a name. An element is the same when the other one says all of
        it: `first name` is in `full name`, not the other way round.
        """
        if (said := self._declaration(a, b, kind)) is not None:
            why = f"The reviewer declared {_quoted(a)} and {_quoted(b)} to be the same"
            return Match(a, b, DECLARED, 100.0, why) if said else None
        if folded(a) == folded(b):
            why = f"{_quoted(a)} and {_quoted(b)} are the same name"
            return Match(a, b, SAME, 100.0, why) if folded(a) else None
        first, second = self._words.read(a, kind), self._words.read(b, kind)
        if not first or not second:
            return None
        others = {name.key: name for name in second}
        found = [self._says(name, others, kind) for name in first]
        if kind == COMPANY:  # of several names in one cell one is enough
            best = max((one for one in found if one), default=None)
        else:
            best = None if None in found else min(one for one in found if one)
        if best is None:
            return None
        score, how, why = best
        return Match(a, b, how, score, why.format(a=_quoted(a), b=_quoted(b)))

    def find(self, name: str, among: Sequence[str], kind: str) -> Match | None:
        """The best match of a name among others; None when there is none."""
        return next((match for _, match in self.every(name, among, kind)), None)

    def every(self, name: str, among: Sequence[str], kind: str) -> Iterator[tuple[int, Match]]:
        """All matches of a name among others, the likeliest first, each with its place there; not without end."""
        listed = self._listed(among, kind)
        likely = dict.fromkeys(islice(self._candidates(name, listed, kind), _MOST_CANDIDATES))
        for index in likely:
            if match := self.same(name, listed.texts[index], kind):
                yield index, match

    def unlisted(
        self, wanted: Sequence[str], listed: Sequence[str], kind: str, whose: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Of the names in the wanted texts those that the listed texts do not say, in order, each once.

        With `whose`, of each listed text whose data it is (`student`; empty or `any user`: as it says itself), data of
        one group of people is no data of another: what is listed of others only comes with whose it is.
        """
        lists = self._listed(listed, kind)
        missing: dict[str, None] = {}
        for text in wanted:
            for name in self._words.read(text, kind):
                lacking = lists.lacking(whose).get((name.key, name.whose))
                if lacking is None:
                    lacking = tuple(self._lacking(name, lists, kind, whose))
                    lists.lacking(whose)[name.key, name.whose] = lacking
                missing.update(dict.fromkeys(lacking))
        return tuple(missing)

    def _lacking(self, name: Name, listed: _Listed, kind: str, whose: Sequence[str]) -> Iterator[str]:
        """A name that is not listed; or with each group of people it is said of, where it is listed of others alone."""
        own = folded(name.display)
        if not self._is_listed(name, listed, kind):
            yield name.display
        elif whose and not any(key in listed.by_key for key in self._partners.get((kind, own), ())):
            direct, covered = listed.by_key.get(name.key, ()), listed.covered.get(name.key, ())
            at = dict.fromkeys((*direct, *covered, *listed.like(name)))
            for people in sorted(name.whose):
                if not any(
                    self._may_be_of(people, listed.texts[i], whose[i], kind)
                    and not (self._said and self._is_denied(own, i, listed, kind))
                    for i in at
                ):
                    yield f"{name.display} of {PLURALS.get(people, people)}"

    def _may_be_of(self, people: str, text: str, subject: str, kind: str) -> bool:
        said = frozenset(one for name in self._words.read(text, kind) for one in name.whose)
        subject = "teacher or staff" if subject in ("teacher", "staff") else subject
        said |= {subject} if subject in PLURALS else frozenset()
        return not said or people in said

    def nearest(self, name: str, among: Sequence[str], kind: str) -> tuple[Match, ...]:
        """What came near and was not taken, nearest first, three at most."""
        from rapidfuzz import fuzz, process

        words = folded(name)
        if not words:
            return ()
        listed = self._listed(among, kind)
        scored = process.extract(
            words, listed.wholes, scorer=fuzz.token_set_ratio, score_cutoff=_NEAR, limit=4 * _NEAREST
        )
        candidates = dict.fromkeys(index for _, _, index in scored)
        candidates.update(dict.fromkeys(self._candidates(name, listed, kind)))
        near: dict[str, Match] = {}
        for index in candidates:
            other = listed.texts[index]
            if self.same(name, other, kind) is None:
                score = round(fuzz.token_set_ratio(words, listed.wholes[index]), 1)
                why = (
                    f"The reviewer declared {_quoted(name)} and {_quoted(other)} to be different"
                    if self._declaration(name, other, kind) is False
                    else f"{_quoted(name)} is something like {_quoted(other)}, but too little to count as the same"
                )
                near.setdefault(other, Match(name, other, NEAR, score, why))
        return tuple(sorted(near.values(), key=lambda one: -one.score)[:_NEAREST])

    def _candidates(self, name: str, listed: _Listed, kind: str) -> Iterator[int]:
        """Indexes of the names that may be this one, the likeliest first."""
        names = self._words.read(name, kind)
        for whole in dict.fromkeys((folded(name), *(folded(one.display) for one in names))):
            yield from listed.by_key.get(whole, ())
            for key in self._partners.get((kind, whole), ()):
                yield from listed.by_key.get(key, ())
        for one in names:
            yield from listed.by_key.get(one.key, ())
            yield from listed.covered.get(one.key, ())
        for one in names:
            yield from listed.like(one)

    def _keys(self, text: str, kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((folded(text), *(name.key for name in self._words.read(text, kind)))))

    def _declaration(self, a: str, b: str, kind: str) -> bool | None:
        """What the reviewer declared of two names.

        That two products differ says nothing of the other products of their company, so that a company is
        different only as it is written.
        """
        if not self._said:
            return None
        whole = self._said.get(_pair(kind, folded(a), folded(b)))
        if whole is not None or kind == COMPANY:
            return whole
        first, second = self._words.read(a, kind), self._words.read(b, kind)
        if len(first) != 1 or len(second) != 1:
            return None
        return self._said.get(_pair(kind, folded(first[0].display), folded(second[0].display)))

    def _says(self, name: Name, others: Mapping[str, Name], kind: str) -> tuple[float, str, str] | None:
        """How a name is among others: score, kind of match and reason."""
        for key in self._partners.get((kind, folded(name.display)), ()):
            if key in others:
                return (100.0, DECLARED, "The reviewer declared {a} and {b} to be the same")
        if name.key in others:
            if name.known:
                return (95.0, SYNONYM, _MEANS.get(kind, _MEANS[ELEMENT]) + _braced(f" ({name.display})"))
            return (98.0, SAME, "{a} and {b} both name " + _braced(_quoted(name.display)))
        for other in others.values():
            if name.key in self._words.covers.get((kind, other.key), ()):
                return (90.0, SYNONYM, _braced(f"{_quoted(other.display)} includes {_quoted(name.display)}"))
        found = [like for other in others.values() if (like := _alike(name, other, kind))]
        return max(found) if found else None

    def _is_listed(self, name: Name, listed: _Listed, kind: str) -> bool:
        direct, covered = listed.by_key.get(name.key, ()), listed.covered.get(name.key, ())
        if not self._said:
            return bool(direct or covered or listed.like(name))
        own = folded(name.display)
        if any(key in listed.by_key for key in self._partners.get((kind, own), ())):
            return True
        return any(not self._is_denied(own, i, listed, kind) for i in (*direct, *covered, *listed.like(name)))

    def _is_denied(self, own: str, index: int, listed: _Listed, kind: str) -> bool:
        """Whether the reviewer declared that what stands there is something else."""
        texts = [listed.wholes[index]]
        if kind != COMPANY:
            texts += [folded(name.display) for name in self._words.read(listed.texts[index], kind)]
        return any(self._said.get(_pair(kind, own, text)) is False for text in texts)

    def _listed(self, among: Sequence[str], kind: str) -> _Listed:
        """The index of a list; the last one of each kind is kept."""
        texts = tuple(among)  # the very same one where it is a tuple
        held = self._lists.get(kind)
        if held is not None and (held[0] is texts or held[0] == texts):
            return held[1]
        made = _Listed(texts, kind, self._words)
        self._lists[kind] = (texts, made)
        return made


class _Listed:
    """A list of names, by what they say."""

    def __init__(self, texts: tuple[str, ...], kind: str, words: Vocabulary) -> None:
        self.texts = texts
        self.wholes = [folded(text) for text in texts]
        self.by_key: dict[str, list[int]] = {}
        """Indexes by what a text says, and by the text as a whole."""
        self.covered: dict[str, list[int]] = {}
        """Indexes by what a text includes."""
        self._kind = kind
        self._lacking: tuple[Sequence[str], dict[tuple[str, frozenset[str]], tuple[str, ...]]] = ((), {})
        self._buckets: dict[tuple[str, str], list[tuple[Name, int]]] = {}
        self._like: dict[str, tuple[int, ...]] = {}
        for index, text in enumerate(texts):
            for name in words.read(text, kind):
                self.by_key.setdefault(name.key, []).append(index)
                for covered in words.covers.get((kind, name.key), ()):
                    self.covered.setdefault(covered, []).append(index)
                if not name.known:
                    for bucket in _buckets(name.key):
                        self._buckets.setdefault(bucket, []).append((name, index))
            if self.wholes[index]:
                self.by_key.setdefault(self.wholes[index], []).append(index)

    def lacking(self, whose: Sequence[str]) -> dict[tuple[str, frozenset[str]], tuple[str, ...]]:
        """What was found before of names, by key and whose data they are; forgotten when the list says otherwise whose."""
        if self._lacking[0] is not whose and self._lacking[0] != whose:
            self._lacking = (whose, {})
        return self._lacking[1]

    def like(self, name: Name) -> tuple[int, ...]:
        """Indexes of names that are almost this one; none for a name that the pack knows."""
        if name.known:
            return ()
        if name.key not in self._like:
            near = [entry for bucket in _buckets(name.key) for entry in self._buckets.get(bucket, ())]
            self._like[name.key] = tuple(
                dict.fromkeys(index for other, index in near if _alike(name, other, self._kind))
            )
        return self._like[name.key]


def _buckets(key: str) -> tuple[tuple[str, str], ...]:
    """Names that are alike have one of these in common; it saves comparing each with each."""
    words = key.split()
    initials = "".join(word[0] for word in words)
    return (("digits", f"{key[:1]}{digits(key)}"), ("initials", initials if len(words) > 2 else key))


def _pair(kind: str, a: str, b: str) -> tuple[str, str, str]:
    return (kind, min(a, b), max(a, b))


def _alike(a: Name, b: Name, kind: str) -> tuple[float, str, str] | None:
    """How two names are almost one, where the pack does not know both: score, kind of match and reason."""
    if a.known and b.known:
        return None
    if kind == COMPANY:
        short, long = sorted((a.key.split(), b.key.split()), key=len)
        if (
            long[: len(short)] == short
            and len("".join(short)) > 2
            and TRADE_WORDS.issuperset(long[len(short) :])
        ):
            return (92.0, SIMILAR, "{a} and {b} differ only by a word that companies add to their name")
        if len(long) > 2 and short == ["".join(word[0] for word in long)]:
            return (91.0, SIMILAR, "Of {a} and {b} one is made of the first letters of the other")
    if score := likeness(a.key, b.key):
        return (score, SIMILAR, "{a} is written almost like {b}")
    return None


def _quoted(name: str) -> str:
    return f"“{' '.join(name.split())}”"


def _braced(text: str) -> str:
    """A text that `str.format` leaves as it is."""
    return text.replace("{", "{{").replace("}", "}}")
