"""A passage as blocks: where it stands, what kind of evidence it is, and its words with what matched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from app.assessment.answer import Answer, State
from app.assessment.passages import BlockKind
from app.evidence.model import Polarity, Suggestion
from app.evidence.terms import pattern
from app.questionnaire.model import AnswerType, Question
from app.tui.quoting import Quoting
from app.tui.signs import SIGNS, Sign, sign_of
from app.tui.text import plain, shown
from app.tui.widgets.sheet import EMPTY, Block, pressable

MOST_TERMS = 6
"""Words and phrases of a search that are named; the rest is counted."""
_LONG, _SHORT = 900, 190
"""Characters of a passage that is marked, and of one that is not."""
_AROUND = 160
"""Characters shown before and after a narrowed quote."""
_LEAD = 50
"""Characters shown before the first word that matched, where the beginning is left out."""
_MUTED = "$text-muted"
_LINED = (BlockKind.ITEM, BlockKind.ROW)


def kind_of(passage: Suggestion, question: Question | None) -> Sign | None:
    """What kind of evidence a passage is; None where it does not tell."""
    limit = ", with a limit" if passage.limited else ""
    if passage.speaks_for in ("yes", "no"):
        state = State(passage.speaks_for)
        sign = sign_of(question, Answer(state)) if question is not None else SIGNS[state]
        if passage.limited and state is State.YES:
            return Sign("◐", f"says yes{limit}", "$text-warning")
        return Sign(sign.glyph, f"says {passage.speaks_for}{limit}", sign.style)
    # a "not" in a passage is no answer to a question of yes or no: which one it is, is for the reviewer to read
    decides = question is not None and question.type is AnswerType.STATEMENT
    if passage.polarity is Polarity.DENIES and not decides:
        return Sign("✗", f"denies{limit}", "$text-warning")
    if passage.polarity is Polarity.BOTH:
        return Sign("◐", "says both", "$text-warning")
    return Sign("◐", "sets a limit", "$text-warning") if passage.limited else None


def passage_blocks(
    passage: Suggestion,
    *,
    mark: Content,
    width: int,
    question: Question | None = None,
    quoting: Quoting | None = None,
    full: bool = False,
    key: str = "",
    press: int = 0,
    tail: Sequence[Block] = (),
) -> Iterator[Block]:
    """The blocks of one passage.

    `full` shows more of it; `quoting` lights the part that is quoted; `press` is its number for the mouse;
    `tail` follows its words.
    """
    where = plain(f"{passage.document}, {passage.place}", "bold", limit=80)
    kind = kind_of(passage, question)
    word = Content.styled(f"{kind.glyph} {kind.word}", kind.style) if kind is not None else EMPTY
    room = width - 2
    left = room - where.cell_length - (word.cell_length + 2 if word else 0) - 2
    if left >= 6 and passage.name.casefold() != passage.document.casefold():
        where += plain(f"  {passage.name}", _MUTED, limit=80).truncate(left + 2, ellipsis=True)
    if word and where.cell_length + 2 + word.cell_length <= room:
        where += Content("  ") + word
        word = EMPTY
    yield Block(pressable(where, passage=press), mark, 2, key=key)
    if word:
        yield Block(pressable(word, passage=press), indent=2)
    if passage.context and room >= 12:
        context = _innermost(shown(passage.context, limit=2000), room)
        yield Block(Content.styled(context, f"italic {_MUTED}"), indent=2)
    yield Block(pressable(_words(passage, quoting, full=full), passage=press), indent=2)
    if passage.also:
        same = plain(f"the same words: {'; '.join(passage.also[:4])}", _MUTED, limit=120)
        more = len(passage.also) - 4
        yield Block(same + Content.styled(f" and {more} more" if more > 0 else "", _MUTED), indent=2)
    yield from tail
    yield Block(EMPTY)


def emphasised(text: str, terms: Sequence[str], style: str, strong: str) -> Content:
    """Text that passed the gate, in a style, with the terms in another."""
    content = Content.styled(text, style) if style else Content(text)
    found = pattern(terms)
    if found is not None:
        for match in found.finditer(text):
            content = content.stylize(strong, match.start(), match.end())
    return content


def terms_text(terms: Sequence[str], most: int = MOST_TERMS) -> str:
    """Words and phrases in one line, the rest counted."""
    named = ", ".join(shown(term, limit=60) for term in terms[:most])
    return named + (f" and {len(terms) - most} more" if len(terms) > most else "")


def _words(passage: Suggestion, quoting: Quoting | None, *, full: bool) -> Content:
    lined = passage.kind in _LINED
    if quoting is None or quoting.whole:
        text = _cut(passage.text, passage.terms, _LONG if full else _SHORT, lined=lined)
        if not full:
            return emphasised(text, passage.terms, _MUTED, "bold $foreground")
        return emphasised(f"“{text}”", passage.terms, "", "bold $accent")
    start, end = quoting.piece
    before, quote, after = passage.text[:start], passage.text[start:end], passage.text[end:]
    if len(before) > _AROUND:
        before = "…" + before[1 - _AROUND :]
    parts = [
        Content.styled(_tidy(before, _AROUND, lined=lined), _MUTED),
        emphasised(f"“{_tidy(quote, _LONG, lined=lined)}”", passage.terms, "underline", "bold $accent"),
        Content.styled(_tidy(after, _AROUND, lined=lined), _MUTED),
    ]
    return Content(" ").join([part for part in parts if part])


def _tidy(text: str, limit: int, *, lined: bool) -> str:
    """Text through the gate, hard line ends and runs of space gone; a list keeps its lines."""
    head = text[: limit * 4]
    lines = [" ".join(line.split()) for line in (head.splitlines() if lined else [head])]
    tidied = ""
    for line in lines:
        # a line that goes on in small letters was only broken for its length
        tidied += f"{' ' if line[:1].islower() else chr(10)}{line}" if tidied and line else line
    return shown(f"{tidied}…" if len(head) < len(text) else tidied, one_line=False, limit=limit)


def _cut(text: str, terms: Sequence[str], limit: int, *, lined: bool) -> str:
    """As much of a passage as fits, from its beginning or from shortly before the first word that matched."""
    if len(text) > limit:
        found = pattern(terms)
        match = found.search(text) if found is not None else None
        if match is not None and match.start() > limit - _LEAD:
            at = match.start() - _LEAD
            at = text.find(" ", at, match.start()) + 1 or at
            return "… " + _tidy(text[at:], limit, lined=lined)
    return _tidy(text, limit, lined=lined)


def _innermost(context: str, room: int) -> str:
    """The end of a line of headings: the innermost say most."""
    parts = context.split(" › ")
    line = parts.pop()
    while parts and len(parts[-1]) + 3 + len(line) <= room - 2:
        line = f"{parts.pop()} › {line}"
    line = f"… › {line}" if parts and len(line) + 4 <= room else line
    return line if len(line) <= room else line[: room - 1] + "…"
