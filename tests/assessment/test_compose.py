from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.assessment.answer import UNANSWERED, Answer, Answers, Citation, Number, State
from app.assessment.case import JudgeSettings
from app.assessment.compose import compose
from app.assessment.context import Contradiction
from app.assessment.coverage import LawCoverage
from app.assessment.internal_blocks import Internal
from app.assessment.path import Path
from app.assessment.places import FACTS, TABLES
from app.assessment.profile import (
    Bullets,
    Facts,
    Heading,
    Mark,
    Paragraph,
    Profile,
    ProfileSection,
    Statements,
    Strip,
    Table,
)
from app.assessment.score import Judgement
from app.questionnaire.model import Pack, Question
from app.questionnaire.rules import Rulebook
from tests.assessment.answered import (
    REASON,
    STATES,
    answer_for,
    assessment,
    documents,
    everything,
    k12,
    path_of,
    reviewer,
    rows,
    whole_path,
)
from tests.assessment.packs import SMALL
from tests.hostile import HOSTILE

PRINTED = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
VERSION = "3f9a1c7be2d04856a1b2c3d4e5f60718293a4b5c6d7e8f901a2b3c4d5e6f7081"
BASE = {"review.documents": documents(), "review.reviewer": reviewer()}
BANNED = re.compile(r"\b(certified|compliant|approved|guaranteed|ensures)\b", re.IGNORECASE)


def profile_of(
    answers: Mapping[str, Answer],
    *,
    path: Path | None = None,
    printed_at: datetime = PRINTED,
    pack: Pack | None = None,
    contradictions: Mapping[str, Contradiction] | None = None,
    judgement: Judgement | None = None,
    coverage: Sequence[LawCoverage] = (),
    book: Rulebook | None = None,
    judge_settings: JudgeSettings | None = None,
    internal: Internal | None = None,
    **named: str,
) -> Profile:
    whole: Answers = {**BASE, **answers}
    return compose(
        assessment(**named),
        pack or k12(),
        whole,
        path or path_of(whole),
        printed_at=printed_at,
        version=VERSION,
        contradictions=contradictions,
        judgement=judgement,
        coverage=coverage,
        book=book,
        settings=judge_settings,
        internal=internal,
    )


def section(profile: Profile, code: str) -> ProfileSection:
    return next(one for one in profile.sections if one.code == code)


def texts(value: Any) -> Iterator[str]:
    """Every text in a profile, in order."""
    if isinstance(value, Enum):
        yield value.value
    elif isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)


def printed(profile: Profile, *codes: str) -> str:
    return "\n".join(
        text for one in profile.sections if one.code in codes or not codes for text in texts(one)
    )


def blocks(profile: Profile, code: str, kind: type) -> list[Any]:
    return [block for block in section(profile, code).blocks if isinstance(block, kind)]


def table(profile: Profile, code: str, title: str) -> Table:
    return next(one for one in blocks(profile, code, Table) if title in one.title)


def facts(profile: Profile, code: str) -> dict[str, str]:
    return {label: value for block in blocks(profile, code, Facts) for label, value in block.items}


# --- the whole -----------------------------------------------------------------------------------------


def test_all_sections_stand_in_their_order_with_something_in_each() -> None:
    for answers in ({}, everything(State.YES)):
        profile = profile_of(answers)
        assert [one.code for one in profile.sections] == [f"P{number}" for number in range(21)]
        assert all(one.title and one.blocks for one in profile.sections)


def test_the_head_of_the_profile_comes_from_the_review() -> None:
    profile = profile_of({})
    assert (profile.vendor, profile.product, profile.slug) == ("Acme", "Acme Class", "acme")
    assert (profile.review_date, profile.valid_until, profile.reviewer) == (
        "2026-11-22",
        "2027-11-22",
        "Rae Viewer",
    )
    assert (profile.version, profile.pack, profile.printed_at) == (VERSION, "k12 1.0", PRINTED)


