"""The printed document as a whole: what it says, how it describes itself, and that it is the same every time."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.assessment.profile import (
    Bar,
    Block,
    Bullets,
    Chart,
    Facts,
    Mark,
    Paragraph,
    Profile,
    ProfileSection,
    SignatureBlock,
    Statements,
    Strip,
    Table,
    TableColumn,
    Verdict,
)
from app.report import markdown, pdf, to_json
from tests.hostile import HOSTILE, LONG_WORD
from tests.report import sample
from tests.report.pages import bodies, page_texts, reader, squeezed

WORDS = "The vendor keeps what the school gave it for as long as the school asks for that. "


def test_says_everything_the_profile_says() -> None:
    printed = squeezed("".join(bodies(pdf(sample.SAMPLE))))
    missing = [text for text in sample.texts(sample.SAMPLE) if squeezed(text) not in printed]
    assert not missing
    assert len(sample.texts(sample.SAMPLE)) > 400


def test_prints_the_mark_of_every_statement_as_a_word() -> None:
    printed = squeezed("".join(bodies(pdf(sample.SAMPLE))))
    assert "[contradicted]A9ClassTaghasagreed" in printed
    assert "[silent]A10Thedocumentsreviewed" in printed
    assert "(D1line32,15Dec2020,S)(dated)" in printed


def test_sections_come_in_the_order_of_the_profile() -> None:
    printed = "\n".join(page_texts(pdf(sample.SAMPLE)))
    places = [printed.index(f"{section.code}\n{section.title}") for section in sample.SAMPLE.sections[1:]]
    assert places == sorted(places)


def test_same_profile_gives_the_same_bytes() -> None:
    assert pdf(sample.SAMPLE) == pdf(sample.SAMPLE)


def test_another_clock_gives_other_bytes() -> None:
    later = replace(sample.SAMPLE, printed_at=datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert pdf(later) != pdf(sample.SAMPLE)
    assert "printed 2 Jan 2027, 03:04 UTC" in page_texts(pdf(later))[0]


def test_bytes_do_not_depend_on_the_machine(root: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from app.report import pdf; from tests.report.sample import SAMPLE;"
        "sys.stdout.buffer.write(pdf(SAMPLE))"
    )
    environment = os.environ | {
        "PYTHONPATH": str(root),
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
        "TZ": "Asia/Tokyo",
        "RL_invariant": "0",
        "RL_pageCompression": "0",
        "RL_useA85": "1",
        "RL_documentLang": "xx-XX",
        "RL_defaultImageCaching": "not a number",
    }
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True
    ).stdout
    assert printed == pdf(sample.SAMPLE)


def test_describes_itself() -> None:
    file = reader(pdf(sample.SAMPLE))
    about = file.metadata
    assert about is not None
    assert about.title == "ClassTag: product privacy profile"
    assert about.author == "R. Alvarez"
    assert about.creator == "assess"
    assert sample.VERSION in (about.subject or "")
    assert about.creation_date == sample.PRINTED
    catalog = file.trailer["/Root"]
    assert catalog["/Lang"] == "en-US"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalog["/PageMode"] == "/UseOutlines"


def test_author_is_the_program_when_there_is_no_reviewer() -> None:
    about = reader(pdf(replace(sample.SAMPLE, reviewer=""))).metadata
    assert about is not None
    assert about.author == "assess"


def test_outline_has_a_bookmark_for_every_section_and_heading() -> None:
    file = reader(pdf(sample.SAMPLE))
    top = [entry for entry in file.outline if not isinstance(entry, list)]
    assert [entry.title for entry in top] == [f"{s.code} {s.title}" for s in sample.SAMPLE.sections]
    nested = [entry.title for part in file.outline if isinstance(part, list) for entry in part]
    assert "P7.3 Data center" in nested
    assert "What would close it" not in nested
    security = next(entry for entry in top if entry.title.startswith("P7 "))
    page = file.get_destination_page_number(security)
    assert page is not None
    assert "Security protocols" in file.pages[page].extract_text()


def test_all_fonts_are_embedded() -> None:
    names = set()
    for page in reader(pdf(sample.SAMPLE)).pages:
        for reference in page["/Resources"]["/Font"].values():
            font = reference.get_object()
            names.add(font["/BaseFont"].partition("+")[2])
            assert "/FontFile2" in font["/FontDescriptor"]
            assert "/ToUnicode" in font
    assert names == {"DejaVuSansCondensed", "DejaVuSansCondensed-Bold", "DejaVuSansCondensed-Oblique"}


@pytest.mark.parametrize(("size", "width", "height"), [("letter", 612, 792), ("a4", 595, 842)])
def test_paper(size: str, width: int, height: int) -> None:
    pages = reader(pdf(sample.SAMPLE, page_size=size)).pages
    sizes = [(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in pages]
    assert sizes[0] == (width, height)
    turned = [n for n, page in enumerate(sizes) if page == (height, width)]
    assert turned
    assert set(sizes) == {(width, height), (height, width)}
    assert "Company and service" in pages[turned[0]].extract_text()


def test_other_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="a4, letter"):
        pdf(sample.SAMPLE, page_size="legal")  # type: ignore[arg-type]


def test_a_profile_with_nothing_answered_prints() -> None:
    printed = "".join(bodies(pdf(sample.NOTHING_ANSWERED)))
    assert "Not yet concluded" in printed
    assert printed.count("Not reviewed.") == 10
    assert "None listed in the documents reviewed." in printed
    assert "UNSIGNED" in printed


def test_a_profile_without_sections_prints() -> None:
    data = pdf(replace(sample.SAMPLE, sections=()))
    assert len(page_texts(data)) == 1
    assert "by ClassTag, Inc." in page_texts(data)[0]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_only_text_wherever_it_stands(text: str) -> None:
    data = pdf(sample.every_slot(text))
    file = reader(data)
    assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(file.trailer["/Root"])
    for page in file.pages:
        assert not {"/Annots", "/AA"} & set(page)
        assert "/XObject" not in page["/Resources"]
    pages = page_texts(data)
    assert "Page 1 of" in pages[0]
    assert all(ord(c) >= 32 or c == "\n" for page in pages for c in page)
    about = reader(data).metadata
    assert about is not None
    assert (about.title or "").isprintable()
    assert markdown(sample.every_slot(text))
    assert to_json(sample.every_slot(text))


def test_hostile_text_is_printed_letter_by_letter() -> None:
    shown = [
        text for name, text in HOSTILE.items() if text.isascii() and text.isprintable() and name != "spaces"
    ]
    assert len(shown) > 12
    section = ProfileSection("P2", "Texts", (Facts(tuple((str(n), text) for n, text in enumerate(shown))),))
    printed = squeezed("".join(bodies(pdf(sample.with_sections(section)))))
    assert not [text for text in shown if squeezed(text) not in printed]


def test_characters_that_act_or_are_not_in_the_font_are_named() -> None:
    text = "a\x00b \x1b[2J \u202ecod.exe 😀 日 ﬁ\ue000"
    section = ProfileSection("P20", "Notes and limits", (Paragraph(text),))
    printed = " ".join(bodies(pdf(sample.with_sections(section)))[-1].split())
    for shown in ("a[U+0000]b", "[U+001B][2J", "[U+202E]cod.exe", "[U+1F600]", "[U+65E5]", "[U+E000]"):
        assert shown in printed
    assert "Characters not printed, shown by their number instead: U+0000" in printed
    assert "U+1F600 GRINNING FACE" in printed
    assert printed.endswith(".")


def test_nothing_is_said_about_characters_when_all_were_printed() -> None:
    assert "Characters not printed" not in "".join(page_texts(pdf(sample.SAMPLE)))


def test_latin_greek_and_cyrillic_are_printed_as_they_are() -> None:
    text = "Łódź, ŵ, ő, ﬁ, Ελλάδα, Київ, Việt Nam, 3 ≥ 2 → ✓, non‑breaking, €"
    section = ProfileSection("P20", "Notes", (Paragraph(text), Facts(((text, text),))))
    printed = "".join(bodies(pdf(sample.with_sections(section))))
    assert squeezed(printed).count(squeezed(text)) == 3
    assert "[U+" not in printed


def test_a_word_of_several_pages_in_every_place() -> None:
    word = LONG_WORD[:16_000]
    file = reader(pdf(sample.every_slot(word)))
    first = file.pages[0].extract_text()
    assert "continued on page 2" in first
    assert f"Page 1 of {len(file.pages)}" in first
    # In some 45 places about 100 characters to a line and 50 lines to a page at least.
    assert 45 * len(word) / (100 * 60) < len(file.pages) < 500


def test_a_word_of_100_kb() -> None:
    texts = bodies(pdf(_with_answer(LONG_WORD)))
    assert len(LONG_WORD) / (100 * 60) < len(texts) < 60
    assert squeezed("".join(texts)).endswith(LONG_WORD)


def _with_answer(text: str) -> Profile:
    return sample.with_sections(ProfileSection("P2", "Answer", (Facts((("Answer", text),)),)))


def test_an_answer_of_1_mb_prints_whole() -> None:
    answer = " ".join(f"{WORDS}{n}" for n in range(1_000_000 // len(WORDS)))
    texts = bodies(pdf(_with_answer(answer)))
    assert len(texts) > 100
    assert f"that. {1_000_000 // len(WORDS) - 1}" in " ".join(texts[-1].split())
    assert squeezed("".join(texts)).endswith(squeezed(answer))


def test_a_cell_taller_than_a_page_goes_on_with_its_head() -> None:
    cell = WORDS * 400
    table = Table(
        "Long", (TableColumn("Left column"), TableColumn("Right column")), (("one", cell), ("two", "end"))
    )
    texts = bodies(pdf(sample.with_sections(ProfileSection("P2", "Cell", (table,)))))[1:]
    assert len(texts) > 3
    assert all("Left column\nRight column" in text for text in texts)
    assert squeezed(cell) in squeezed("".join(texts)).replace("LeftcolumnRightcolumn", "")
    assert "two\nend" in texts[-1]


LINES = "line\n" * 130
"""More than two pages of them."""
AWKWARD: dict[str, tuple[Block, ...]] = {
    "nothing after a wide table": (
        Table("", (TableColumn("a"),), (("b",),), landscape=True),
        Paragraph(""),
        Bullets(()),
        Statements(()),
        Facts(()),
    ),
    "a column head of many lines": (Table(LINES, (TableColumn(LINES), TableColumn("b")), ((LINES, "c"),)),),
    "more columns than there is room for": (
        Table("", (TableColumn("Column"),) * 90, (("some words",) * 90,) * 3, footer="End."),
    ),
    "two rows as tall as a page, and a footer": (
        Table("", (TableColumn("a"),), (("line\n" * 62,), ("line\n" * 62,)), footer=WORDS * 8),
    ),
    "areas with long names": (Chart(LINES, (Bar(WORDS * 100, ((Mark.YES, 1),)),)),),
    "promises of many lines": (Strip(((LINES, Mark.YES),) * 13),),
    "long figures": (Verdict(LINES, LINES, ((WORDS * 9, WORDS * 9),) * 7),),
    "long fields": (SignatureBlock(LINES, LINES, ((LINES, LINES),) * 3, signed=True),),
}


@pytest.mark.parametrize("blocks", AWKWARD.values(), ids=AWKWARD)
@pytest.mark.parametrize("size", ["letter", "a4"])
def test_what_is_awkward_to_lay_out_prints_whole(blocks: tuple[Block, ...], size: str) -> None:
    for first in (0, 11, 23, 37):
        fill = Bullets(tuple(f"fill {n}" for n in range(first)))
        section = ProfileSection("P2", "Awkward", (fill, *blocks))
        profile = sample.only(section, ProfileSection("P3", "Next", (Paragraph("the very last words"),)))
        printed = "".join(bodies(pdf(profile, page_size=size)))
        assert "the very last words" in printed
        assert printed.count("line") >= sum(text.count("line\n") for text in sample.texts(profile))
