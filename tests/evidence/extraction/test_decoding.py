"""Bytes become text by a mark, by UTF-8, or by Windows-1252 with a word about it."""

from __future__ import annotations

import codecs

import pytest

from app.evidence.extraction.decoding import BAD_BYTES, NULS, READ_AS_1252, decoded, mark_of


@pytest.mark.parametrize(
    ("content", "text", "notices"),
    [
        (b"plain", "plain", ()),
        ("Société “x”".encode(), "Société “x”", ()),
        (codecs.BOM_UTF8 + "é".encode(), "é", ()),
        (codecs.BOM_UTF16_LE + "é 😀".encode("utf-16-le"), "é 😀", ()),
        (codecs.BOM_UTF16_BE + "é".encode("utf-16-be"), "é", ()),
        (codecs.BOM_UTF32_LE + "é".encode("utf-32-le"), "é", ()),
        ("Société — “oui”".encode("cp1252"), "Société — “oui”", (READ_AS_1252,)),
        (b"caf\xe9 \x81", "café �", (READ_AS_1252, BAD_BYTES)),
        (codecs.BOM_UTF16_LE + b"a\0b", "a�", (BAD_BYTES,)),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n", ()),
        (b"a\0b", "a�b", (NULS,)),
        ("\x1b[2J \u202ecod.exe".encode(), "\x1b[2J \u202ecod.exe", ()),
        (codecs.BOM_UTF16_LE + b"\x00\xd8x\x00", "�x", (BAD_BYTES,)),
    ],
)
def test_text_of_bytes(content: bytes, text: str, notices: tuple[str, ...]) -> None:
    assert decoded(content) == (text, notices)


def test_a_declared_encoding_counts_only_where_it_fits() -> None:
    assert decoded("Привет".encode("cp1251"), "windows-1251") == ("Привет", ())
    assert decoded("é".encode(), "windows-1251")[0] == "é"
    assert decoded(b"\xe9", "no-such-thing") == ("é", (READ_AS_1252,))
    assert decoded(b"\xe9", "zip")[0] == "é"


def test_marks() -> None:
    assert mark_of(codecs.BOM_UTF16_BE + b"x") == (codecs.BOM_UTF16_BE, "utf-16-be")
    assert mark_of(codecs.BOM_UTF32_LE + b"x") == (codecs.BOM_UTF32_LE, "utf-32-le")
    assert mark_of(b"x") is None
