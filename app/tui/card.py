"""What stands on the question card, as blocks: a pure function of a view and the part the cursor is on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from textual.content import Content

from app.assessment.answer import NEEDS_REASON, Answer, Citation, Number, State
from app.assessment.documents import read_documents
from app.assessment.findings import SEVERITIES, Finding
from app.assessment.progress import gap_of
from app.assessment.states import states_for
from app.assessment.values import rows_of, to_text
from app.questionnaire.model import AnswerType, Column, Question
from app.review.view import View
from app.tui.cursor import Part, choices_of
from app.tui.evidence_blocks import unchecked
from app.tui.figures import clock, counted
from app.tui.ghosts import Ghost
from app.tui.signs import (
    DRAFT,
    FLAG,
    GAP,
    LOST,
    REOPENED,
    SEVERITY_SIGNS,
    STATE_KEYS,
    STATE_LABELS,
    STATE_WORDS,
    UNCHECKED,
    lost_words,
    sign_of,
)
from app.tui.text import plain, shown
from app.tui.widgets.sheet import EMPTY, Block, pressable

if TYPE_CHECKING:
    from app.store.values import Draft

LONGEST_ON_CARD = 3_000
"""Characters of one text on the card; the editor shows the whole."""
ROWS_ON_CARD = 4
"""Rows of a register on the card; the table editor shows them all."""
KEYS_FOR_CHOICES = 9
_SHORT_DRAFT = 60

_MUTED = "$text-muted"
_KEY = "bold $accent"
_GUTTER = 2
_LABEL = 10
_ROOM_FOR_LABELS = 50
"""Columns from which labels have a column of their own."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the card shows."""

    view: View
    question: str
    part: Part
    drafts: Mapping[tuple[str, str], Draft] = field(default_factory=dict)
    """Texts that never became an answer, by id and field."""
    sentence: str = ""
    """What the profile will print for this question."""
    ghost: Ghost | None = None
    """A value that a suggested passage proposes."""
    here: frozenset[str] | None = None
    """Names of the documents whose text is in the database, in small letters; None while that is not known."""
    found: tuple[Finding, ...] = ()
    """Findings about the question that act, where no pane beside the card lists them; heaviest first."""


def blocks(card: Card, width: int) -> list[Block]:
    """The card's blocks for so many columns."""
    question = card.view.pack.by_id[card.question]
    found = list(_part(card, question, width))
    followups = [q for q in question.followups if q.id in card.view.path.in_force]
    for followup in followups:
        found.append(Block(EMPTY))
        found += _part(card, followup, width)
    found.append(Block(EMPTY))
    found.append(Block(Content.styled("─" * max(width - _GUTTER, 1), "$rule"), indent=_GUTTER, key="help"))
    found += _help(card, question, width)
    return found


def _part(card: Card, question: Question, width: int) -> Iterator[Block]:
    view, answer = card.view, card.view.answer(question.id)
    here = card.part.item == question.id
    ask = plain(question.ask, "bold" if question.parent is None or here else "", one_line=False, limit=2000)
    if answer.flag:
        ask += Content.styled(f"  {FLAG.glyph} {FLAG.word}", f"bold {FLAG.style}")
    if not here:
        ask = pressable(ask, do="part", item=question.id, column="")
    on_it = here and not card.part.column
    yield Block(ask, Content.styled("▶", _KEY) if on_it else EMPTY, _GUTTER, key=question.id)
    if question.parent is None and card.found:
        yield Block(_found(card.found), indent=_GUTTER)
    if question.parent is None:
        yield Block(EMPTY)
    inside = _GUTTER if question.parent is None else _GUTTER + 2
    if answer.reopened:
        yield Block(_reopened(card, question, answer), indent=inside)
        yield Block(EMPTY)
    yield from _answer(card, question, answer, width, inside)
    yield from _texts(card, question, answer, inside, width)
    yield from _drafts(card, question, answer, inside)
    gap = gap_of(question, answer)
    open_again = bool(answer.reopened) or answer.state is State.UNANSWERED
    if gap is not None and not open_again and not view.read_only:
        how = (
            "r writes it" if answer.state in NEEDS_REASON and not answer.reason.strip() else "enter gives it"
        )
        line = Content.styled(f"{GAP.glyph} {gap.message}", GAP.style) + Content.styled(f" · {how}", _MUTED)
        yield Block(line, indent=inside)


