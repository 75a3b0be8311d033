"""Tables: widths, heads on every page, and thousands of rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.assessment.profile import ProfileSection, Table, TableColumn
from app.report import pdf, tables
from app.report.engine import Paragraph
from app.report.engine import Table as PlatypusTable
from app.report.tables import Columns
from tests.report import sample
from tests.report.pages import bodies, reader

COLUMNS = (TableColumn("Company"), TableColumn("What it receives", 2), TableColumn("Country"))


def with_rows(count: int) -> bytes:
    rows = tuple((f"Company {n}", "name, e-mail address and class", "not stated") for n in range(count))
    return pdf(
        sample.with_sections(
            ProfileSection("P12", "Third parties", (Table("All", COLUMNS, rows, footer="End."),))
        )
    )


def test_a_column_to_write_in_keeps_its_share() -> None:
    columns = tables.Columns((1.0, 1.0), (20.0, 20.0), (600.0, -1.0))
    widths = columns.widths(409.0)
    assert widths == pytest.approx([200.0, 200.0])


def test_2000_rows_set_each_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made, broken, most = [], [], []
    row, lines, sized = tables._row, Paragraph.breakLines, PlatypusTable._calc_height

    def counted(*arguments: Any) -> Any:
        made.append(arguments)
        return row(*arguments)

    def counted_lines(*arguments: Any) -> Any:
        broken.append(arguments)
        return lines(*arguments)

    def counted_rows(self: Any, *arguments: Any, **options: Any) -> Any:
        most.append(self._nrows)
        return sized(self, *arguments, **options)

    monkeypatch.setattr(tables, "_row", counted)
    monkeypatch.setattr(Paragraph, "breakLines", counted_lines)
    monkeypatch.setattr(PlatypusTable, "_calc_height", counted_rows)
    data = with_rows(2000)
    assert len(made) == 2000
    assert 6_000 <= len(broken) < 6_200
    # What makes one huge table slow: reportlab measures all its rows again after every page.
    assert max(most) < 250
    few, many = len(reader(with_rows(400)).pages) - 1, len(reader(data).pages) - 1
    assert 4 * few <= many <= 5 * few


def test_the_head_stands_on_every_page_and_no_row_is_lost() -> None:
    texts = bodies(with_rows(120))[1:]
    assert len(texts) > 2
    for text in texts:
        assert "Company\nWhat it receives\nCountry" in text
    everything = "\n".join(texts)
    assert [n for n in range(120) if f"Company {n}\n" not in everything] == []
    assert texts[-1].rstrip().endswith("End.")


def test_the_last_row_does_not_stand_alone() -> None:
    table = Table("All", COLUMNS, (("a", "b", "last cell"),) * 70)
    split = set()
    for count in range(20, 70):
        rows = replace(table, rows=table.rows[:count])
        texts = bodies(pdf(sample.only(ProfileSection("P12", "Third parties", (rows,)))))
        split.add(len(texts))
        assert texts[-1].count("last cell") > 1
    assert {1, 2} <= split


def test_an_empty_table_prints_its_sentence_and_no_grid() -> None:
    table = Table("Teacher data", COLUMNS, (), "None collected.", "As of today.")
    text = bodies(pdf(sample.with_sections(ProfileSection("P13", "Data", (table,)))))[-1]
    assert text.split("\n")[2:5] == ["Teacher data", "None collected.", "As of today."]
    assert "Company" not in text


def test_rows_longer_or_shorter_than_the_head_print_whole() -> None:
    table = Table("", COLUMNS[:2], (("a", "b", "c-extra"), ("d",)))
    text = bodies(pdf(sample.with_sections(ProfileSection("P13", "Data", (table,)))))[-1]
    assert "c-extra" in text
    assert "\nd" in text


def test_a_column_head_too_long_to_repeat_is_printed_whole_above() -> None:
    label = "What this column says. " * 60
    table = Table("", (TableColumn(label), TableColumn("Short")), (("a", "b"),))
    text = " ".join(bodies(pdf(sample.with_sections(ProfileSection("P13", "Data", (table,)))))[-1].split())
    assert label.strip() in text


def widths(weights: tuple[float, ...], least: tuple[float, ...], most: tuple[float, ...]) -> list[float]:
    columns = Columns(weights, least, most)
    found = columns.widths(418)
    assert sum(found) + columns.gutter * (len(weights) - 1) == pytest.approx(418)
    return [round(width) for width in found]


def test_columns_share_the_width_by_weight() -> None:
    assert widths((1, 2, 1), (0, 0, 0), (50, 50, 50)) == [100, 200, 100]
    assert widths((1, 2, 1), (0, 0, 0), (900, 900, 900)) == [100, 200, 100]


def test_a_narrow_column_gets_room_for_its_longest_word() -> None:
    narrow, *_ = widths((0.1, 5, 5), (60, 20, 20), (60, 900, 900))
    assert narrow >= 60


def test_a_column_of_short_texts_gives_to_one_of_long_texts() -> None:
    short, other, long = widths((1, 1, 1), (10, 10, 10), (20, 20, 900))
    assert (short, other) == (26, 26)
    assert long == 400 - 52


def test_no_word_takes_the_whole_table() -> None:
    assert max(widths((1, 1, 1), (5000, 10, 10), (5000, 900, 900))) < 250
