from __future__ import annotations

from app.evidence.tables import Table, read_table


def read(*rows: str) -> Table:
    text, spans = "", []
    for row in rows:
        spans.append((len(text), len(text) + len(row)))
        text += row + "\n"
    return read_table(text, spans)


def labels(table: Table) -> list[str]:
    return [row.label for row in table.rows]


def test_the_first_row_names_the_columns():
    table = read("Company | Purpose | Location", "Hostly | Hosting | US", "Maily | Mail | US")
    assert table.header == "Company | Purpose | Location"
    assert [row.header for row in table.rows] == [True, False, False]


def test_a_header_in_two_rows_and_its_title():
    table = read(
        "EXHIBIT I | ",
        "Category of Data | Elements |",
        "Check if Used by Your System |",
        "Conduct | Conduct data | x |",
        "Schedule | Courses | x |",
    )
    assert table.header == "EXHIBIT I | Category of Data | Elements | Check if Used by Your System"


def test_keys_with_values_have_no_header():
    assert read("Name | Kim Roe", "Role | Officer", "Town | Albany").header == ""
    assert read("x | yes | no", "1 | 2 | 3").header == ""


def test_rows_with_an_empty_first_cell_stand_under_the_label_above():
    table = read(
        "Category | Element | Used",
        "Demographics | Date of Birth | X",
        "| Place of Birth | ",
        "| Gender | X",
        "Conduct | Conduct data | ",
    )
    assert labels(table) == ["", "", "Demographics", "Demographics", ""]


def test_rows_that_lost_their_empty_first_cell_stand_under_it_too():
    table = read(
        "Category | Elements | Used |",
        "Communications | Messages captured | x |",
        "Demographics | Date of Birth | |",
        "Place of Birth | | |",
        "Language of the student | x | |",
        "Enrollment | Student school enrollment | x |",
    )
    assert labels(table) == ["", "", "", "Demographics", "Demographics", ""]


def test_marks_in_two_columns_are_not_taken_for_moved_cells():
    table = read(
        "Element | Collected | Shared", "Name | x | x", "Email | x | ", "Photo | | ", "Phone | x | x"
    )
    assert labels(table) == ["", "", "", "", ""]


def test_a_row_that_spans_the_table_is_a_label():
    assert labels(read("Data | Used", "Contact | Contact", " | x", " | y"))[2:] == ["Contact", "Contact"]


def test_bars_and_the_line_of_dashes_of_markdown():
    table = read("| Company | Purpose |", "|---|:--|", "| Hostly | Hosting |", "| Maily | Mail |")
    assert table.header == "Company | Purpose"
    assert table.rows[2].cells == ("Hostly", "Hosting")
    assert labels(table) == ["", "", "", ""]