def _found(found: Sequence[Finding]) -> Content:
    """How many findings there are about the question, by severity, and the key that shows them."""
    counts = Counter(one.severity for one in found)
    parts = [
        Content.styled(f"{SEVERITY_SIGNS[one].glyph} {counts[one]} {one.value}", SEVERITY_SIGNS[one].style)
        for one in SEVERITIES
        if counts[one]
    ]
    line = Content.styled("F2 ", _KEY) + Content("  ").join(parts)
    line += Content.styled(f" {'finding' if len(found) == 1 else 'findings'} here", _MUTED)
    return pressable(line, do="finding", finding=found[0].key)


def _reopened(card: Card, question: Question, answer: Answer) -> Content:
    """Why the answer is open again, and the key with which it stands."""
    head = Content.styled(f"{REOPENED.glyph} {REOPENED.word}: ", f"bold {REOPENED.style}")
    line = head + plain(answer.reopened, REOPENED.style)
    if card.view.read_only:
        return line
    stands = Content.styled("let it stand as it is", _MUTED)
    if card.part.item == question.id:
        stands = Content.styled("=", _KEY) + Content.styled(" lets it stand as it is", _MUTED)
    return line + Content.styled(" · ", _MUTED) + pressable(stands, do="stands", item=question.id, column="")


def _answer(card: Card, question: Question, answer: Answer, width: int, indent: int) -> Iterator[Block]:
    here = card.part.item == question.id
    room = max(width - indent, 8)
    match question.type:
        case AnswerType.STATEMENT:
            yield from _lines(_states(question, answer, here=here), room, indent)
            return
        case AnswerType.ONE_OF | AnswerType.MANY_OF:
            yield from _choices(question, answer, room, indent, here=here)
        case AnswerType.RECORD:
            yield from _record(card, question, answer, room, indent)
        case AnswerType.TABLE:
            yield from _table(question, answer, indent)
        case _:
            text = to_text(answer.value) if not isinstance(answer.value, Number) or question.units else ""
            if text:
                yield Block(pressable(_long(text), do="edit", item=question.id, column=""), indent=indent)
            else:
                yield Block(_invitation(question, here=here), indent=indent)
            if question.bare_units and here:
                yield from _choices(question, answer, room, indent, here=here)
    if card.ghost is not None and card.ghost.item == question.id:
        yield _ghost(card.ghost, indent)
    if here and not card.part.column:
        yield Block(EMPTY)
        yield from _lines(_states(question, answer, here=here), room, indent)
    elif answer.state in (State.PARTIAL, State.NA, State.NOT_ADDRESSED) and not _says_silent(
        question, answer
    ):
        sign = sign_of(question, answer)
        yield Block(Content.styled(f"{sign.glyph} {STATE_WORDS[answer.state]}", sign.style), indent=indent)


def _says_silent(question: Question, answer: Answer) -> bool:
    """Whether the choice that is marked already says that the documents do not say."""
    silent = question.silent_choice
    return bool(silent) and answer.state is State.NOT_ADDRESSED and answer.value in (silent, (silent,))


def _invitation(question: Question, *, here: bool) -> Content:
    words = {
        AnswerType.LONG_TEXT: "no text yet",
        AnswerType.DATE: "no date yet",
        AnswerType.NUMBER_UNIT: f"no number of {' or '.join(question.units)} yet",
        AnswerType.EMAIL: "no e-mail address yet",
        AnswerType.URL: "no web address yet",
    }
    text = Content.styled(words.get(question.type, "no text yet"), _MUTED)
    if here:
        text = Content.styled("enter", _KEY) + Content.styled(" writes · ", _MUTED) + text
    return pressable(text, do="edit", item=question.id, column="")


