"""Names that mean the same: data elements, companies and functions as two lists write them.

What is the same comes, in this order, from what the reviewer declared, from the letters, from the pack's
synonyms, and from a narrow measure of likeness (a slip of the pen, a legal form, an initialism). Every match
says why, so that a reviewer can check it and declare the opposite.

How the pack writes terms: `"=school"` counts only where it stands alone; `"Google *"` counts at the beginning of
a company's name, whatever follows. Groups of the kind `vague`, named after a kind, hold words that name nothing
there (`user information` is no data element, `not stated` no company).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.assessment.findings import Names
from app.questionnaire.rules import Synonyms

ELEMENT, COMPANY, FUNCTION, VAGUE = "element", "company", "function", "vague"

SAME, SYNONYM, SIMILAR, DECLARED, NEAR = "same", "synonym", "similar", "declared", "near"

_REMEMBERED = 20_000
_LIKE = 90.0
"""From which score a name counts as the other one with a slip of the pen."""
_NEAR = 60.0
_SHORTEST_LIKE = 6
"""Names of fewer letters are never like another: `Vimeo` is not `Vimeu`, but `Zoom` is not `Room` either."""
_LONGEST_ITEM = 6
"""More words than that are a sentence, not the name of a data element."""
_NEAREST = 3
_WEAK = "&"
_STRONG = ","
_WORD = re.compile(
    r"(?P<mail>\be[-\u2010\u2011 ]?mail(?P<mails>s)?\b)"
    r"|(?P<weak>\band\s*/\s*or\b|\bas\s+well\s+as\b|\bsuch\s+as\b|\be\.g\.|[&/+])"
    r"|(?P<word>[^\W_]+(?:'(?!s\b)[^\W_]+)?)(?P<own>'s?(?![^\W_]))?"
    r"|(?P<open>[(\[])|(?P<close>[)\]])"
    r"|(?P<strong>[,;:|•·\n\r]|[.!?](?=\s|$)|\s[-\u2013\u2014]+\s|[\u2013\u2014])",
    re.IGNORECASE,
)
_WEAK_WORDS = frozenset(
    {"and", "or", "including", "includes", "include", "incl", "like", "plus", "but", "etc"}
)
_NEGATIONS = frozenset({"no", "not", "without", "excluding", "except", "never"})
_STOP_WORDS = frozenset(
    "the a an of for to from in on at by with about into as its it their his her our your any all each every other some "
    "that which who whom when if while is are was were be been has have had this these those only may can will via per "
    "made sent provided entered given shared collected used created stored captured assigned linked associated "
    "submitted uploaded posted received using through during after before within across between against".split()
)
"""Words that end what a name says: what follows one of them only describes it."""
_PEOPLE = frozenset(
    "student pupil child kid learner parent guardian family families carer caregiver teacher educator staff employee "
    "administrator admin user member person people individual customer account school district class classroom "
    "district lea buyer contact visitor".split()
)
"""Words that say whose data it is."""
_SPELLINGS = {
    "organisation": "organization",
    "behaviour": "behavior",
    "behavioural": "behavioral",
    "programme": "program",
    "enrolment": "enrollment",
    "licence": "license",
    "centre": "center",
    "colour": "color",
    "learnt": "learned",
    "no.": "number",
    "nr": "number",
    "num": "number",
    "addr": "address",
    "postcode": "zip",
    "anonymised": "anonymized",
    "personalised": "personalized",
    "standardised": "standardized",
    "counsellor": "counselor",
    "postal": "postal",
}
_SINGULAR = {"cookies": "cookie", "selfies": "selfie", "movies": "movie", "data": "data", "children": "child"}
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:incorporated|inc|l\.?\s?l\.?\s?c|l\.?\s?l\.?\s?p|ltd|limited|corporation|corp|company|co|plc|gmbh(?:\s*&\s*co\.?\s*kg)?"
    r"|ag|se|s\.?\s?a\.?\s?r\.?\s?l|s\.?\s?a\.?\s?s|s\.?\s?a|s\.?\s?r\.?\s?l|s\.?\s?p\.?\s?a|b\.?\s?v|n\.?\s?v|oy|ab|a/s|aps|as"
    r"|pty(?:\.?\s+ltd)?|pte(?:\.?\s+ltd)?|pvt(?:\.?\s+ltd)?|kk|k\.k|holdings?|pbc)\.?(?=$|[\s,;)/])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?([a-z0-9-]+)\.(?:com|org|net|io|ai|co|app|dev|edu|us|eu)(?:/\S*)?",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"^(?:formerly|previously|now|dba|d/b/a|doing business as|aka|a\.k\.a\.|part of|owned by|by)\s+",
    re.IGNORECASE,
)
_COMPANY_PARTS = re.compile(r"\s*[/;|\n\r]\s*|\s*,\s+")
_COMPANY_PAIRS = re.compile(r"\s+(?:and|&|\+|on|via|through|by)\s+", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_TRADE_WORDS = frozenset(
    "lab labs software technology technologies tech system systems cloud service services solution solutions group media "
    "analytics platform platforms app apps application education learning health data messaging support network networks "
    "online digital international global usa us uk eu europe emea america canada api com io hosting server servers studio "
    "the pro plus enterprise business team workspace suite sso signin sign in login account accounts web product products".split()
)
"""Words that companies add to their name and leave out again."""
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


def plain(name: str) -> str:
    """A name as declarations are kept under it: one line, plain spaces, lower case."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("\u2019", "'").split())