def test_the_same_input_gives_an_equal_profile() -> None:
    answers = everything(State.PARTIAL, cited=("D2", "D5"))
    assert profile_of(answers) == profile_of(answers)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("whole", [True, False], ids=["everything in force", "real path"])
def test_a_profile_of_any_one_state_is_made_of_finished_texts(state: State, whole: bool) -> None:
    for pick in (0, 1, 2):
        answers = everything(state, cited=("D2",), pick=pick)
        profile = profile_of(answers, path=whole_path() if whole else None)
        for code in (one.code for one in profile.sections):
            text = printed(profile, code)
            assert "{" not in text, code
            assert "[keeps|" not in text, code
            assert not re.search(r"\.\.(\s|$)", text), code
            assert not re.search(r"\bNone\b(?! (listed|in|computed|\.|$))", text.replace("None.", "")), code
        for block in (b for one in profile.sections for b in one.blocks if isinstance(b, Table)):
            assert all(len(row) == len(block.columns) for row in block.rows)
            assert all(cell for row in block.rows for cell in row)
        said = [
            s
            for one in profile.sections
            for b in one.blocks
            if isinstance(b, Statements)
            for s in b.sentences
        ]
        assert not any(BANNED.search(one.text) for one in said)
        assert all(b.sentences for one in profile.sections for b in one.blocks if isinstance(b, Statements))


def test_nothing_answered_claims_and_denies_nothing() -> None:
    profile = profile_of({}, path=whole_path())
    said = [
        s for one in profile.sections for b in one.blocks if isinstance(b, Statements) for s in b.sentences
    ]
    assert {one.mark for one in said} == {Mark.OPEN}
    assert all(one.text.startswith("Not reviewed. The question is ") for one in said)
    assert not re.search(r"\b(Acme|It) (does|has) not\b", printed(profile))
    assert "Not reviewed." in {
        one.empty for code in ("P6", "P12", "P13") for one in blocks(profile, code, Table)
    }


def test_silence_prints_as_silence_in_tables_too() -> None:
    answers = {name: Answer(State.NOT_ADDRESSED) for name in ("thirdparty.register", "data.elements")}
    profile = profile_of(answers)
    assert table(profile, "P12", "Third parties").empty == "None listed in the documents reviewed."
    assert table(profile, "P12", "Third parties").footer == ""
    assert table(profile, "P13", "Data elements").empty == "None listed in the documents reviewed."
    answers["data.elements"] = Answer(State.NA, reason="it stores nothing.")
    assert table(profile_of(answers), "P13", "Data elements").empty == "Not applicable: it stores nothing."


NOT_SENTENCES = [item for item in k12().items if item.id in {*TABLES, *FACTS}]


@pytest.mark.parametrize("item", NOT_SENTENCES, ids=lambda item: item.id)
def test_no_answer_to_a_register_or_a_fact_is_left_out(item: Question) -> None:
    """Outside the appendix, which lists every answer anyway; the document register stands only there."""
    codes = [f"P{n}" for n in range(1, 21) if n != 19 or item.id == "review.documents"]
    others = everything(State.YES)
    said = set()
    for state in (State.UNANSWERED, State.YES, State.PARTIAL, State.NOT_ADDRESSED, State.NA):
        answers = {**others, item.id: answer_for(item, state, pick=1)}
        profile = profile_of(answers, path=whole_path())
        said.add(printed(profile, *codes))
        if state in (State.PARTIAL, State.NA):
            reviewers_own = item.id == "review.reviewer" and state is State.NA
            assert reviewers_own or REASON in printed(profile, "P0", *codes)
    # Who reviews and what is concluded is the reviewer's own: silence about it is no different from nothing.
    assert len(said) == {"review.reviewer": 3, "signoff.conclusion": 2}.get(item.id, 5)


