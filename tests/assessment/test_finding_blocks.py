from __future__ import annotations

from dataclasses import replace

from app.assessment.answer import Citation
from app.assessment.findings import Broken, Findings, FindingState, SideShown, Spot, Waiting
from app.assessment.profile import Facts, Heading, Paragraph, Table
from app.questionnaire.model import Severity
from app.questionnaire.rules import Against, RuleKind
from tests.assessment.answered import k12
from tests.assessment.judged import LISTED, PROMISE, finding, judgement, no_sale
from tests.assessment.test_compose import blocks, printed, profile_of, section, table

REST = "security.encryption.at_rest"


def p17(*found: object, **more: object) -> list[object]:
    return list(section(profile_of({}, judgement=judgement(*found, **more)), "P17").blocks)  # type: ignore[arg-type]


def under(heading: str, found: list[object]) -> dict[str, str]:
    """The facts that follow a heading."""
    at = next(i for i, block in enumerate(found) if isinstance(block, Heading) and heading in block.text)
    following = found[at + 1]
    assert isinstance(following, Facts)
    return dict(following.items)


def test_the_table_is_sorted_by_severity_with_place_law_fix_owner_and_state() -> None:
    found = [
        finding("GAP-09", Severity.LOW, reason="seen"),
        replace(no_sale(), owner="Pat", due="2027-03-01", state=FindingState.ACCEPTED),
        finding("GAP-01", Severity.HIGH, subject=REST),
    ]
    rows = table(profile_of({}, judgement=judgement(*found)), "P17", "Findings by severity").rows
    assert [row[0] for row in rows] == ["CON-02\ncritical", "GAP-01\nhigh", "GAP-09\nlow"]
    assert rows[0][1:] == (
        "No-sale promise against the register",
        "D1 lines 45, 162",
        "Law 1",
        "Mend it.",
        "accepted\nPat, 1 Mar 2027",
    )
    assert rows[1][1] == f"Title of GAP-01: {k12().by_id[REST].ask}"
    assert rows[2][2] == "–"
    assert rows[2][-1] == "open"


def test_a_detail_shows_both_sides_with_answers_quotes_and_places() -> None:
    shown = under("CON-02", p17(no_sale()))
    ask = k12().by_id["sopipa.no_sale"].ask
    assert shown["What is promised"] == f"{ask} Yes.\n– D1 line 45: “We do not sell student data.”"
    assert shown["What the third-party list shows"] == (
        "EPOM (what for: advertising).\n– D1 line 162: “EPOM for serving targeted advertising”"
    )
    assert list(shown) == ["What", "What is promised", "What the third-party list shows"]


def test_a_row_is_described_once() -> None:
    found = p17(no_sale(), replace(no_sale(), rule="CON-03"))
    first, again = (under(rule, found)["What the third-party list shows"] for rule in ("CON-02", "CON-03"))
    assert first.startswith("EPOM (what for: advertising).")
    assert again.startswith("EPOM (described above).")


def test_where_begins_with_the_first_passage_of_each_side() -> None:
    cited = tuple(Citation("D1", f"line {number}", "q") for number in (9, 1, 2, 3, 4, 5))
    sides = (
        SideShown("A", (Spot("sopipa.no_sale", "yes", citations=cited),)),
        SideShown("B", (Spot("sopipa.no_sale", "yes", citations=(Citation("D1", "line 99", "q"),)),)),
    )
    one = replace(no_sale(), sides=sides)
    row = table(profile_of({}, judgement=judgement(one)), "P17", "Findings by severity").rows[0]
    assert row[2] == "D1 lines 1-2, 9, 99\nand 3 more"


def test_what_is_only_silent_or_thin_stands_in_one_table_at_the_end() -> None:
    ask = k12().by_id[REST].ask
    low = finding("GAP-09", Severity.LOW, subject=REST, message=f'"{ask}": nothing in the file speaks to it.')
    quiet = finding("GAP-06", Severity.MEDIUM)
    settled = finding("GAP-10", Severity.LOW, owner="Pat")
    found = p17(low, quiet, settled, finding("GAP-01", Severity.HIGH))
    at = next(i for i, block in enumerate(found) if block == Heading("Also silent or thin"))
    listed = found[at + 1]
    assert isinstance(listed, Table)
    assert listed.rows[0][0] == "GAP-06\nmedium"
    assert listed.rows[1] == (
        "GAP-09\nlow",
        ask,
        "Nothing in the file speaks to it.",
        "Law 1",
        "Mend it.",
    )
    assert len(listed.rows) == 2
    main = next(block for block in found if isinstance(block, Table) and "by severity" in block.title)
    assert [row[0] for row in main.rows] == ["GAP-01\nhigh", "GAP-10\nlow"]
    assert "2 more findings stand" in main.footer


