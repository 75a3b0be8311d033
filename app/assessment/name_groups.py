"""The pack's groups of names, looked for in texts.

How the pack writes terms: `"=school"` counts only where it stands alone; `"Google *"` counts at the beginning of
a company's name, whatever follows. Groups of the kind `vague`, named after a kind, hold words that name nothing
there (`user information` is no data element, `not stated` no company).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.assessment.name_tokens import (
    NEGATIONS,
    STOP_WORDS,
    STRONG,
    WEAK,
    Token,
    items,
    people_in,
    plain,
    singular,
    tokens_of,
)
from app.questionnaire.rules import Synonyms

ELEMENT, COMPANY, FUNCTION, VAGUE = "element", "company", "function", "vague"

SHORTEST_LIKE = 6
"""Names of fewer letters are never a misspelling of another: `Zoom` is not `Room`."""
LIKE = 85.0
"""From which score (0 to 100) it is looked whether a name is another one with a slip of the pen."""

_REMEMBERED = 20_000
_LONG = 13
"""From so many letters on two slips of the pen are forgiven, before it one: `translation` is no `transaction`."""
_LONGEST_ITEM = 6
"""More words than that are a sentence, not the name of a data element."""
_HEADS = frozenset(
    {"name", "id", "identifier", "number", "address", "title", "state", "level", "position", "point", "view"}
)
"""Terms of one word that say little: the word before them decides (`pet name` is no person's name)."""
_OF = frozenset({"of", "about", "on"})
_LEGAL_FORM = re.compile(
    r"(?<![\s,])[\s,]++(?:incorporated|inc|l\.?\s?l\.?\s?c|l\.?\s?l\.?\s?p|ltd|limited|corporation|corp|company|co|plc|gmbh(?:\s*&\s*co\.?\s*kg)?"
    r"|ag|se|s\.?\s?a\.?\s?r\.?\s?l|s\.?\s?a\.?\s?s|s\.?\s?a|s\.?\s?r\.?\s?l|s\.?\s?p\.?\s?a|b\.?\s?v|n\.?\s?v|oy|ab|a/s|aps"
    r"|pty(?:\.?\s+ltd)?|pte(?:\.?\s+ltd)?|pvt(?:\.?\s+ltd)?|kk|k\.k|holdings?|pbc)\.?(?=$|[\s,;)/])",
    re.IGNORECASE,
)
_WEB = re.compile(r"(?:https?://|\bwww\.)(?:www\.)?([\w.-]+)(?:/\S*)?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?([a-z0-9-]+)\.(?:com|org|net|io|ai|co|app|dev|edu|us|eu)(?:/\S*)?",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"^(?:formerly|previously|now|dba|d/b/a|doing business as|aka|a\.k\.a\.|part of|owned by|by)\s+",
    re.IGNORECASE,
)
_COMPANY_PARTS = re.compile(r"[/;|\n\r]|,(?=\s)")
_COMPANY_PAIRS = re.compile(r"(?<!\s)\s+(?:and|&|\+|on|via|through|by)\s+", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
TRADE_WORDS = frozenset(
    [
        "lab",
        "labs",
        "software",
        "technology",
        "technologies",
        "tech",
        "system",
        "systems",
        "cloud",
        "service",
        "services",
        "solution",
        "solutions",
        "group",
        "media",
        "analytics",
        "platform",
        "platforms",
        "app",
        "apps",
        "application",
        "education",
        "learning",
        "health",
        "data",
        "messaging",
        "support",
        "network",
        "networks",
        "online",
        "digital",
        "international",
        "global",
        "usa",
        "us",
        "uk",
        "eu",
        "europe",
        "emea",
        "america",
        "canada",
        "api",
        "com",
        "io",
        "hosting",
        "server",
        "servers",
        "studio",
        "the",
        "pro",
        "plus",
        "enterprise",
        "business",
        "team",
        "workspace",
        "suite",
        "sso",
        "signin",
        "sign",
        "in",
        "login",
        "account",
        "accounts",
        "web",
        "product",
        "products",
    ]
)
"""Words that companies add to their name and leave out again."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name that was read in a text."""

    display: str
    key: str
    """What it is compared by."""
    known: bool = False
    """Whether a group of the pack has it."""
    whose: frozenset[str] = frozenset()
    """Whose data the text says it is, of an element; empty where it leaves that open."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a list."""

    text: str
    """The whole text that the offsets of the tokens are in."""
    tokens: tuple[Token, ...]
    kind: str
    aside: bool = False
    """Whether it only describes, in parentheses, what stands before it: then it names known things alone."""


_Span = tuple[int, int, str | None]
"""First token, token after, and the group that the words between them name; None for vague words."""


@lru_cache(maxsize=8)
def vocabulary(synonyms: tuple[Synonyms, ...]) -> Vocabulary:
    """The groups of a pack; the same ones are put in order once."""
    return Vocabulary(synonyms)


class Vocabulary:
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
        self.read: Callable[[str, str], tuple[Name, ...]] = lru_cache(_REMEMBERED)(self._read)

    def _add(
        self, kind: str, term: str, name: str | None, plurals: list[tuple[str, tuple[str, ...], str | None]]
    ) -> None:
        tokens = tokens_of(term)
        words = tuple(token.word for token in tokens if token.word != STRONG and token.word not in "()")
        single = tuple(token.single for token in tokens if token.word != STRONG and token.word not in "()")
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
        if len(words) == 2 and WEAK not in words:
            plurals.append((kind, ("".join(single),), name))

    def _read(self, text: str, kind: str) -> tuple[Name, ...]:
        found = self._companies(text) if kind == COMPANY else self._things(text, kind)
        first: dict[str, Name] = {}
        for name in found:
            before = first.setdefault(name.key, name)
            if not name.whose <= before.whose:
                first[name.key] = replace(before, whose=before.whose | name.whose)
        return tuple(first.values())

    def _things(self, text: str, kind: str) -> list[Name]:
        """Elements or functions in a text."""
        found: list[Name] = []
        for outer, inner in items(tokens_of(text)):
            names = self._in_item(_Item(text, tuple(outer), kind))
            beside: frozenset[str] = frozenset()
            more: list[Name] = []
            for part in inner:
                named = self._in_item(_Item(text, tuple(part), kind, aside=bool(names)))
                more += named
                beside |= frozenset() if named else people_in(part)
            found += [replace(one, whose=one.whose | beside) for one in names] if beside else names
            found += more
        return found

    def _in_item(self, item: _Item) -> list[Name]:
        """Names in one item of a list, which may still hold several (`name and e-mail address`)."""
        spans = self._scan(item.tokens, item.kind)
        found: list[Name] = []
        start, waiting = 0, frozenset[str]()
        inside = {index for first, last, _ in spans for index in range(first, last)}
        ends = [i for i, token in enumerate(item.tokens) if token.word == WEAK and i not in inside]
        for end in (*ends, len(item.tokens)):
            if start < end:
                if item.tokens[start].word in NEGATIONS:
                    break
                held = [span for span in spans if start <= span[0] < end]
                whose = waiting | people_in(item.tokens[start:end])
                named = self._in_segment(item, start, end, held)
                waiting = frozenset() if named else whose  # "student and parent names"
                found += [replace(one, whose=whose) for one in named] if whose else named
            start = end + 1
        return found

    def _scan(self, tokens: Sequence[Token], kind: str) -> list[tuple[int, int, str | None]]:
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

    def _in_segment(self, item: _Item, start: int, end: int, spans: Sequence[_Span]) -> list[Name]:
        """Names in a part without separators: known phrases with what describes them, or one unknown thing."""
        tokens = item.tokens
        vague = {index for first, last, name in spans if name is None for index in range(first, last)}
        known = [(first, last, name) for first, last, name in spans if name is not None]
        if [(first, last) for first, last, _ in known] != [(start, end)]:
            alone = self._standing_alone(tokens[start:end], item.kind)
            if alone is not None:
                return [] if item.aside else [group_name(alone)]
        if item.kind == FUNCTION:
            return [group_name(name) for _, _, name in known]
        if not known:
            start = _after_vague_head(tokens, start, end, vague)
            telling = [tokens[i] for i in range(start, end) if i not in vague]
            return self._unknown(item, tokens[start:end], telling)
        found: list[Name] = []
        reached = start
        for number, (first, last, name) in enumerate(known):
            begin, stop = first, last
            if last - first == 1 and tokens[first].single in _HEADS and first > reached:
                begin -= tokens[first - 1].tells and first - 1 not in vague
            for index in range(last, end if number == len(known) - 1 else last):
                if tokens[index].word in STOP_WORDS:
                    break
                if index not in vague and not tokens[index].word.isdigit():
                    stop = index + 1
            whole = tokens[begin:stop]
            found += (
                [group_name(name)] if (begin, stop) == (first, last) else self._unknown(item, whole, whole)
            )
            reached = last
        return found

    def _standing_alone(self, tokens: Sequence[Token], kind: str) -> str | None:
        """The group of a term that counts only where nothing else is said."""
        alone = self._alone.get(kind, {})
        for words in (
            tuple(token.single for token in tokens),
            tuple(token.single for token in tokens if token.word not in STOP_WORDS),
            tuple(token.single for token in tokens if token.tells),
        ):
            if words and words in alone:
                return alone[words]
        return None

    def _unknown(self, item: _Item, tokens: Sequence[Token], telling: Sequence[Token]) -> list[Name]:
        """A thing that no group has: as it is written, or the group whose name it misspells."""
        words = [token for token in telling if token.tells and not token.word.isdigit()]
        if not words or len(words) > _LONGEST_ITEM:
            return []
        key = " ".join(token.single for token in words)
        if near := self._misspelt(key, item.kind):
            return [group_name(near)]
        if item.aside:
            return []
        written = " ".join(item.text[tokens[0].start : tokens[-1].end].split()).strip(" .'\"")
        return [Name(written, key)]

    def _misspelt(self, key: str, kind: str) -> str | None:
        if len(key) < SHORTEST_LIKE:
            return None
        from rapidfuzz import fuzz, process

        terms = self._terms.get(kind, {})
        found = process.extractOne(key, terms.keys(), scorer=fuzz.ratio, score_cutoff=LIKE)
        return terms[found[0]] if found and likeness(key, found[0]) else None

    def _companies(self, text: str) -> list[Name]:
        """Companies in a cell: one, or several with a slash, a comma or a line between them."""
        text = _WEB.sub(r"\1 ", unicodedata.normalize("NFKC", text).replace("\u2019", "'"))
        found: list[Name] = []
        outside = _LEGAL_FORM.sub("", _IN_PARENTHESES.sub(" ", f" {text}"))
        for part in _COMPANY_PARTS.split(outside):
            pair = [self._company(one) for one in _COMPANY_PAIRS.split(part)]
            if len(pair) > 1 and all(name is not None and name.known for name in pair):
                found += [name for name in pair if name is not None]
            elif (name := self._company(_FORMER.sub("", part.strip()))) is not None:
                found.append(name)
        for aside in map(str.strip, _IN_PARENTHESES.findall(text)):
            alias = _FORMER.sub("", aside)
            for part in _COMPANY_PARTS.split(_LEGAL_FORM.sub("", alias)):
                name = self._company(part)
                if name is not None and (name.known or alias != aside or not found):
                    found.append(name)
        return found

    def _company(self, part: str) -> Name | None:
        written = " ".join(_LEGAL_FORM.sub("", f" {part}").split()).strip(" ,.;:")
        if address := _ADDRESS.fullmatch(written):
            written = address[1]
        words = tuple(token.word for token in tokens_of(written) if token.word not in (STRONG, "(", ")"))
        if words[:1] == ("the",):
            words = words[1:]
        if not words:
            return None
        phrases = self._phrases.get(COMPANY, {})
        single = tuple(map(singular, words))
        for phrase in (words, single):
            if phrase in phrases:
                name = phrases[phrase]
                return None if name is None else group_name(name)
        for end in range(len(words), 0, -1):
            if words[:end] in self._begins:
                return group_name(self._begins[words[:end]])
        trimmed = tuple(word for word in words if word not in TRADE_WORDS)
        if len("".join(trimmed)) >= SHORTEST_LIKE and (group := phrases.get(trimmed)):
            return group_name(group)
        if near := self._misspelt(" ".join(words), COMPANY):
            return group_name(near)
        return Name(written, " ".join(words))


def _after_vague_head(tokens: Sequence[Token], start: int, end: int, vague: Collection[int]) -> int:
    """Where a thing begins that is named after vague words (`records of shoe sizes`).

    It is the end where what follows only describes them (`data stored in Ireland`), and the start where the thing
    is named first.
    """
    index = start
    while index < end and tokens[index].word in STOP_WORDS:
        index += 1
    head = index
    while (
        index < end and (index in vague or not tokens[index].tells) and tokens[index].word not in STOP_WORDS
    ):
        index += 1
    if index in (head, end) or tokens[index].word not in STOP_WORDS:
        return start
    return index + 1 if tokens[index].word in _OF else end


def group_name(name: str) -> Name:
    """What is read where a term of a group stands."""
    return Name(name, _group_key(name), known=True)


@lru_cache(maxsize=2_000)
def _group_key(name: str) -> str:
    return f"={plain(name)}"


def likeness(a: str, b: str) -> float:
    """The score of two keys that differ by a slip of the pen; 0 when they differ by more."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA

    if a == b:
        return 100.0
    first, second = a.replace(" ", ""), b.replace(" ", "")
    if first == second:
        return 99.0
    if min(len(first), len(second)) < SHORTEST_LIKE or first[0] != second[0]:
        return 0.0
    if digits(first) != digits(second):
        return 0.0
    slips = 1 if len(first) < _LONG else 2
    if OSA.distance(first, second, score_cutoff=slips) > slips:
        return 0.0
    return round(float(fuzz.ratio(first, second)), 1)


def digits(text: str) -> str:
    """The digits of a text."""
    return "".join(filter(str.isdigit, text))