def test_every_cell_of_every_register_is_printed() -> None:
    answers = everything(State.YES)
    for name in TABLES:
        question = k12().question(name)
        cells = {c.id: c.choices[0] if c.choices else f"{name} {c.id}" for c in question.columns}
        cells |= {c.id: "2026-02-03" for c in question.columns if c.type == "date"}
        answers[name] = Answer(State.ANSWERED, rows(cells))
    answers["product.credentials"] = Answer(State.ANSWERED, rows({**rows_of(answers, "product.credentials")}))
    text = printed(profile_of(answers, path=whole_path()))
    for name in TABLES:
        for column in k12().question(name).columns:
            if column.choices or column.type == "date" or column.id in ("sha256", "certificate_holder"):
                continue
            assert f"{name} {column.id}" in text


def rows_of(answers: Mapping[str, Answer], name: str) -> dict[str, str]:
    value = answers[name].value
    assert isinstance(value, tuple)
    return dict(value[0].cells)  # type: ignore[union-attr]


# --- banners -------------------------------------------------------------------------------------------


def test_an_open_question_makes_a_draft_and_missing_signatures_show() -> None:
    answers = everything(State.NOT_ADDRESSED)
    assert profile_of(answers).banners == ("UNSIGNED",)
    assert profile_of({**answers, "breach.plan": UNANSWERED}).banners == (
        "DRAFT: 1 question open",
        "UNSIGNED",
    )
    (draft, _) = profile_of({}).banners
    assert re.fullmatch(r"DRAFT: \d\d+ questions and \d+ details open", draft)


def test_an_open_follow_up_makes_a_draft_too() -> None:
    answers = {**everything(State.NOT_ADDRESSED), "breach.plan": Answer(State.YES)}
    assert profile_of(answers).banners == ("UNSIGNED",)
    answers["breach.plan.tested"] = UNANSWERED
    assert profile_of(answers).banners == ("DRAFT: 1 detail open", "UNSIGNED")
    assert profile_of({**answers, "breach.plan.summary": UNANSWERED}).banners[0] == "DRAFT: 2 details open"
    answers["breach.history"] = UNANSWERED
    assert profile_of(answers).banners[0] == "DRAFT: 1 question and 1 detail open"
    whole = {name: a for name, a in everything(State.YES).items() if k12().question(name).parent is None}
    path = path_of(whole)
    details = sum(k12().question(item).parent is not None for item in path.items)
    assert profile_of(whole).banners[0] == f"DRAFT: {details} details open"
    verdict = section(profile_of(whole), "P0").blocks[0]
    assert verdict.figures[0][1] == f"questions answered, {details} details open"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("until", "printed_at", "expired"),
    [
        ("2026-11-22", PRINTED, False),
        ("2026-11-21", PRINTED, True),
        ("2027-11-22", PRINTED.replace(year=2027, day=23), True),
        ("", PRINTED.replace(year=2060), False),
        ("some day", PRINTED.replace(year=2060), False),
    ],
)
def test_a_profile_expires_after_its_date(until: str, printed_at: datetime, expired: bool) -> None:
    profile = profile_of({"review.reviewer": reviewer(valid_until=until)}, printed_at=printed_at)
    assert (f"EXPIRED {until}" in profile.banners) is expired


# --- sections ------------------------------------------------------------------------------------------


def test_coppa_collapses_to_one_line_when_it_is_not_in_force() -> None:
    answer = Answer(
        State.ANSWERED, "students do not use it", citations=(Citation("D2", "page 1", "no students"),)
    )
    profile = profile_of({"product.child_directed": answer})
    assert section(profile, "P5").blocks == (
        Paragraph(
            "Not in scope because the documents reviewed show that students do not use the product themselves. "
            "(D2 page 1, 15 Jan 2026, S)"
        ),
    )
    for unsure in (
        replace(answer, state=State.PARTIAL, reason="in most schools"),
        replace(answer, citations=()),
    ):
        assert blocks(profile_of({"product.child_directed": unsure}), "P5", Statements)
    (said,) = blocks(profile_of({}), "P5", Statements)
    assert [one.label for one in said.sentences] == [f"C{number}" for number in range(1, 11)]


