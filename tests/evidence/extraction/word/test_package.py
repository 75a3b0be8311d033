"""Archives that are no documents."""

from __future__ import annotations

import io
import zipfile

from app.evidence.extraction.limits import LIMITS, Limits
from app.evidence.extraction.word.reading import read_word
from tests.evidence.documents import W, docx, p, part
from tests.evidence.extraction.word.read_back import reason


def test_the_strict_form() -> None:
    strict = docx(p("Strict words."))
    with zipfile.ZipFile(io.BytesIO(strict)) as archive:
        document = archive.read("word/document.xml").decode()
    document = document.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read_word(docx(document, whole=True), LIMITS).text == "Strict words.\n"


def test_a_zip_bomb() -> None:
    bomb = docx(p("x"), {"word/styles.xml": part("styles", f"<!--{' ' * 60_000_000}-->")})
    assert len(bomb) < 100_000
    assert reason(bomb) == "unpacked"


def test_parts_that_are_too_large_together() -> None:
    styles = {"word/styles.xml": part("styles", "<!--" + "ab" * 400 + "-->")}
    assert reason(docx(p("x" * 600), styles), Limits(inflated_bytes=1_500)) == "unpacked"
    assert read_word(docx(p("x" * 600), styles), Limits(inflated_bytes=3_000)).text.startswith("xxx")


def test_too_many_members() -> None:
    assert reason(docx(p("x"), {f"{number}": "" for number in range(30)}), Limits(members=20)) == "unpacked"


def test_entities() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [{laughs}]><w:document xmlns:w="{W}"><w:body>{p("&l9;")}</w:body></w:document>'
    outside = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{W}"><w:body>{p("&x;")}</w:body></w:document>'
    quiet = f'<!DOCTYPE d SYSTEM "http://x.example/a.dtd"><w:document xmlns:w="{W}"><w:body>{p("x")}</w:body></w:document>'
    for document in (bomb, outside, quiet):
        assert reason(docx(document, whole=True)) == "dtd"


def test_nesting() -> None:
    deep = "<w:ins>" * 600 + p("deep") + "</w:ins>" * 600
    assert reason(docx(deep)) == "deep"
    fits = "<w:ins>" * 450 + p("deep") + "</w:ins>" * 450
    assert "deep" in read_word(docx(fits), LIMITS).text


def test_a_locked_archive() -> None:
    content = bytearray(docx(p("x")))
    for sign, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + flag] |= 1
    assert reason(bytes(content)) == "password"
