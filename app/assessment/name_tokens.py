"""Names taken apart: the words and separators of a list of things, so that two spellings of a name agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_REMEMBERED = 20_000
WEAK = "&"
STRONG = ","
_WORD = re.compile(
    r"(?P<number>#s?|\bno\.(?=\s*(?:$|[,;)])))"
    r"|(?P<mail>\be[-\u2010\u2011 ]?mail(?P<mails>s)?\b)"
    r"|(?P<weak>\band\s*/\s*or\b|\bas\s+well\s+as\b|\bsuch\s+as\b|\be\.g\.|[&/+])"
    r"|(?P<word>[^\W_]+(?:'(?!s\b)[^\W_]+)?)(?P<own>'s?(?![^\W_]))?"
    r"|(?P<open>[(\[])|(?P<close>[)\]])"
    r"|(?P<strong>[,;:|•·\n\r]|[.!?](?=\s|$)|\s[-\u2013\u2014]+\s|[\u2013\u2014])",
    re.IGNORECASE,
)
_WEAK_WORDS = frozenset(
    {"and", "or", "including", "includes", "include", "incl", "like", "plus", "but", "etc"}
)
NEGATIONS = frozenset({"no", "not", "without", "excluding", "except", "never"})
STOP_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "for",
        "to",
        "from",
        "in",
        "on",
        "at",
        "by",
        "with",
        "about",
        "into",
        "as",
        "its",
        "it",
        "their",
        "his",
        "her",
        "our",
        "your",
        "any",
        "all",
        "each",
        "every",
        "other",
        "some",
        "that",
        "which",
        "who",
        "whom",
        "when",
        "if",
        "while",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "this",
        "these",
        "those",
        "only",
        "may",
        "can",
        "will",
        "via",
        "per",
        "made",
        "sent",
        "provided",
        "entered",
        "given",
        "shared",
        "collected",
        "used",
        "created",
        "stored",
        "captured",
        "assigned",
        "linked",
        "associated",
        "submitted",
        "uploaded",
        "posted",
        "received",
        "using",
        "through",
        "during",
        "after",
        "before",
        "within",
        "across",
        "between",
        "listed",
        "described",
        "contained",
        "specified",
        "needed",
        "required",
        "below",
        "above",
        "against",
    ]
)
"""Words that end what a name says: what follows one of them only describes it."""
_PEOPLE = frozenset(
    [
        "student",
        "pupil",
        "child",
        "kid",
        "learner",
        "parent",
        "guardian",
        "family",
        "families",
        "carer",
        "caregiver",
        "teacher",
        "educator",
        "staff",
        "employee",
        "administrator",
        "admin",
        "user",
        "member",
        "person",
        "people",
        "individual",
        "customer",
        "account",
        "school",
        "district",
        "class",
        "classroom",
        "district",
        "lea",
        "buyer",
        "contact",
        "visitor",
        "minor",
    ]
)
"""Words that say whose data it is."""
_WHOSE = {
    **dict.fromkeys(("student", "pupil", "child", "kid", "learner", "minor"), "student"),
    **dict.fromkeys(("parent", "guardian", "family", "families", "carer", "caregiver"), "parent"),
    **dict.fromkeys(
        ("teacher", "educator", "staff", "employee", "administrator", "admin"), "teacher or staff"
    ),
}
"""Whom some of them mean, as a list of data calls them; the others leave it open."""
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
    "nr": "number",
    "num": "number",
    "addr": "address",
    "anonymised": "anonymized",
    "personalised": "personalized",
    "standardised": "standardized",
    "counsellor": "counselor",
}
_SINGULAR = {"cookies": "cookie", "selfies": "selfie", "movies": "movie", "data": "data", "children": "child"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a separator."""

    word: str
    """In lower case; `WEAK` between things that belong together (`and`), `STRONG` between others, `(` and `)`."""
    single: str
    """The same in the singular."""
    start: int
    end: int

    @property
    def tells(self) -> bool:
        """Whether it says what a thing is, and not only whose it is."""
        return self.word not in STOP_WORDS and self.single not in _PEOPLE


def people_in(words: Sequence[Token]) -> frozenset[str]:
    """Whose data these words speak of (`student`, `parent`, `teacher or staff`); empty where they leave it open."""
    return frozenset(_WHOSE[token.single] for token in words if token.single in _WHOSE)


def items(words: Sequence[Token]) -> list[tuple[list[Token], list[list[Token]]]]:
    """The items of a list, each with what stands in parentheses beside it."""
    found: list[tuple[list[Token], list[list[Token]]]] = [([], [])]
    depth = 0
    for token in words:
        if token.word == "(":
            depth += 1
            found[-1][1].append([])
        elif token.word == ")":
            depth = max(depth - 1, 0)
        elif depth:
            if token.word == STRONG:
                found[-1][1].append([])
            else:
                found[-1][1][-1].append(token)
        elif token.word == STRONG:
            found.append(([], []))
        else:
            found[-1][0].append(token)
    return found


def tokens_of(text: str) -> list[Token]:
    """Words and separators of a text, in order."""
    text = text.replace("\u2019", "'")
    found: list[Token] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if match["number"]:
            found.append(Token("number", "number", start, end))
        elif match["mail"]:
            found.append(Token("emails" if match["mails"] else "email", "email", start, end))
        elif match["word"]:
            word = unicodedata.normalize("NFKC", match["word"]).casefold()
            word = _SPELLINGS.get(word, word)
            if word in _WEAK_WORDS:
                found.append(Token(WEAK, WEAK, start, end))
            else:
                found.append(Token(word, singular(word), start, end))
        elif match["weak"]:
            found.append(Token(WEAK, WEAK, start, end))
        elif match["open"]:
            found.append(Token("(", "(", start, end))
        elif match["close"]:
            found.append(Token(")", ")", start, end))
        else:
            found.append(Token(STRONG, STRONG, start, end))
    return _joined(found)


def _joined(tokens: list[Token]) -> list[Token]:
    """Separators that follow each other count once: `and/or`, `, and`, `/ or`."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1].word if found else ""
        if token.word == WEAK and last in (WEAK, STRONG):
            continue
        if token.word == STRONG and last == WEAK:
            found[-1] = token
            continue
        found.append(token)
    return found


@lru_cache(maxsize=_REMEMBERED)
def singular(word: str) -> str:
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
def folded(text: str) -> str:
    """A name as two spellings of it agree: words in lower case and in the singular."""
    return " ".join(token.single for token in tokens_of(text) if token.word not in (STRONG, "(", ")"))


def plain(name: str) -> str:
    """A name on one line, in lower case, with plain spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("\u2019", "'").split())