def _states(question: Question, answer: Answer, *, here: bool) -> list[Content]:
    items = []
    for state in states_for(question):
        if state not in STATE_KEYS:
            continue
        on = answer.state is state
        mark = "(●) " if on else "( ) "
        style = f"bold {sign_of(question, Answer(state, reason='-', value='-')).style}" if on else ""
        key = Content.styled(f"{STATE_KEYS[state]} ", _KEY) if here else EMPTY
        item = Content.styled(mark, style or _MUTED) + key + Content.styled(STATE_LABELS[state], style)
        items.append(pressable(item, do="state", item=question.id, state=state.value))
    return items


def _choices(question: Question, answer: Answer, room: int, indent: int, *, here: bool) -> Iterator[Block]:
    choices = choices_of(question)
    match answer.value:
        case str() as one:
            chosen: tuple[str, ...] = (one,)
        case Number(None, unit):
            chosen = (unit,)
        case tuple() as several:
            chosen = tuple(v for v in several if isinstance(v, str))
        case _:
            chosen = ()
    many = question.type is AnswerType.MANY_OF
    items = _choice_items(choices, chosen, Part(question.id), many=many, here=here)
    yield from _grid(items, room, indent)
    if here and len(choices) > KEYS_FOR_CHOICES:
        line = Content.styled("enter", _KEY) + Content.styled(
            f" lists all {len(choices)}, found by typing", _MUTED
        )
        yield Block(line, indent=indent)


def _choice_items(
    choices: Sequence[str], chosen: Sequence[str], part: Part, *, many: bool, here: bool
) -> list[Content]:
    items = []
    for number, choice in enumerate(choices, start=1):
        on = choice in chosen
        mark = ("[x] " if on else "[ ] ") if many else ("(●) " if on else "( ) ")
        key = Content.styled(f"{number} " if number <= KEYS_FOR_CHOICES else "  ", _KEY) if here else EMPTY
        style = "bold $accent" if on else ""
        item = Content.styled(mark, style or _MUTED) + key + plain(choice, style)
        items.append(pressable(item, do="choice", item=part.item, column=part.column, choice=choice))
    return items