def test_the_state_is_told_with_owner_date_and_reason() -> None:
    one = replace(
        no_sale(),
        state=FindingState.ACCEPTED,
        reason="until the contract ends",
        owner="Pat",
        due="2027-03-01",
        came_back=FindingState.FIXED,
    )
    assert under("CON-02", p17(one))["State"] == (
        "Accepted. It was fixed before; what it rests on has changed since. Owner: Pat. To be settled by 1 Mar 2027. "
        "Reason: until the contract ends."
    )


def test_quotes_are_cut_at_forty_words_and_passages_at_three() -> None:
    long = Citation("D1", "line 1", " ".join(f"w{number}" for number in range(60)))
    spot = Spot("sopipa.no_sale", "yes", citations=(long, LISTED, LISTED, LISTED, LISTED))
    text = under("CON-02", p17(replace(no_sale(), sides=(SideShown("Side", (spot,)),))))["Side"]
    assert "w39 …”" in text
    assert "w40" not in text
    assert text.endswith("– and 2 more passages, see P19")


def test_a_passage_that_a_detector_found_is_quoted_once() -> None:
    spot = Spot("", LISTED.quote, citations=(LISTED,))
    one = finding("DOC-01", kind=RuleKind.ASSIST, sides=[SideShown("What the document says", (spot,))])
    assert under("DOC-01", p17(one))["What the document says"] == f"– D1 line 162: “{LISTED.quote}”"


def test_a_row_that_is_a_passage_is_quoted_once() -> None:
    spot = Spot("sopipa.no_sale", f"“{LISTED.quote}”", "r1", (LISTED,))
    one = finding("CON-12", sides=[SideShown("What each passage says", (spot, spot))])
    shown = f"– D1 line 162: “{LISTED.quote}”"
    again = "– D1 line 162 (quoted above)"
    assert under("CON-12", p17(one))["What each passage says"] == f"{shown}\n{again}"


def test_findings_of_one_rule_and_severity_are_one_block_with_their_subjects() -> None:
    several = [
        finding("GAP-00", subject=name, message=f"Weak: {name}", fix=f"fix {name}")
        for name in (REST, "ferpa.ownership", "breach.plan")
    ]
    other = finding("GAP-00", Severity.LOW, subject="data.elements", owner="Pat")
    found = p17(*several, other)
    first = next(block for block in found if isinstance(block, Table) and "by severity" in block.title)
    assert [row[:2] for row in first.rows] == [
        ("GAP-00\nhigh", "Title of GAP-00: 3 questions"),
        ("GAP-00\nlow", f"Title of GAP-00: {k12().by_id['data.elements'].ask}"),
    ]
    assert first.rows[0][4] == "see below"
    at = next(
        i
        for i, b in enumerate(found)
        if isinstance(b, Heading) and b.text.startswith("GAP-00") and "3" in b.text
    )
    shared, subjects = found[at + 1], found[at + 2]
    assert shared == Facts((("Law", "Law 1"), ("State", "Open.")), compact=True)
    assert isinstance(subjects, Table)
    assert [column.label for column in subjects.columns] == ["About", "What", "What would settle it"]
    assert [row[0] for row in subjects.rows] == [k12().by_id[one.subject].ask for one in several]


def test_what_was_raised_by_hand_has_its_own_title_and_no_number() -> None:
    raised = [
        finding("OWN", subject=f"by hand {number}", kind=RuleKind.MANUAL, title=title)
        for number, title in enumerate(("Sign-in is told in two ways", "No date is named"), 1)
    ]
    found = p17(*raised)
    first = next(block for block in found if isinstance(block, Table) and "by severity" in block.title)
    assert [row[1] for row in first.rows] == ["Sign-in is told in two ways", "No date is named"]
    headings = [block.text for block in found if isinstance(block, Heading)]
    assert "OWN  Sign-in is told in two ways" in headings
    assert "OWN  No date is named" in headings


