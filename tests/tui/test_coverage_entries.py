"""What stands on the screen of laws."""

from __future__ import annotations

from app.assessment.answer import State
from app.assessment.coverage import LawCoverage, LawItem
from app.assessment.profile import Mark
from app.questionnaire import load_installed
from app.tui.coverage_entries import LAW, coverage_entries, in_all

REST, SALE = "security.encryption.at_rest", "sopipa.no_sale"
PACK = load_installed()


def item(question: str, mark: Mark, *findings: str) -> LawItem:
    return LawItem(question, ("34 CFR 99.3 [Annex A]",), State.YES, State.YES, mark, findings)


LAWS = (
    LawCoverage("ferpa", "FERPA [/]", "Federal", (item(REST, Mark.YES), item(SALE, Mark.CONTRADICTED, "CON-02", "CON-02 x"))),
    LawCoverage("sopipa", "SOPIPA", "California", (item(SALE, Mark.SILENT),)),
    LawCoverage("ccpa", "CCPA", "California", (item(REST, Mark.YES),)),
)  # fmt: skip


def text(opened: set[str], width: int = 120, **more: object) -> str:
    return "\n".join(e.text.plain for e in coverage_entries(LAWS, PACK, opened, width, **more))  # type: ignore[arg-type]


def test_laws_stand_by_group_with_their_counts_and_open_to_their_questions() -> None:
    closed = text(set())
    assert closed.index("Federal") < closed.index("FERPA [/]") < closed.index("California")
    assert "1 ✓ addressed  1 ! contradicted" in closed
    assert "No sale" not in closed
    opened = text({"ferpa"})
    assert "contradicted " in opened
    assert "No sale" in opened
    assert opened.count("CON-02") == 1
    assert "CON-02 x" not in opened
    assert "34 CFR 99.3 [Annex A]" in opened
    leads = [e for e in coverage_entries(LAWS, PACK, {"ferpa"}, 120) if e.question or e.key]
    assert [e.key or e.question for e in leads] == [f"{LAW}ferpa", REST, SALE, f"{LAW}sopipa", f"{LAW}ccpa"]


def test_only_what_is_missing_and_only_what_has_the_words() -> None:
    missing = text({"ferpa", "sopipa", "ccpa"}, only_missing=True)
    assert "CCPA" not in missing
    assert "Encryption at rest" not in missing
    assert "SOPIPA" not in text(set(), words=("ferpa",))
    assert "Encryption at rest" in text(
        set(), words=("stored", "encrypted")
    )  # a question brings its law, opened
    assert text(set(), words=("nothing has this",)) == "Nothing fits."
    assert "No law is in force" in "\n".join(e.text.plain for e in coverage_entries((), PACK, (), 80))


def test_counts_are_short_where_it_is_narrow_and_the_whole_is_summed() -> None:
    assert "1✓  1!" in text(set(), 60)
    kept = [e for e in coverage_entries(LAWS, PACK, (), 120, only_missing=True) if e.key]
    assert in_all(LAWS) == f"3 in force, {len(kept)} not fully addressed"  # as many as the filter keeps


def test_what_speaks_against_the_vendor_is_not_called_no() -> None:
    """Beside a question that asks for something bad, `no` would say the reverse of the answer."""
    policy = LawItem("thirdparty.own_policy", (), State.YES, State.NO, Mark.NO, ())
    law = LawCoverage("ferpa", "FERPA", "Federal", (policy,))
    lines = [f"{e.head.plain} {e.text.plain}" for e in coverage_entries((law,), PACK, {"ferpa"}, 120)]
    assert "1 ✗ adverse" in lines[1]
    assert "✗ adverse      Own policy" in lines[2]
    assert not any(" no " in f" {line} " for line in lines)
