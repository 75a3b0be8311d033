"""The Markdown twin says what the PDF says, and no text in it can become markup."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.assessment.profile import Chart, Strip, Table
from app.report import markdown
from app.report.visible import visible
from tests.hostile import HOSTILE
from tests.report import sample
from tests.report.pages import squeezed

OURS = {
    "heading",
    "paragraph",
    "bullet_list",
    "ordered_list",
    "list_item",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
OURS |= {"inline", "text", "text_special", "strong", "em", "hardbreak", "softbreak", "blockquote"}


def tokens(text: str) -> list[Token]:
    found = []
    for token in MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text):
        found += [token, *(token.children or [])]
    return found


def kinds(text: str) -> set[str]:
    return {token.type.removesuffix("_open").removesuffix("_close") for token in tokens(text)}


def read(text: str) -> str:
    """What a reader of the rendered page sees, without white space."""
    return squeezed(
        "".join(t.content for t in tokens(text) if t.type in {"text", "text_special", "code_inline"})
    )


def test_says_everything_the_profile_says() -> None:
    rendered = read(markdown(sample.SAMPLE))
    assert [text for text in sample.texts(sample.SAMPLE) if squeezed(text) not in rendered] == []
    assert "[contradicted]A9:ClassTag" in rendered
    assert "(D1line32,15Dec2020,S)(dated)" in rendered


def test_head_says_what_the_running_head_says() -> None:
    text = markdown(sample.SAMPLE)
    assert text.startswith(
        "# ClassTag\n\nProduct privacy profile. Vendor: ClassTag, Inc.\n\n**DRAFT: 6 questions open**\n"
    )
    assert f"- Version: {sample.VERSION}\n" in text
    assert "- Printed: 22 Nov 2026, 14:02 UTC\n" in text


def test_structure_survives_rendering() -> None:
    rendered = tokens(markdown(sample.SAMPLE))
    headings = [
        rendered[i + 1].content for i, t in enumerate(rendered) if t.type == "heading_open" and t.tag == "h2"
    ]
    assert headings == [f"{s.code} {s.title}" for s in sample.SAMPLE.sections]
    blocks = [block for section in sample.SAMPLE.sections for block in section.blocks]
    tables = [b for b in blocks if isinstance(b, Strip | Chart) or (isinstance(b, Table) and b.rows)]
    assert sum(t.type == "table_open" for t in rendered) == len(tables)
    assert kinds(markdown(sample.SAMPLE)) <= OURS


def test_empty_things() -> None:
    text = markdown(sample.NOTHING_ANSWERED)
    assert "None listed in the documents reviewed." in text
    assert "### Vendor (UNSIGNED)" in text
    assert "- Name: (blank)" in text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    twin = markdown(sample.every_slot(text))
    assert kinds(twin) <= OURS
    assert read(twin).count(squeezed(visible(text))) >= 40
    assert all(ord(c) >= 32 or c == "\n" for c in twin)


@given(st.text(st.sampled_from("ab1 \n\\`*_{}[]()<>#+-.!|~&;:=/@$'\"www"), max_size=40))
@settings(max_examples=100, deadline=None)
def test_no_text_becomes_markup(text: str) -> None:
    twin = markdown(sample.every_slot(text))
    assert kinds(twin) <= OURS
    assert read(twin).count(squeezed(text)) >= 40


@pytest.mark.parametrize("address", ["https://example.org/a", "www.example.org", "someone@example.org"])
def test_addresses_are_not_linked(address: str) -> None:
    assert address not in markdown(sample.every_slot(address))
    assert squeezed(address) in read(markdown(sample.every_slot(address)))