@pytest.mark.parametrize("state", [State.PARTIAL, State.NA, State.NOT_ADDRESSED, State.UNANSWERED])
def test_an_answer_that_does_not_stand_is_no_reason_to_leave_coppa_out(state: State) -> None:
    """Where a pack hides the section on its own terms, the profile does not add a reason that nobody gave."""
    cited = (Citation("D2", "page 1", "no students"),)
    answer = Answer(state, "students do not use it", reason="mostly", citations=cited)
    hidden = tuple(item for item in k12().items if item.section != "coppa")
    names = tuple(item.id for item in hidden)
    path = Path(tuple(s.id for s in k12().sections if s.id != "coppa"), names, frozenset(names))
    profile = profile_of({"product.child_directed": answer}, path=path)
    assert section(profile, "P5").blocks == (
        Paragraph("Not in scope because the answers given do not call for it."),
    )


def test_the_agreements_are_numbered() -> None:
    profile = profile_of({})
    (a,) = blocks(profile, "P3", Statements)
    assert [one.label for one in a.sentences] == [f"A{number}" for number in range(1, 11)]
    bans, duties = blocks(profile, "P4", Statements)
    assert [one.label for one in bans.sentences] == ["B1", "B2", "B3", "B4"]
    assert [one.label for one in duties.sentences] == ["B5", "B6", "B7"]


def test_the_contents_of_a_notice_print_as_a_lettered_list_of_the_ticked_items_only() -> None:
    ticked = ("date or range", "contact person")
    profile = profile_of({"breach.contents": Answer(State.ANSWERED, ticked)})
    (found,) = blocks(profile, "P9", Bullets)
    assert found == Bullets(("Date or range", "Contact person"), "a")
    order = section(profile, "P9").blocks
    before = order[order.index(found) - 1]
    assert isinstance(before, Statements)
    assert before.sentences[-1].question == "breach.contents"
    for answer in (Answer(State.NOT_ADDRESSED), Answer(State.ANSWERED, ("not stated",)), UNANSWERED):
        assert not blocks(profile_of({"breach.contents": answer}), "P9", Bullets)


def test_third_parties_stand_with_advertising_analytics_and_shops_first() -> None:
    register = rows(
        {"name": "Mailer", "function": "e-mail", "info_shared": "student ID and e-mail address"},
        {"name": "Shop", "function": "e-commerce", "conditional_note": "a parent orders."},
        {"name": "Counter", "function": "analytics"},
        {"name": "Ads", "service": "banners", "function": "advertising", "own_use": "yes"},
    )
    cited = (Citation("D1", "line 5", "Ads shows banners"), Citation("D5", "line 9"))
    answers = {
        "thirdparty.register": Answer(State.PARTIAL, register, "no country is given", citations=cited),
        "thirdparty.complete": Answer(State.NO),
        "data.elements": Answer(
            State.ANSWERED, rows({"element": "Student ID"}, {"element": "ID"}, {"element": "Mood"})
        ),
    }
    profile = profile_of(answers)
    found = table(profile, "P12", "Third parties")
    assert [row[0] for row in found.rows] == ["Ads (banners)", "Counter", "Shop", "Mailer"]
    assert found.rows[0][-1] == "D1 line 5"
    assert found.rows[1][-1] == "D1, D5"
    assert found.rows[2][2] == "– (only when: a parent orders)"
    assert found.footer == (
        "List presented as complete: no. Date: 5 Mar 2026. Not complete: no country is given. "
        "Source: D1 line 5, 5 Mar 2026, P; D5 line 9, 1 Jan 2023, 2 (dated)."
    )
    shared = {row[1]: row[6] for row in table(profile, "P13", "Data elements").rows}
    assert shared == {"Student ID": "Mailer", "ID": "Mailer", "Mood": "see P12"}


def test_the_source_of_a_row_is_the_passage_cited_for_it_even_if_another_one_names_it() -> None:
    cited = (Citation("D1", "line 72", "runs on Google"), Citation("D1", "line 78", "our host", row="r1"))
    register = Answer(State.ANSWERED, rows({"name": "Google"}), citations=cited)
    found = table(profile_of({"thirdparty.register": register}), "P12", "Third parties")
    assert found.rows[0][-1] == "D1 line 78"