class Matcher:
    """Compares names of the kinds `element`, `company` and `function`. Remembers what it read; pure."""

    def __init__(self, synonyms: tuple[Synonyms, ...], names: Names | None = None) -> None:
        self._words = _vocabulary(synonyms)
        self._said: dict[tuple[str, str, str], bool] = {}
        self._partners: dict[tuple[str, str], tuple[str, ...]] = {}
        for (kind, first, second), same in (names or {}).items():
            self._said[_pair(kind, _folded(first), _folded(second))] = same
            if same:
                for one, other in ((first, second), (second, first)):
                    known = self._partners.get((kind, _folded(one)), ())
                    self._partners[kind, _folded(one)] = (*known, *self._keys(other, kind))
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
        if _folded(a) == _folded(b):
            why = f"{_quoted(a)} and {_quoted(b)} are the same name"
            return Match(a, b, SAME, 100.0, why) if _folded(a) else None
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
        listed = self._listed(among, kind)
        for index in self._candidates(name, listed, kind):
            if match := self.same(name, listed.texts[index], kind):
                return match
        return None

    def unlisted(self, wanted: Sequence[str], listed: Sequence[str], kind: str) -> tuple[str, ...]:
        """Of the names in the wanted texts those that the listed texts do not say, in order, each once."""
        lists = self._listed(listed, kind)
        missing: dict[str, None] = {}
        for text in wanted:
            for name in self._words.read(text, kind):
                if not self._is_listed(name, lists, kind):
                    missing[name.display] = None
        return tuple(missing)

    def nearest(self, name: str, among: Sequence[str], kind: str) -> tuple[Match, ...]:
        """What came near and was not taken, nearest first, three at most."""
        from rapidfuzz import fuzz, process

        words = _folded(name)
        if not words:
            return ()
        listed = self._listed(among, kind)
        scored = process.extract(
            words, listed.folded, scorer=fuzz.token_set_ratio, score_cutoff=_NEAR, limit=4 * _NEAREST
        )
        candidates = dict.fromkeys(index for _, _, index in scored)
        candidates.update(dict.fromkeys(self._candidates(name, listed, kind)))
        near: dict[str, Match] = {}
        for index in candidates:
            other = listed.texts[index]
            if self.same(name, other, kind) is None:
                score = round(fuzz.token_set_ratio(words, listed.folded[index]), 1)
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
        for folded in dict.fromkeys((_folded(name), *(_folded(one.display) for one in names))):
            yield from listed.by_key.get(folded, ())
            for key in self._partners.get((kind, folded), ()):
                yield from listed.by_key.get(key, ())
        for one in names:
            yield from listed.by_key.get(one.key, ())
            yield from listed.covered.get(one.key, ())
        for one in names:
            yield from listed.like(one)

    def _keys(self, text: str, kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((_folded(text), *(name.key for name in self._words.read(text, kind)))))

    def _declaration(self, a: str, b: str, kind: str) -> bool | None:
        """What the reviewer declared of two names.

        That two products differ says nothing of the other products of their company, so that a company is
        different only as it is written.
        """
        if not self._said:
            return None
        whole = self._said.get(_pair(kind, _folded(a), _folded(b)))
        if whole is not None or kind == COMPANY:
            return whole
        first, second = self._words.read(a, kind), self._words.read(b, kind)
        if len(first) != 1 or len(second) != 1:
            return None
        return self._said.get(_pair(kind, _folded(first[0].display), _folded(second[0].display)))

    def _says(self, name: _Name, others: Mapping[str, _Name], kind: str) -> tuple[float, str, str] | None:
        """How a name is among others: score, kind of match and reason."""
        for key in self._partners.get((kind, _folded(name.display)), ()):
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

    def _is_listed(self, name: _Name, listed: _Listed, kind: str) -> bool:
        direct, covered = listed.by_key.get(name.key, ()), listed.covered.get(name.key, ())
        if not self._said:
            return bool(direct or covered or listed.like(name))
        own = _folded(name.display)
        if any(key in listed.by_key for key in self._partners.get((kind, own), ())):
            return True
        return any(not self._is_denied(own, i, listed, kind) for i in (*direct, *covered, *listed.like(name)))

    def _is_denied(self, own: str, index: int, listed: _Listed, kind: str) -> bool:
        """Whether the reviewer declared that what stands there is something else."""
        texts = [listed.folded[index]]
        if kind != COMPANY:
            texts += [_folded(name.display) for name in self._words.read(listed.texts[index], kind)]
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

    def __init__(self, texts: tuple[str, ...], kind: str, words: _Vocabulary) -> None:
        self.texts = texts
        self.folded = [_folded(text) for text in texts]
        self.by_key: dict[str, list[int]] = {}
        """Indexes by what a text says, and by the text as a whole."""
        self.covered: dict[str, list[int]] = {}
        """Indexes by what a text includes."""
        self._kind = kind
        self._buckets: dict[tuple[str, str], list[tuple[_Name, int]]] = {}
        self._like: dict[str, tuple[int, ...]] = {}
        for index, text in enumerate(texts):
            for name in words.read(text, kind):
                self.by_key.setdefault(name.key, []).append(index)
                for covered in words.covers.get((kind, name.key), ()):
                    self.covered.setdefault(covered, []).append(index)
                if not name.known:
                    for bucket in _buckets(name.key):
                        self._buckets.setdefault(bucket, []).append((name, index))
            if self.folded[index]:
                self.by_key.setdefault(self.folded[index], []).append(index)

    def like(self, name: _Name) -> tuple[int, ...]:
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
    return (("digits", f"{key[:1]}{_digits(key)}"), ("initials", initials if len(words) > 2 else key))


