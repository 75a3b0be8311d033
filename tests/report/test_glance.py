"""The first page fits one page, and what it cannot hold is on the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.assessment.profile import (
    Bar,
    Chart,
    Facts,
    Mark,
    Paragraph,
    Profile,
    Strip,
    Table,
    TableColumn,
    Verdict,
)
from app.report import pdf
from tests.report import sample
from tests.report.pages import bodies, squeezed

SENTENCE = "Nothing is claimed that was not shown. "


def first_page_of(*blocks: object, product: str = "ClassTag") -> Profile:
    section = replace(sample.AT_A_GLANCE, blocks=tuple(blocks))
    return replace(sample.SAMPLE, product=product, sections=(section, sample.AGREEMENT_A))


@pytest.mark.parametrize("size", ["letter", "a4"])
def test_a_usual_first_page_holds_everything(size: str) -> None:
    first, second, *_ = bodies(pdf(sample.SAMPLE, page_size=size))
    assert "continued" not in first
    for text in sample.texts(replace(sample.SAMPLE, sections=(sample.AT_A_GLANCE,))):
        assert squeezed(text) in squeezed(first)
    for mark in ("contradicted", "part", "no", "silent", "yes"):
        assert mark in first
    assert second.startswith("P1\n")


@pytest.mark.parametrize("times", [3, 30, 300])
def test_long_texts_are_cut_and_go_on_on_page_2(times: int) -> None:
    text = SENTENCE * times
    profile = first_page_of(
        Verdict(text, text, (("61 / 104", text),)),
        Strip(tuple((text, mark) for mark in Mark)),
        Facts(tuple((f"Fact {n}", text) for n in range(8))),
        Chart("States", (Bar(text, ((Mark.YES, 3),)),)),
        Paragraph(text, "notice"),
        product=text,
    )
    pages = bodies(pdf(profile))
    if times > 3:
        assert "…" in pages[0]
        assert "continued on page 2" in pages[0]
        assert pages[1].startswith("Continued from page 1")
    assert "Agreement A" not in pages[0]
    # Cut on the first page, whole on the next.
    assert squeezed(text) in squeezed("".join(pages))


def test_blocks_without_room_go_to_page_2_whole() -> None:
    table = Table("Register", (TableColumn("Company"),), tuple((f"Company {n}",) for n in range(300)))
    verdict = sample.AT_A_GLANCE.blocks[0]
    pages = bodies(pdf(first_page_of(verdict, table)))
    assert "Does not meet" in pages[0]
    assert "Company 0" not in pages[0]
    assert "Register\nCompany\nCompany 0" in pages[1]
    assert "Company 299" in "".join(pages)


def test_a_great_number_of_facts_areas_promises_and_figures() -> None:
    profile = first_page_of(
        Verdict("Meets", "", tuple((str(n), f"figure {n}") for n in range(40))),
        Strip(tuple((f"promise {n}", Mark.YES) for n in range(60))),
        Facts(tuple((f"fact {n}", f"value {n}") for n in range(100))),
        Chart("States", tuple(Bar(f"area {n}", ((Mark.NO, n),)) for n in range(100))),
    )
    pages = bodies(pdf(profile))
    everything = "\n".join(pages)
    for wanted in ("figure 39", "promise 59", "fact 99\nvalue 99", "area 99"):
        assert wanted in everything
    assert "Agreement A" not in pages[0]


def test_a_first_page_of_nothing() -> None:
    pages = bodies(pdf(first_page_of()))
    assert "ClassTag" in pages[0]
    assert "Agreement A" in pages[1]


def test_a_product_without_a_name() -> None:
    assert "Unnamed product" in bodies(pdf(first_page_of(product=" \n ")))[0]