def test_data_outside_the_vendors_own_list_stands_in_a_table_of_its_own() -> None:
    elements = rows(
        {"element": "Name", "listed_where": "list, line 3", "ndpa_category": "Names"},
        {"element": "Location", "listed_where": "elsewhere: line 80", "sensitive": "yes"},
        {"element": "Grade", "listed_where": "list, line 4", "sensitive": "yes"},
    )
    profile = profile_of({"data.elements": Answer(State.ANSWERED, elements)})
    assert [row[:2] for row in table(profile, "P13", "Data elements").rows] == [
        ("1", "Name (Names)"),
        ("2 S", "Grade"),
    ]
    assert [row[:2] for row in table(profile, "P13", "Seen in other parts").rows] == [("3 S", "Location")]
    assert "List presented as complete: not reviewed." in table(profile, "P13", "Data elements").footer
    assert facts_figures(profile)["data elements"] == "3"


def test_only_companies_with_a_name_are_mentioned_among_the_companies() -> None:
    hosts = rows(
        {"provider": "Cloud Co", "in_register": "no"},
        {"provider": "A Small Orange", "in_register": "no"},
        *({"provider": name, "service": "servers", "in_register": "no"} for name in NAMELESS),
    )
    profile = profile_of({"security.hosting": Answer(State.ANSWERED, hosts)})
    (mentioned,) = blocks(profile, "P12", Bullets)
    assert mentioned.items == ("Cloud Co (see P7.3)", "A Small Orange (see P7.3)")
    assert "Hosting for which no company is named: see P7.3." in printed(profile, "P12")
    alone = profile_of({"security.hosting": Answer(State.ANSWERED, hosts[2:])})
    assert not list(blocks(alone, "P12", Bullets))


NAMELESS = (
    "",
    "not named",
    "Unnamed hosts",
    "A data center in ohio",
    "its own servers",
    "hosting company",
    "self-hosted",
)


def facts_figures(profile: Profile) -> dict[str, str]:
    verdict = section(profile, "P0").blocks[0]
    return {label: number for number, label in verdict.figures}  # type: ignore[union-attr]


def test_a_hosts_certificates_print_under_the_data_center_only_and_as_the_hosts() -> None:
    answers = {
        "security.hosting": Answer(
            State.ANSWERED,
            rows(
                {"provider": "Cloud Co", "certificates": "ISO/IEC 27001:2022.", "in_register": "no"},
                {"provider": "Own Racks", "certificates": "SOC 2", "certificate_holder": "Acme"},
                {"provider": "Bare", "certificates": "none stated", "in_register": "yes"},
            ),
        ),
        "product.credentials": Answer(
            State.ANSWERED,
            rows(
                {"credential": "ISO 27018", "holder": "sub-provider", "scope": "Cloud Co regions"},
                {"credential": "PCI DSS", "holder": "sub-provider", "issuer": "Pay House"},
                {"credential": "Pledge", "holder": "vendor", "expires": "2026-01-01", "evidence_doc": "D1"},
                {"credential": "SOC 2", "holder": "vendor", "expires": "2027-01-01"},
            ),
        ),
    }
    profile = profile_of(answers)
    (hosts,) = blocks(profile, "P7", Bullets)
    assert hosts.items == (
        "For the hosting company Cloud Co the documents reviewed name ISO/IEC 27001:2022.",
        "For the hosting company Pay House the documents reviewed name PCI DSS.",
    )
    theirs, own = table(profile, "P7", "held by sub-providers"), table(profile, "P16", "of the vendor")
    assert [row[0] for row in theirs.rows] == ["ISO 27018", "PCI DSS"]
    assert [(row[0], row[-1]) for row in own.rows] == [("Pledge (D1)", "expired"), ("SOC 2", "runs")]
    assert "PCI DSS" not in printed(profile, "P0", "P16", "P15")
    (mentioned,) = blocks(profile, "P12", Bullets)
    assert mentioned.items == ("Cloud Co (see P7.3)",)


