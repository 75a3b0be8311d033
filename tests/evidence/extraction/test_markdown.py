"""Markdown: its structure is read, its characters stay."""

from __future__ import annotations

import pytest

from app.assessment.passages import BlockKind
from app.evidence.extraction.markdown import read_markdown

H, P, I, R, N = (  # noqa: E741
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.ROW,
    BlockKind.NOTE,
)


def seen(text: str) -> list[tuple[BlockKind, int, str]]:
    return [(block.kind, block.level, text[block.start : block.end]) for block in read_markdown(text)[0]]


def test_everything_a_policy_has() -> None:
    text = """# Acme sub-processors

Last updated: **May 3, 2025**.
We use these
companies.

## List {#list}

| Company | Purpose |
|---------|:-------:|
| AWS | hosting |
| Twilio | text messages |

- Students
  - names
  - grades,
    which teachers enter
- Teachers
1. First
2) Second

Security
--------
> We encrypt.

[^1]: Only in the USA.
"""
    assert seen(text) == [
        (H, 1, "# Acme sub-processors"),
        (P, 0, "Last updated: **May 3, 2025**.\nWe use these\ncompanies."),
        (H, 2, "## List {#list}"),
        (R, 0, "| Company | Purpose |"),
        (R, 0, "| AWS | hosting |"),
        (R, 0, "| Twilio | text messages |"),
        (I, 0, "- Students"),
        (I, 1, "- names"),
        (I, 1, "- grades,\n    which teachers enter"),
        (I, 0, "- Teachers"),
        (I, 0, "1. First"),
        (I, 0, "2) Second"),
        (H, 2, "Security"),
        (P, 0, "> We encrypt."),
        (N, 0, "[^1]: Only in the USA."),
    ]


def test_ticks_are_items() -> None:
    assert seen("- [x] Name\n- [ ] Gender\n") == [(I, 0, "- [x] Name"), (I, 0, "- [ ] Gender")]


def test_a_table_without_outer_bars() -> None:
    assert [kind for kind, _, _ in seen("Company | Use\n--- | ---\nAWS | hosting\n\nWords.\n")] == [R, R, P]


def test_code_is_text_without_structure() -> None:
    text = "```\n# no heading\n\n- no item\n```\nAfter.\n"
    assert seen(text) == [(P, 0, "# no heading\n\n- no item"), (P, 0, "After.")]
    assert seen("~~~\nnever closed\n") == [(P, 0, "never closed")]


def test_comments_and_rules_are_left_out() -> None:
    assert seen("<!-- # hidden\nmore -->\nWords.\n\n---\n\n* * *\nMore.\n") == [
        (P, 0, "Words."),
        (P, 0, "More."),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# The *Policy* #\n", "The Policy"),
        ("Policy\n======\n", "Policy"),
        ('---\ntitle: "A plan"\n---\n# Other\n', "A plan"),
        ("---\nno: title\n---\nwords\n", ""),
        ("---\ntitle: never ended\n", ""),
        ("words\n", ""),
    ],
)
def test_title(text: str, title: str) -> None:
    assert read_markdown(text)[1] == title


def test_nothing() -> None:
    assert read_markdown("") == ((), "")