def _pair(kind: str, a: str, b: str) -> tuple[str, str, str]:
    return (kind, min(a, b), max(a, b))


@dataclass(frozen=True, slots=True)
class _Name:
    """One name that was read in a text."""

    display: str
    key: str
    """What it is compared by."""
    known: bool = False
    """Whether a group of the pack has it."""


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    """Folded; `&` and `,` for separators."""
    single: str
    """The same in the singular."""
    start: int
    end: int


@lru_cache(maxsize=8)
def _vocabulary(synonyms: tuple[Synonyms, ...]) -> _Vocabulary:
    return _Vocabulary(synonyms)


class _Vocabulary:
    """The pack's groups of synonyms, ready to be looked for in texts."""

    def __init__(self, synonyms: tuple[Synonyms, ...]) -> None:
        self._phrases: dict[str, dict[tuple[str, ...], str | None]] = {}
        self._alone: dict[str, dict[tuple[str, ...], str]] = {}
        self._begins: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}
        self.covers: dict[tuple[str, str], frozenset[str]] = {}
        """By kind and key of a group the keys of the groups that it includes."""
        plurals: list[tuple[str, tuple[str, ...], str | None]] = []
        covers: dict[tuple[str, str], set[str]] = {}
        for group in synonyms:
            vague = group.kind == VAGUE
            kind, name = (group.name, None) if vague else (group.kind, group.name)
            terms = group.terms if vague else (*group.terms, group.name)
            for term in terms:
                self._add(kind, term, name, plurals)
            if name is not None and group.covers:
                covers.setdefault((kind, _group_key(name)), set()).update(map(_group_key, group.covers))
        for kind, single, name in plurals:
            self._phrases.setdefault(kind, {}).setdefault(single, name)
        self.covers = {key: frozenset(names) for key, names in covers.items()}
        for kind, phrases in self._phrases.items():
            self._longest[kind] = max(map(len, phrases), default=0)
        self._terms = {
            kind: {" ".join(phrase): name for phrase, name in phrases.items() if name}
            for kind, phrases in self._phrases.items()
        }
        self.read: Callable[[str, str], tuple[_Name, ...]] = lru_cache(_REMEMBERED)(self._read)

    def _add(
        self, kind: str, term: str, name: str | None, plurals: list[tuple[str, tuple[str, ...], str | None]]
    ) -> None:
        tokens = _tokens(term)
        words = tuple(token.word for token in tokens if token.word != _STRONG and token.word not in "()")
        single = tuple(token.single for token in tokens if token.word != _STRONG and token.word not in "()")
        if not words:
            return
        if term.startswith("=") and name is not None:
            self._alone.setdefault(kind, {}).setdefault(words, name)
            self._alone[kind].setdefault(single, name)
            return
        if term.endswith("*") and name is not None:
            self._begins.setdefault(words, name)
            return
        phrases = self._phrases.setdefault(kind, {})
        phrases.setdefault(words, name)
        if words != single:
            plurals.append((kind, single, name))
        if len(words) == 2 and _WEAK not in words:
            plurals.append((kind, ("".join(single),), name))

    def _read(self, text: str, kind: str) -> tuple[_Name, ...]:
        if kind == COMPANY:
            found = self._companies(text)
        else:
            found = self._things(text, kind)
        first: dict[str, _Name] = {}
        for name in found:
            first.setdefault(name.key, name)
        return tuple(first.values())

    def _things(self, text: str, kind: str) -> list[_Name]:
        """Elements or functions in a text."""
        found: list[_Name] = []
        for outer, inner in _items(_tokens(text)):
            before = len(found)
            found += self._in_item(text, outer, kind)
            described = len(found) > before
            for part in inner:
                names = self._in_item(text, part, kind)
                found += [name for name in names if name.known or not described]
        return [name for name in found if name.known] if kind == FUNCTION else found

    def _in_item(self, text: str, tokens: Sequence[_Token], kind: str) -> list[_Name]:
        """Names in one item of a list, which may still hold several (`name and e-mail address`)."""
        spans = self._scan(tokens, kind)
        found: list[_Name] = []
        start = 0
        inside = {index for first, last, _ in spans for index in range(first, last)}
        ends = [i for i, token in enumerate(tokens) if token.word == _WEAK and i not in inside]
        for end in (*ends, len(tokens)):
            if start < end:
                if tokens[start].word in _NEGATIONS:
                    break
                held = [span for span in spans if start <= span[0] < end]
                found += self._in_segment(text, tokens, start, end, held, kind)
            start = end + 1
        return found

    def _scan(self, tokens: Sequence[_Token], kind: str) -> list[tuple[int, int, str | None]]:
        """The known phrases, longest first from the left: first token, token after, group (None for vague words)."""
        phrases = self._phrases.get(kind, {})
        longest = self._longest.get(kind, 0)
        words = tuple(token.word for token in tokens)
        singles = tuple(token.single for token in tokens)
        found: list[tuple[int, int, str | None]] = []
        index = 0
        while index < len(words):
            for end in range(min(len(words), index + longest), index, -1):
                phrase = words[index:end]
                if phrase not in phrases:
                    phrase = singles[index:end]
                if phrase in phrases:
                    found.append((index, end, phrases[phrase]))
                    index = end
                    break
            else:
                index += 1
        return found

    def _in_segment(
        self,
        text: str,
        tokens: Sequence[_Token],
        start: int,
        end: int,
        spans: Sequence[tuple[int, int, str | None]],
        kind: str,
    ) -> list[_Name]:
        """Names in a part without separators: known phrases with what describes them, or one unknown thing."""
        alone = self._alone.get(kind, {})
        part = tokens[start:end]
        for words in (
            tuple(token.single for token in part),
            tuple(token.single for token in part if token.word not in _STOP_WORDS),
            tuple(t.single for t in part if t.word not in _STOP_WORDS and t.single not in _PEOPLE),
        ):
            if words and words in alone:
                return [_group(alone[words])]
        known = [span for span in spans if span[2] is not None]
        if kind == FUNCTION:
            return [_group(name) for _, _, name in known if name is not None]
        vague = {index for first, last, name in spans if name is None for index in range(first, last)}
        if not known:
            return self._unknown(
                text, [token for i, token in enumerate(tokens) if start <= i < end], vague, start, kind
            )
        first, last, _ = known[-1]
        tail: list[_Token] = []
        for index in range(last, end):
            if tokens[index].word in _STOP_WORDS:
                break
            if index not in vague and not tokens[index].word.isdigit():
                tail = list(tokens[last : index + 1])
        names = [_group(one) for _, _, one in known if one is not None]
        if tail:
            whole = [*tokens[first:last], *tail]
            names[-1:] = self._unknown(text, whole, frozenset(), 0, kind)
        return names

    def _unknown(
        self, text: str, tokens: Sequence[_Token], vague: Iterable[int], start: int, kind: str
    ) -> list[_Name]:
        """A thing that no group has: as it is written, or the group whose name it misspells."""
        gone = set(vague)
        telling = [
            token
            for index, token in enumerate(tokens, start)
            if index not in gone
            and token.word not in _STOP_WORDS
            and token.single not in _PEOPLE
            and not token.word.isdigit()
        ]
        if not telling or len(telling) > _LONGEST_ITEM:
            return []
        key = " ".join(token.single for token in telling)
        if near := self._misspelt(key, kind):
            return [_group(near)]
        written = " ".join(text[tokens[0].start : tokens[-1].end].split()).strip(" .'\"")
        return [_Name(written, key)]

    def _misspelt(self, key: str, kind: str) -> str | None:
        if len(key) < _SHORTEST_LIKE:
            return None
        from rapidfuzz import fuzz, process

        terms = self._terms.get(kind, {})
        found = process.extractOne(key, terms.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
        return terms[found[0]] if found and _likeness(key, found[0]) else None

    def _companies(self, text: str) -> list[_Name]:
        """Companies in a cell: one, or several with a slash, a comma or a line between them."""
        text = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
        found: list[_Name] = []
        asides = [aside.strip() for aside in _IN_PARENTHESES.findall(text)]
        outside = _LEGAL_FORM.sub("", _IN_PARENTHESES.sub(" ", f" {text}"))
        for part in _COMPANY_PARTS.split(outside):
            pair = _COMPANY_PAIRS.split(part)
            known = [self._company(one) for one in pair]
            if len(pair) > 1 and all(name is not None and name.known for name in known):
                found += [name for name in known if name is not None]
            elif (name := self._company(part)) is not None:
                found.append(name)
        for aside in asides:
            alias = _FORMER.sub("", aside)
            for part in _COMPANY_PARTS.split(_LEGAL_FORM.sub("", alias)):
                name = self._company(part)
                if name is not None and (name.known or alias != aside or not found):
                    found.append(name)
        return found

    def _company(self, part: str) -> _Name | None:
        written = " ".join(_LEGAL_FORM.sub("", f" {part}").split()).strip(" ,.;:")
        if address := _ADDRESS.fullmatch(written):
            written = address[1]
        words = tuple(token.word for token in _tokens(written) if token.word not in (_STRONG, "(", ")"))
        if words[:1] == ("the",):
            words = words[1:]
        if not words:
            return None
        phrases = self._phrases.get(COMPANY, {})
        single = tuple(map(_singular, words))
        for phrase in (words, single):
            if phrase in phrases:
                name = phrases[phrase]
                return None if name is None else _group(name)
        for end in range(len(words), 0, -1):
            if words[:end] in self._begins:
                return _group(self._begins[words[:end]])
        trimmed = tuple(word for word in words if word not in _TRADE_WORDS)
        if trimmed and (group := phrases.get(trimmed)):
            return _group(group)
        return _Name(written, " ".join(words))


def _group(name: str) -> _Name:
    return _Name(name, _group_key(name), known=True)


@lru_cache(maxsize=2_000)
def _group_key(name: str) -> str:
    return f"={plain(name)}"


def _items(tokens: Sequence[_Token]) -> list[tuple[list[_Token], list[list[_Token]]]]:
    """The items of a list, each with what stands in parentheses beside it."""
    items: list[tuple[list[_Token], list[list[_Token]]]] = [([], [])]
    depth = 0
    for token in tokens:
        if token.word == "(":
            depth += 1
            items[-1][1].append([])
        elif token.word == ")":
            depth = max(depth - 1, 0)
        elif depth:
            if token.word == _STRONG:
                items[-1][1].append([])
            else:
                items[-1][1][-1].append(token)
        elif token.word == _STRONG:
            items.append(([], []))
        else:
            items[-1][0].append(token)
    return items


def _tokens(text: str) -> list[_Token]:
    """Words and separators of a text, in order."""
    text = text.replace("\u2019", "'")
    found: list[_Token] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if match["mail"]:
            found.append(_Token("emails" if match["mails"] else "email", "email", start, end))
        elif match["word"]:
            word = unicodedata.normalize("NFKC", match["word"]).casefold()
            word = _SPELLINGS.get(word, word)
            if word in _WEAK_WORDS:
                found.append(_Token(_WEAK, _WEAK, start, end))
            else:
                found.append(_Token(word, _singular(word), start, end))
        elif match["weak"]:
            found.append(_Token(_WEAK, _WEAK, start, end))
        elif match["open"]:
            found.append(_Token("(", "(", start, end))
        elif match["close"]:
            found.append(_Token(")", ")", start, end))
        else:
            found.append(_Token(_STRONG, _STRONG, start, end))
    return _joined(found)


def _joined(tokens: list[_Token]) -> list[_Token]:
    """Separators that follow each other count once: `and/or`, `, and`, `/ or`."""
    found: list[_Token] = []
    for token in tokens:
        last = found[-1].word if found else ""
        if token.word == _WEAK and last in (_WEAK, _STRONG):
            continue
        if token.word == _STRONG and last == _WEAK:
            found[-1] = replace(token)
            continue
        found.append(token)
    return found


@lru_cache(maxsize=_REMEMBERED)
def _singular(word: str) -> str:
    """An English word without its plural ending; the same for both forms, not always a word."""
    if word in _SINGULAR:
        return _SINGULAR[word]
    if len(word) < 4 and word != "ids":
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=_REMEMBERED)
def _folded(text: str) -> str:
    """A name as two spellings of it agree: words in lower case and in the singular."""
    return " ".join(token.single for token in _tokens(text) if token.word not in (_STRONG, "(", ")"))