def test_each_module_in_force_has_its_block() -> None:
    jurisdictions = Answer(State.ANSWERED, ("CA", "NH", "NY"))
    profile = profile_of({"review.jurisdictions": jurisdictions, "nh.teacher_data": Answer(State.YES)})
    titles = [block.text for block in blocks(profile, "P16", Heading)]
    assert titles == [
        "California: Ed. Code 49073.1 and 49073.6",
        "New England: NDPA exhibits for MA, ME, NH, RI and VT",
        "New Hampshire: RSA 189:65 to 189:68-a",
        "New York: Education Law 2-d",
    ]
    assert "This review is meant for schools in California, New Hampshire and New York." in printed(
        profile, "P16"
    )
    assert table(profile, "P13", "Data about teachers").empty == "Not reviewed."
    assert facts(profile, "P0")["Schools in"] == "California, New Hampshire and New York"


def test_findings_and_scores_are_said_not_to_exist() -> None:
    profile = profile_of({})
    assert "No rules were run for this profile" in printed(profile, "P17")
    assert "does not show that there is nothing to find" in printed(profile, "P17")
    assert facts(profile, "P0")["Findings"] == "No rules were run"
    assert facts(profile, "P0")["Scores"] == "None computed"


def test_a_contradiction_shows_in_the_sentence_the_strip_and_the_chart() -> None:
    found = {"sopipa.no_sale": Contradiction("CON-02", "the list names a buyer")}
    profile = profile_of({"sopipa.no_sale": Answer(State.YES)}, contradictions=found)
    assert "See CON-02. The claim is not counted." in printed(profile, "P4")
    assert dict(section(profile, "P0").blocks[1].cells)["No sale of data"] is Mark.CONTRADICTED  # type: ignore[union-attr]


def test_fixed_texts_are_filled_in_and_their_words_not_looked_at_again() -> None:
    profile = profile_of({}, vendor="{product}", product="{reviewer}")
    about = next(block for block in blocks(profile, "P1", Paragraph) if block.style == "lead")
    assert about.text.startswith("This profile records what {product} says")
    assert (
        "about student data in {reviewer}. It was prepared by Rae Viewer (Privacy reviewer, Lincoln Schools)"
        in about.text
    )
    assert "Valid until 22 Nov 2027, or earlier" in printed(profile, "P20")


def test_what_is_not_known_of_the_review_is_said_and_not_invented() -> None:
    profile = profile_of({"review.reviewer": UNANSWERED, "review.documents": UNANSWERED})
    assert "prepared by a reviewer who is not named yet on a day that is not recorded yet" in printed(
        profile, "P1"
    )
    assert "No date of validity has been set." in printed(profile, "P20")
    assert (profile.review_date, profile.valid_until, profile.reviewer) == ("", "", "")
    assert facts(profile, "P0")["Documents dated"] == "None in the register"
    assert table(profile, "P19", "Documents in evidence").empty == "Not reviewed."


def test_a_pack_without_texts_and_statements_prints_its_answers_all_the_same() -> None:
    pack = replace(k12(), statements=(), texts={})
    answers = everything(State.YES)
    profile = profile_of(answers, pack=pack, path=whole_path(pack))
    said = [s for block in blocks(profile, "P16", Statements) for s in block.sentences]
    spoken = {one.question for one in said}
    assert spoken == {item.id for item in pack.items if item.id not in {*TABLES, *FACTS}}


def test_a_pack_that_asks_something_else_prints_too() -> None:
    path = whole_path(SMALL)
    profile = compose(assessment(), SMALL, {}, path, printed_at=PRINTED, version=VERSION)
    assert [one.code for one in profile.sections] == [f"P{number}" for number in range(21)]
    answers = {
        "security.rest": Answer(State.NO),
        "security.hosts": Answer(State.ANSWERED, rows({"name": "Cloud Co"})),
        "review.who": Answer(State.ANSWERED, {"name": "Rae"}),
    }
    profile = compose(assessment(), SMALL, answers, path, printed_at=PRINTED, version=VERSION)
    assert 'To the question "Ask security.rest?" the answer is no.' in printed(profile, "P16")
    assert 'To the question "Ask review.who?" the answer is: name: Rae.' in printed(profile, "P16")
    assert table(profile, "P16", "Ask security.hosts?").rows == (("Cloud Co",),)
    for code in ("P3", "P4", "P5", "P7", "P9", "P12"):
        assert section(profile, code).blocks == (Paragraph("Nothing was asked about this."),)
    assert not blocks(profile, "P0", Strip)
    assert facts_figures(profile).keys() == {"questions answered, 2 details open"}