def _record(card: Card, question: Question, answer: Answer, room: int, indent: int) -> Iterator[Block]:
    value = answer.value if isinstance(answer.value, Mapping) else {}
    across = min(max((len(c.label) for c in question.columns), default=0) + 2, max(room // 2, 8))
    for column in question.columns:
        part = Part(question.id, column.id)
        here = card.part == part
        label = plain(column.label, "bold" if here else _MUTED).truncate(across - 1, ellipsis=True)
        text = value.get(column.id, "")
        shown_text = _long(text) if text else Content.styled("enter writes" if here else "–", _MUTED)
        line = pressable(shown_text, do="edit", item=question.id, column=column.id)
        # the mark takes the gutter, so that a marked field stands where the others do
        head = (Content.styled("▶", _KEY) if here else Content(" ")) + Content(" " * (indent - 1)) + label
        yield Block(line, head, indent + across, key=part.key)
        if here and column.choices:
            items = _choice_items(column.choices, (text,), part, many=False, here=True)
            yield from _grid(items, max(room - across, 8), indent + across)
        draft = card.drafts.get((question.id, part.draft))
        if draft is not None:
            yield from _draft(draft, text, indent + across, here=here)


def _table(question: Question, answer: Answer, indent: int) -> Iterator[Block]:
    rows = rows_of(answer.value)
    head = Content.styled(counted(len(rows), "row") if rows else "no rows yet", "bold" if rows else _MUTED)
    more = (
        Content.styled(" · ", _MUTED)
        + Content.styled("enter", _KEY)
        + Content.styled(" opens the register", _MUTED)
    )
    yield Block(pressable(head + more, do="edit", item=question.id, column=""), indent=indent)
    for row in rows[:ROWS_ON_CARD]:
        cells = [text for column in question.columns if (text := row.cells.get(column.id, ""))]
        yield Block(
            plain("  ".join(cells[:4]) or "(empty row)", limit=110), Content.styled("·", _MUTED), indent + 2
        )
    if len(rows) > ROWS_ON_CARD:
        yield Block(Content.styled(f"and {len(rows) - ROWS_ON_CARD:,} more", _MUTED), indent=indent + 2)


def _texts(card: Card, question: Question, answer: Answer, indent: int, width: int) -> Iterator[Block]:
    blank = True
    for name, text in (("reason", answer.reason), ("note", answer.note)):
        if text:
            if blank and question.parent is None:
                yield Block(EMPTY)
            blank = False
            yield _beside(name, pressable(_long(text), do=name, item=question.id, column=""), indent, width)
    if answer.citations:
        if blank and question.parent is None:
            yield Block(EMPTY)
        for name, some in (("cited", answer.cited), ("lost", tuple(c for c in answer.citations if c.lost))):
            if some:
                more = Content.styled(f"  and {len(some) - 1} more", _MUTED) if len(some) > 1 else EMPTY
                cited = _cited(some[0], unseen=_unseen(card, some[0])) + more
                yield _beside(name, pressable(cited, do="evidence"), indent, width)


def _ghost(ghost: Ghost, indent: int) -> Block:
    """A value that is not there yet: what one key would take."""
    line = Content.styled("a", _KEY) + Content.styled(" takes ", _MUTED) + plain(ghost.text, "italic bold")
    line += plain(f"  {ghost.source}", _MUTED)
    return Block(pressable(line, do="ghost", item=ghost.item, column=""), indent=indent)


def _unseen(card: Card, citation: Citation) -> bool:
    assessment = card.view.assessment
    register = read_documents(card.view.answers, assessment.vendor, assessment.product) if card.here else ()
    return unchecked(citation, register, card.here)


def _cited(citation: Citation, *, unseen: bool) -> Content:
    place = plain(
        f"{citation.document}, {citation.place}", f"strike {_MUTED}" if citation.lost else "", limit=80
    )
    if citation.lost:
        place += Content.styled(f" {LOST.glyph} {lost_words(citation)}", LOST.style)
        return (
            place + plain(f" “{citation.quote}”", f"strike {_MUTED}", limit=90) if citation.quote else place
        )
    if unseen:
        place += Content.styled(f" {UNCHECKED.glyph} {UNCHECKED.word}", UNCHECKED.style)
    return place + plain(f" “{citation.quote}”", _MUTED, limit=90) if citation.quote else place


def _drafts(card: Card, question: Question, answer: Answer, indent: int) -> Iterator[Block]:
    stored = {
        "value": to_text(answer.value) if not rows_of(answer.value) else "",
        "reason": answer.reason,
        "note": answer.note,
    }
    here = card.part.item == question.id
    for name, before in stored.items():
        draft = card.drafts.get((question.id, name))
        if draft is not None:
            yield from _draft(draft, before, indent, here=here)
    if question.type is AnswerType.TABLE and any(i == question.id and "/" in f for i, f in card.drafts):
        line = Content.styled(f"{DRAFT.glyph} Unsaved text in a row", DRAFT.style) + Content.styled(
            " · enter opens the register", _MUTED
        )
        yield Block(line, indent=indent)


def _draft(draft: Draft, stored: str, indent: int, *, here: bool) -> Iterator[Block]:
    what = {"reason": " for the reason", "note": " for the note"}.get(draft.field, "")
    line = Content.styled(f"{DRAFT.glyph} Unsaved text{what} from {clock(draft.at)}", f"bold {DRAFT.style}")
    if here:
        line += (
            Content.styled(" · ", _MUTED)
            + Content.styled("enter", _KEY)
            + Content.styled(" goes on, ", _MUTED)
        )
        line += Content.styled("backspace", _KEY) + Content.styled(" drops it", _MUTED)
    yield Block(line, indent=indent)
    yield Block(_difference(stored, draft.text), Content.styled("  │ ", DRAFT.style), indent + 4)


def _difference(before: str, after: str) -> Content:
    """The typed text with what is new in it underlined and what went away struck through.

    A short one is followed by what it would stand in place of: without colors both in one line would read as one phrase.
    """
    if before.strip() and max(len(before), len(after)) <= _SHORT_DRAFT and "\n" not in before + after:
        instead = plain(before, _MUTED, limit=_SHORT_DRAFT)
        return plain(after, "bold", limit=_SHORT_DRAFT) + Content.styled("  in place of: ", _MUTED) + instead
    old, new = (
        shown(before, one_line=False, limit=1500).split(" "),
        shown(after, one_line=False, limit=1500).split(" "),
    )
    pieces: list[Content] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Content(" ".join(new[k:m])))
            continue
        if gone := " ".join(old[i:j]):
            pieces.append(Content.styled(gone, f"strike {_MUTED}"))
        if come := " ".join(new[k:m]):
            pieces.append(Content.styled(come, "underline bold"))
    return Content(" ").join(pieces)


def _help(card: Card, question: Question, width: int) -> Iterator[Block]:
    pairs = (
        ("Profile", f"“{card.sentence}”" if card.sentence else ""),
        ("Why", question.why),
        ("Good", question.good),
        ("Red flag", question.red_flag),
        ("Evidence", question.evidence if question.evidence.lower() not in ("", "none") else ""),
        ("Law", " · ".join(question.law)),
    )
    for name, text in pairs:
        if text:
            content = plain(text, "italic" if name == "Profile" else _MUTED, one_line=False, limit=2000)
            yield _beside(name, content, _GUTTER, width)


def _beside(name: str, text: Content, indent: int, width: int) -> Block:
    """Text beside its label; where it is narrow, after it."""
    label = Content.styled(name, "$text-accent")
    if width < _ROOM_FOR_LABELS:
        return Block(label + Content("  ") + text, indent=indent)
    return Block(text, Content(" " * indent) + label, indent + _LABEL)


def _long(text: str) -> Content:
    content = plain(text, one_line=False, limit=LONGEST_ON_CARD)
    if len(text) > LONGEST_ON_CARD:
        content += Content.styled(f" ({len(text):,} characters in all)", _MUTED)
    return content


def _lines(items: Sequence[Content], room: int, indent: int) -> Iterator[Block]:
    """Items side by side, each kept whole, as many to a line as fit."""
    line, gap = EMPTY, Content("   ")
    for item in items:
        if line and line.cell_length + 3 + item.cell_length > room:
            yield Block(line, indent=indent)
            line = EMPTY
        line = line + gap + item if line else item
    if line:
        yield Block(line, indent=indent)


def _grid(items: Sequence[Content], room: int, indent: int) -> Iterator[Block]:
    """Items in columns of one width, read downwards, as many columns as fit (three at most)."""
    if not items:
        return
    widest = max(item.cell_length for item in items)
    columns = 1
    if len(items) > 3:
        columns = max(1, min(3, (room + 3) // (widest + 3)))
    height = -(-len(items) // columns)
    for y in range(height):
        line = EMPTY
        for x in range(columns):
            index = x * height + y
            if index < len(items):
                item = items[index]
                last = x == columns - 1 or index + height >= len(items)
                pad = 0 if last else widest + 3 - item.cell_length
                line = line + item + Content(" " * pad) if pad else line + item
        yield Block(line, indent=indent)


def column_of(question: Question, column_id: str) -> Column | None:
    """A record's field by its id."""
    return next((c for c in question.columns if c.id == column_id), None)