def _likeness(a: str, b: str) -> float:
    """The score of two keys that differ by a slip of the pen; 0 when they differ by more."""
    from rapidfuzz import fuzz

    if a == b:
        return 100.0
    first, second = a.replace(" ", ""), b.replace(" ", "")
    if first == second:
        return 99.0
    if min(len(first), len(second)) < _SHORTEST_LIKE or first[0] != second[0]:
        return 0.0
    if _digits(first) != _digits(second):
        return 0.0
    score = float(fuzz.ratio(first, second))
    return round(score, 1) if score >= _LIKE else 0.0


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _alike(a: _Name, b: _Name, kind: str) -> tuple[float, str, str] | None:
    """How two names are almost one, where the pack does not know both: score, kind of match and reason."""
    if a.known and b.known:
        return None
    if kind == COMPANY:
        short, long = sorted((a.key.split(), b.key.split()), key=len)
        if (
            long[: len(short)] == short
            and len("".join(short)) > 2
            and _TRADE_WORDS.issuperset(long[len(short) :])
        ):
            return (92.0, SIMILAR, "{a} and {b} differ only by a word that companies add to their name")
        if len(long) > 2 and short == ["".join(word[0] for word in long)]:
            return (91.0, SIMILAR, "Of {a} and {b} one is made of the first letters of the other")
    if score := _likeness(a.key, b.key):
        return (score, SIMILAR, "{a} is written almost like {b}")
    return None


def _quoted(name: str) -> str:
    return f"“{' '.join(name.split())}”"


def _braced(text: str) -> str:
    """A text that `str.format` leaves as it is."""
    return text.replace("{", "{{").replace("}", "}}")
