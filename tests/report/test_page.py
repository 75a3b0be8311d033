"""Pages: running heads and feet, breaks, and what may not stand alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.assessment.profile import (
    Bullets,
    Heading,
    Paragraph,
    ProfileSection,
    SignatureBlock,
    Statements,
    Table,
    TableColumn,
)
from app.report import pdf
from tests.report import sample
from tests.report.pages import bodies, page_texts


@pytest.mark.parametrize("size", ["letter", "a4"])
def test_every_page_says_what_it_belongs_to(size: str) -> None:
    texts = page_texts(pdf(sample.SAMPLE, page_size=size))
    assert len(texts) > 8
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} of {len(texts)}" in text
        assert "version 3f9a1c7be2d0" in text
        assert "k12 1.0  ·  printed 22 Nov 2026, 14:02 UTC" in text
        for banner in sample.SAMPLE.banners:
            assert banner in text
        assert text.count("ClassTag") >= 1


def test_what_was_judged_stands_beside_the_version_and_the_kind_beside_the_product() -> None:
    judged = replace(sample.SAMPLE, judgement="cd" * 32, kind="Internal report")
    for text in page_texts(pdf(judged)):
        assert "version 3f9a1c7be2d0, judgment cdcdcdcdcdcd" in text
        assert "Internal report" in text
        assert "Product privacy profile" not in text


def test_many_banners_take_more_rows_and_the_text_begins_lower() -> None:
    banners = tuple(f"EXPIRED 2026-01-{day:02}" for day in range(1, 13))
    texts = page_texts(pdf(replace(sample.SAMPLE, banners=banners)))
    assert all(banner in text for banner in banners for text in texts)


def test_no_banners() -> None:
    texts = page_texts(pdf(replace(sample.SAMPLE, banners=())))
    assert "UNSIGNED" not in texts[1]


def test_a_heading_never_stands_at_the_foot_of_a_page_alone() -> None:
    followers = (
        Paragraph("Follows the heading."),
        Bullets(("Follows the heading.", "more")),
        Statements(
            tuple(replace(s, text="Follows the heading.") for s in sample.AGREEMENT_A.blocks[0].sentences)
        ),
        Table("", (TableColumn("Follows the heading."),), (("a",), ("b",))),
    )
    broken = 0
    for follower in followers:
        for lines in range(30, 42):
            fill = Bullets(tuple(f"line {n}" for n in range(lines)))
            section = ProfileSection(
                "P2", "Fill", (fill, Heading("Upper heading"), Heading("Lower heading", 3), follower)
            )
            texts = bodies(pdf(sample.only(section)))
            page = next(text for text in texts if "Upper heading" in text)
            after = page.split("Upper heading", 1)[1]
            assert "Lower heading" in after
            assert "Follows the heading." in after
            broken += "Upper heading" in texts[-1] and len(texts) > 1
    assert broken > 4


def test_a_section_title_never_stands_at_the_foot_of_a_page_alone() -> None:
    for lines in range(28, 42):
        fill = ProfileSection("P2", "Fill", (Bullets(tuple(f"line {n}" for n in range(lines))),))
        texts = bodies(pdf(sample.only(fill, sample.AGREEMENT_A)))
        page = next(text for text in texts if "Agreement A: student records" in text)
        assert "keep student records the property" in " ".join(
            page.split("Agreement A: student records", 1)[1].split()
        )


def test_a_statement_is_not_torn_apart() -> None:
    block = sample.AGREEMENT_A.blocks[0]
    for lines in range(20, 44, 3):
        fill = Bullets(tuple(f"line {n}" for n in range(lines)))
        texts = [
            " ".join(t.split())
            for t in bodies(pdf(sample.with_sections(ProfileSection("P3", "A", (fill, block)))))
        ]
        for sentence in block.sentences:
            assert any(sentence.text in text for text in texts)


def test_a_signature_block_stays_whole() -> None:
    block = sample.SIGNATURES.blocks[0]
    assert isinstance(block, SignatureBlock)
    for lines in range(20, 44, 3):
        fill = Bullets(tuple(f"line {n}" for n in range(lines)))
        texts = bodies(pdf(sample.with_sections(ProfileSection("P18", "Signatures", (fill, block)))))
        page = next(text for text in texts if "I have authority" in text)
        assert "Method" in page


def test_text_after_a_wide_table_goes_back_to_an_upright_page() -> None:
    wide = replace(sample.THIRD_PARTIES.blocks[1], rows=sample.THIRD_PARTIES.blocks[1].rows * 2)
    after = Bullets(tuple(f"After the register {n}" for n in range(30)))
    section = ProfileSection("P12", "Third parties", (wide, after))
    texts = bodies(pdf(sample.with_sections(section, sample.DATA_LIST)))
    page = next(text for text in texts if "After the register 0" in text)
    assert "Product data list" in page


def test_a_wide_table_without_rows_needs_no_wide_page() -> None:
    texts = bodies(pdf(sample.NOTHING_ANSWERED))
    page = next(text for text in texts if "None listed" in text)
    assert "A10" in page
