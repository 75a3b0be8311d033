"""Words: tracked changes, fields, breaks and links."""

from __future__ import annotations

from app.evidence.extraction.limits import LIMITS
from app.evidence.extraction.word.reading import read_word
from tests.evidence.documents import docx, p
from tests.evidence.extraction.word.read_back import words


def test_tracked_changes() -> None:
    document = (
        "<w:p><w:r><w:t>within </w:t></w:r><w:del><w:r><w:delText>72 hours</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>7 days</w:t></w:r></w:ins></w:p>"
        f"<w:moveFrom>{p('moved away')}</w:moveFrom>"
    )
    read = read_word(docx(document), LIMITS)
    assert read.text == "within 7 days\n"
    assert "tracked changes" in read.notices[0]
    assert read_word(docx(p("x")), LIMITS).notices == ()


def test_fields_breaks_and_links() -> None:
    document = (
        '<w:p><w:r><w:t>On </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3 May</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:hyperlink><w:r><w:t> see</w:t></w:r></w:hyperlink><w:r><w:noBreakHyphen/><w:tab/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r></w:p>"
    )
    assert words(document) == ["On 3 May see-\tx\ny"]