def test_the_key_of_what_a_detector_found_is_not_printed() -> None:
    spots = (
        Spot("", LISTED.quote, citations=(LISTED,)),
        Spot("sopipa.no_sale", "yes", citations=(PROMISE,)),
    )
    found = [
        finding(
            "DOC-04",
            subject=key,
            kind=RuleKind.ASSIST,
            sides=[SideShown("", (spot,)) for spot in spots],
            message=f"Line {key}.",
        )
        for key in ("gap an lea , at", "blank")
    ]
    one = p17(found[0])
    assert any(block == Heading("DOC-04  Title of DOC-04", 3) for block in one)
    several = [block for block in p17(*found) if isinstance(block, Table)][1]
    assert "About" not in [column.label for column in several.columns]
    assert {row[-1] for row in several.rows} == {f"D1 line 162: “{LISTED.quote}”"}


def test_what_the_review_lacks_stands_apart_and_is_not_counted_against_the_vendor() -> None:
    lack = finding("EVD-02", Severity.MEDIUM, subject="sopipa.no_sale", against=Against.REVIEW)
    found = p17(lack)
    texts = [block.text for block in found if isinstance(block, Heading | Paragraph)]
    assert texts[0].startswith(
        "No finding stands about Acme. That no finding is listed about something does not show"
    )
    at = texts.index("What this review lacks")
    assert "say nothing about Acme" in texts[at + 1]
    assert texts[at + 2].startswith("EVD-02  (medium)  ")
    assert not any(isinstance(block, Table) and "by severity" in block.title for block in found)


def test_settled_findings_are_listed_with_their_reason_and_dismissed_proposals_are_not() -> None:
    gone = finding("GAP-02", subject="EPOM", state=FindingState.WITHDRAWN, reason="it left the list")
    fixed = finding("GAP-03", state=FindingState.FIXED)
    dismissed = finding("DOC-01", kind=RuleKind.ASSIST, state=FindingState.WITHDRAWN, reason="hush")
    confirmed = finding("DOC-02", kind=RuleKind.ASSIST, state=FindingState.FIXED, reason="seen")
    found = p17(gone, fixed, dismissed, confirmed)
    at = next(i for i, block in enumerate(found) if block == Heading("Settled and withdrawn"))
    listed = found[at + 1]
    assert isinstance(listed, Table)
    assert listed.rows == (
        ("GAP-02", "Title of GAP-02: EPOM", "withdrawn", "it left the list"),
        ("GAP-03", "Title of GAP-03", "fixed", "none recorded"),
        ("DOC-02", "Title of DOC-02", "fixed", "seen"),
    )


def test_rules_that_wait_and_rules_that_failed_are_named() -> None:
    told = judgement()
    findings = Findings(
        waiting=tuple(Waiting(f"GAP-{number}", ("a",)) for number in range(30)),
        broken=(Broken("CON-01", "secret"),),
    )
    text = printed(profile_of({}, judgement=replace(told, findings=findings)), "P17")
    assert (
        "30 rules were not tried, because they read something that nobody has answered yet: GAP-0, " in text
    )
    assert "GAP-23 and 6 more." in text
    assert "1 rule could not be run: CON-01." in text
    assert "secret" not in text


def test_the_vendors_reply_follows_the_findings_and_comes_before_the_scores() -> None:
    profile = profile_of({}, judgement=judgement(no_sale()))
    found = blocks(profile, "P17", Paragraph) + blocks(profile, "P17", Heading)
    assert any("attach a reply of up to one page" in block.text for block in found)
    order = [getattr(block, "text", "") for block in section(profile, "P17").blocks]
    reply = next(i for i, text in enumerate(order) if "attach a reply" in text)
    assert reply < order.index("Scores")


def test_what_was_quoted_above_is_named_by_its_place() -> None:
    found = p17(no_sale(), replace(no_sale(), rule="CON-03"))
    again = under("CON-03", found)
    assert str(again).count("“") == 0
    assert again["What the third-party list shows"].endswith("– D1 line 162 (quoted above)")