def without(*ids: str) -> Pack:
    sections = tuple(
        replace(
            one,
            questions=tuple(
                replace(q, followups=tuple(f for f in q.followups if f.id not in ids))
                for q in one.questions
                if q.id not in ids
            ),
        )
        for one in k12().sections
    )
    return replace(k12(), sections=sections)


def test_no_question_of_the_pack_is_needed_to_compose() -> None:
    sections = [[item.id for item in k12().items if item.section == s.id] for s in k12().sections]
    for ids in (*sections, *([*TABLES, *FACTS][i : i + 1] for i in range(len({*TABLES, *FACTS})))):
        pack = without(*ids)
        for state in (State.YES, State.UNANSWERED):
            answers = {n: a for n, a in everything(state, pack=pack).items() if n in pack.by_id}
            profile = compose(
                assessment(), pack, answers, whole_path(pack), printed_at=PRINTED, version=VERSION
            )
            assert all(one.blocks for one in profile.sections)


def test_a_statement_in_a_place_that_no_section_prints_is_not_lost() -> None:
    lost = tuple(replace(s, code="P7.9") if s.id == "security.accounts" else s for s in k12().statements)
    profile = profile_of({}, pack=replace(k12(), statements=lost))
    assert "security.accounts" in {
        s.question for block in blocks(profile, "P16", Statements) for s in block.sentences
    }


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_any_answers_compose(data: st.DataObject) -> None:
    answers = {}
    for item in k12().items:
        state = data.draw(st.sampled_from(STATES))
        answers[item.id] = answer_for(item, state, pick=data.draw(st.integers(0, 15)))
    profile = profile_of(answers)
    assert "{" not in printed(profile)


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_everywhere_only_print(hostile: str) -> None:
    answers: dict[str, Answer] = {}
    for item, answer in everything(State.PARTIAL, cited=("D2",)).items():
        value: Any = answer.value
        if isinstance(value, str) and item != "policy.effective_date" and not k12().question(item).choices:
            value = hostile
        elif isinstance(value, Mapping):
            value = dict.fromkeys(value, hostile)
        elif isinstance(value, tuple) and value and not isinstance(value[0], str):
            value = tuple(replace(row, cells=dict.fromkeys(row.cells, hostile)) for row in value)
        citations = (Citation(hostile, hostile, hostile),)
        answers[item] = replace(answer, value=value, reason=hostile, citations=citations)
    profile = profile_of(answers, path=whole_path(), vendor=hostile, product=hostile)
    assert len(profile.sections) == 21


def test_a_very_long_answer_is_kept_whole() -> None:
    word = "x" * 100_000
    answers = {
        "product.overview": Answer(State.ANSWERED, f"one\n\n{word}"),
        "breach.plan": Answer(State.NO, reason=word),
    }
    profile = profile_of(answers)
    assert Paragraph(word) in section(profile, "P2").blocks
    assert f"plan: {word}." in printed(profile, "P9")


def test_a_deadline_is_printed_once_in_each_place_it_belongs() -> None:
    answers = {
        "breach.notify": Answer(State.YES, citations=(Citation("D2", "page 2"),)),
        "breach.deadline": Answer(State.ANSWERED, Number(3, "days"), citations=(Citation("D2", "page 2"),)),
    }
    profile = profile_of(answers)
    assert printed(profile, "P3").count("within 3 days") == 1
    assert printed(profile, "P9").count("within 3 days") == 1
