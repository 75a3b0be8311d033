from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.assessment.answer import UNANSWERED, Answer, Citation, Number, State
from app.assessment.context import Context, Contradiction, context_of
from app.assessment.path import Path
from app.assessment.places import FACTS, TABLES
from app.assessment.profile import Mark, Sentence, Source
from app.assessment.statements import clauses_of, label_of
from app.assessment.wording import card_sentence, sentence, unspoken
from app.questionnaire.model import AnswerType, Question, Statement
from tests.assessment.answered import (
    DOCUMENTS,
    REASON,
    answer_for,
    assessment,
    documents,
    everything,
    k12,
    path_of,
    reviewer,
    value_for,
    whole_path,
)
from tests.hostile import HOSTILE

BANNED = re.compile(r"\b(certified|compliant|approved|guaranteed|ensures)\b", re.IGNORECASE)
BASE = {"review.documents": documents(), "review.reviewer": reviewer()}
CONTEXT = context_of(assessment(), BASE)
ALL_WAYS = Answer(State.ANSWERED, ("sell", "rent", "trade"))
"""What a refusal to sell names at its best."""


def cited(state: State, document: str = "D1", **more: object) -> Answer:
    return Answer(state, citations=(Citation(document, "line 7", "words"),), **more)  # type: ignore[arg-type]


def statement(name: str) -> Statement:
    return next(s for s in k12().statements if s.id == name)


def say(
    name: str, answers: Mapping[str, Answer], path: Path | None = None, context: Context = CONTEXT
) -> Sentence:
    found = sentence(statement(name), k12(), {**BASE, **answers}, path or whole_path(), context)
    assert found is not None
    return found


def text(name: str, answers: Mapping[str, Answer], **more: object) -> str:
    return say(name, answers, **more).text  # type: ignore[arg-type]


def only(*items: str) -> Path:
    """A path on which nothing else is in force."""
    return Path((), items, frozenset(items))


# --- the patterns of the layout ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "mark", "words"),
    [
        (
            cited(State.YES),
            Mark.YES,
            "Acme states in its privacy policy that it does not sell, rent or trade student data.",
        ),
        (
            cited(State.PARTIAL, reason="usage data goes to a sponsor."),
            Mark.PART,
            (
                "Acme states in its privacy policy only part of this: that it does not sell student data. "
                "The limit: usage data goes to a sponsor."
            ),
        ),
        (cited(State.NO), Mark.NO, "Acme does not rule out selling, renting or trading student data."),
        (
            cited(State.NO, reason="it may sell what a class buys"),
            Mark.NO,
            "Acme does not rule out selling, renting or trading student data: it may sell what a class buys.",
        ),
        (
            Answer(State.NOT_ADDRESSED),
            Mark.SILENT,
            "The documents reviewed do not say whether Acme sells, rents or trades student data.",
        ),
        (
            Answer(State.NA, reason="the product holds no student data"),
            Mark.NA,
            (
                "Not applicable: the product holds no student data. "
                "The question was whether Acme sells, rents or trades student data."
            ),
        ),
        (
            UNANSWERED,
            Mark.OPEN,
            "Not reviewed. The question is whether Acme sells, rents or trades student data.",
        ),
    ],
)
def test_a_sentence_follows_the_state(answer: Answer, mark: Mark, words: str) -> None:
    answers = {"sopipa.no_sale": answer, "sopipa.no_sale.wording": ALL_WAYS}
    said = say("sopipa.no_sale", answers, path_of(answers))
    assert said.text == words
    assert said.mark is mark


def test_a_no_without_words_of_its_own_denies_the_clause() -> None:
    answers = {"breach.plan": cited(State.NO)}
    assert text("breach.plan", answers, path=path_of(answers)) == (
        "Acme does not have a written incident-response plan."
    )


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("D1", "Acme states in its privacy policy that it has a written incident-response plan."),
        ("D2", "Acme has agreed in writing to have a written incident-response plan."),
        ("D3", "Acme offers agreement terms under which it would have a written incident-response plan."),
        (
            "D4",
            "An independent report dated 30 Jun 2026 shows that Acme has a written incident-response plan.",
        ),
        ("D5", "Acme is said, in a help page by Teacher Blog, to have a written incident-response plan."),
        ("D6", "Acme was seen to have a written incident-response plan."),
        ("D9", "Acme is said, in a document, to have a written incident-response plan."),
    ],
)
def test_the_verb_follows_the_evidence(document: str, words: str) -> None:
    answers = {"breach.plan": cited(State.YES, document)}
    assert text("breach.plan", answers, path=only("breach.plan")) == words


def test_a_prohibition_keeps_its_not_in_every_verb() -> None:
    named = {"sopipa.no_sale.wording": ALL_WAYS}
    said = {
        d: text("sopipa.no_sale", {"sopipa.no_sale": cited(State.YES, d), **named})
        for d in ("D2", "D3", "D5", "D6")
    }
    assert said == {
        "D2": "Acme has agreed in writing not to sell, rent or trade student data.",
        "D3": "Acme offers agreement terms under which it would not sell, rent or trade student data.",
        "D5": "Acme is said, in a help page by Teacher Blog, not to sell, rent or trade student data.",
        "D6": "Acme was seen not to sell, rent or trade student data.",
    }


def test_of_several_citations_the_best_gives_the_verb_and_all_are_sources() -> None:
    both = Answer(
        State.YES,
        citations=(Citation("D5", "line 3"), Citation("D2", "page 4"), Citation("D5", "line 4")),
    )
    said = say("breach.plan", {"breach.plan": both})
    assert said.text.startswith("Acme has agreed in writing to")
    assert said.sources == (
        Source("D5", "lines 3-4", "1 Jan 2023", "2", dated=True),
        Source("D2", "page 4", "15 Jan 2026", "S"),
    )


# --- rules 1 to 10 -------------------------------------------------------------------------------------


def test_without_evidence_the_vendor_only_told_the_reviewer() -> None:
    said = say("breach.plan", {"breach.plan": Answer(State.YES)}, only("breach.plan"))
    assert said.text == (
        "Acme told the reviewer, without a document, that it has a written incident-response plan."
    )
    assert [source.text for source in said.sources] == ["(no document, 0)"]


@pytest.mark.parametrize("state", [State.PARTIAL, State.NA])
def test_partial_and_not_applicable_without_a_reason_print_as_not_reviewed(state: State) -> None:
    said = say("breach.plan", {"breach.plan": cited(state, reason=" ")})
    assert said.text.startswith("Not reviewed.")
    assert said.mark is Mark.OPEN
    assert said.sources == ()


def test_the_weakest_part_gives_the_mark_and_the_sentence_names_it() -> None:
    answers = {
        "security.personnel.access": cited(State.YES, "D2"),
        "security.personnel.background_checks": Answer(State.NOT_ADDRESSED),
        "security.personnel.training": cited(State.YES, "D2"),
        "security.programme": UNANSWERED,
    }
    path = only(*answers)
    said = say("A5", answers, path)
    assert said.label == "A5"
    assert said.mark is Mark.SILENT
    assert said.text == (
        "Acme has agreed in writing to limit access to student records to staff who need it for their job, and to "
        "train staff in privacy and security. "
        "Not reviewed: whether it protects the records with administrative, technical and physical safeguards. "
        "The documents reviewed do not say whether it runs background checks on people who can reach student data."
    )
    answers["security.programme"] = cited(State.NO)
    assert say("A5", answers, path).mark is Mark.NO


def test_parts_that_rest_on_different_evidence_get_different_verbs() -> None:
    answers = {
        "coppa.written_policies": cited(State.YES, "D1"),
        "coppa.notice_contents": cited(State.ANSWERED, "D1", value=("operator name", "telephone")),
    }
    # how many of the items there are is the reviewer's count, and no statement of the vendor
    assert text("C2", answers).startswith(
        "Acme states in its privacy policy that it publishes what it collects, uses, stores and discloses. "
        "It shows 2 of 12 required items in its notice (not shown: "
    )
    answers = {
        "data.minimised": cited(State.YES, "D1"),
        "data.identifiers": Answer(State.ANSWERED, "internal operations only"),
    }
    assert text("C5", answers, path=path_of(answers)) == (
        "Acme states in its privacy policy that it collects only what a feature or internal operations need. It told "
        "the reviewer, without a document, that it uses persistent identifiers for internal operations only."
    )


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (
            "D1",
            "Acme states in its privacy policy only part of this: that it has a written incident-response plan.",
        ),
        ("D2", "Acme has agreed in writing to only part of this: to have a written incident-response plan."),
        (
            "D3",
            (
                "Acme offers agreement terms under which it would do only part of this: to have a written "
                "incident-response plan."
            ),
        ),
        (
            "D4",
            (
                "An independent report dated 30 Jun 2026 shows only part of this: that Acme has a written "
                "incident-response plan."
            ),
        ),
        (
            "D5",
            (
                "Acme is said, in a help page by Teacher Blog, to do only part of this: to have a written "
                "incident-response plan."
            ),
        ),
        ("D6", "Acme was seen to do only part of this: to have a written incident-response plan."),
    ],
)
def test_a_promise_in_part_begins_by_saying_so(document: str, words: str) -> None:
    answers = {
        "breach.plan": cited(State.PARTIAL, document, reason="It is named. Nothing says that it is written")
    }
    assert text("breach.plan", answers, path=only("breach.plan")) == (
        f"{words} The limit: It is named. Nothing says that it is written."
    )


def test_a_partial_answer_never_opens_with_the_whole() -> None:
    """Whichever statement prints it: what stands before the limit says that it is only a part."""
    for item in k12().items:
        answers = {**everything(State.YES), item.id: answer_for(item, State.PARTIAL)}
        for one in k12().statements:
            if item.id not in one.reads:
                continue
            said = sentence(one, k12(), answers, whole_path(), CONTEXT)
            assert said is not None
            sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", said.text.replace(". Then", ", then"))
            for before, after in pairwise(sentences):
                if after.startswith("The limit:") and not _worded_for_partial(one, item.id):
                    assert re.search(r"[Oo]nly (in )?part\b|\bin part\b", before), f"{one.id}: {before}"
            assert "with this limit" not in said.text


def _worded_for_partial(one: Statement, item: str) -> bool:
    return any(part.question == item and part.partial for part in clauses_of(one))


def test_what_is_asked_stands_whole_where_a_promise_holds_in_part_and_what_there_is_follows() -> None:
    answers = {
        "coppa.school_rights": cited(State.PARTIAL, reason="no way to stop"),
        "coppa.school_rights.which": cited(State.ANSWERED, value=("review", "deletion")),
    }
    assert text("C4", answers, path=only(*answers)) == (
        "Acme states in its privacy policy only part of this: that it lets the school or parent get a description of a "
        "child's data, review it, have it deleted and stop further collection. The limit: no way to stop. "
        "What is offered: to review a child's data and have a child's data deleted."
    )


def test_a_detail_that_holds_in_part_is_not_set_into_the_clause() -> None:
    answers = {
        "sopipa.no_targeted_ads": cited(State.YES),
        "sopipa.ads_served": cited(State.ANSWERED, value="targeted"),
        "sopipa.ads_served.audience": cited(State.PARTIAL, value=("parents",), reason="read from the roles"),
    }
    assert (
        "that it shows targeted advertising in the product. Only in part (who sees the advertising): parents. "
        "The limit: read from the roles."
    ) in text("B1", answers, path=only(*answers)).replace(
        "advertising. Only", "advertising in the product. Only"
    )


def test_a_partial_fact_whose_value_nobody_knows_is_an_answer() -> None:
    answers = {
        "policy.document": cited(State.PARTIAL, reason="the policy is in the file; its address is not given")
    }
    said = say("policy.document", answers, only(*answers))
    assert said.text == (
        "Only in part (where the privacy policy that governs this product is): the policy is in the file; its address "
        "is not given."
    )
    assert said.mark is Mark.PART
    assert [one.document for one in said.sources] == ["D1"]
    audience = {
        "sopipa.ads_served": cited(State.ANSWERED, value="targeted"),
        "sopipa.ads_served.audience": Answer(State.PARTIAL, reason="the roles differ"),
    }
    assert "Only in part (who sees the advertising): the roles differ." in text(
        "B1", audience, path=only(*audience)
    )


def test_a_message_of_several_sentences_is_not_glued_to_the_promise() -> None:
    contradiction = Contradiction(
        "CON-06", "Files are stored until a user deletes them. Another passage differs."
    )
    context = replace(CONTEXT, contradictions={"breach.plan": contradiction})
    answers = {"breach.plan": cited(State.YES)}
    assert text("breach.plan", answers, path=only(*answers), context=context) == (
        "Acme states in its privacy policy that it has a written incident-response plan. However: Files are stored "
        "until a user deletes them. Another passage differs. See CON-06. The claim is not counted."
    )


def test_grounds_for_disclosure_are_named_as_they_are_in_part_too() -> None:
    answers = {
        "sopipa.disclosure_limits": cited(State.PARTIAL, reason="other reasons are added"),
        "sopipa.disclosure_limits.reasons": cited(State.ANSWERED, value=("legal duty", "affiliates")),
    }
    assert text("B7", answers, path=only(*answers)) == (
        "Acme names a legal duty among the grounds on which it may disclose student data. "
        "The limit: other reasons are added."
    )


@pytest.mark.parametrize(
    ("name", "answers", "word"),
    [
        ("thirdparty.own_policy", {"thirdparty.own_policy": cited(State.YES)}, "adverse"),
        (
            "deletion.carve_outs",
            {"deletion.carve_outs": cited(State.ANSWERED, value="business need or open-ended")},
            "adverse",
        ),
        ("breach.plan", {"breach.plan": cited(State.NO)}, "no"),
        (
            "B7",
            {
                "sopipa.disclosure_limits": cited(State.NO),
                "research.identifiable": cited(State.ANSWERED, value="at vendor's discretion"),
            },
            "no",
        ),
    ],
)
def test_a_mark_says_no_only_beside_what_is_denied(
    name: str, answers: Mapping[str, Answer], word: str
) -> None:
    said = say(name, answers, path_of(answers))
    assert said.mark is Mark.NO
    assert said.marked == word


def test_words_that_come_again_say_so() -> None:
    answers = {
        "security.personnel.access": cited(State.PARTIAL, "D2", reason="only in the office"),
        "security.personnel.training": cited(State.YES, "D2"),
    }
    assert "The limit: only in the office. It has also agreed in writing to train staff" in text(
        "A5", answers
    )


def test_a_number_comes_from_its_field_and_promptly_is_none() -> None:
    none_stated = {
        "breach.notify": cited(State.YES, "D2"),
        "breach.recipients": cited(State.ANSWERED, "D2", value=("users",)),
        "breach.deadline": cited(State.ANSWERED, "D2", value=Number(None, "none stated")),
        "breach.deadline.words": Answer(State.ANSWERED, "promptly"),
    }
    assert text("A6", none_stated) == (
        "Acme has agreed in writing to report unauthorized disclosure of student data to users. "
        'It gives no number ("promptly") for the time within which notice of a breach is given.'
    )
    said = say("breach.deadline", none_stated, only(*none_stated))
    assert (
        said.text
        == 'Acme gives no number ("promptly") for the time within which notice of a breach is given.'
    )
    assert said.mark is Mark.SILENT
    hours = {**none_stated, "breach.deadline": cited(State.ANSWERED, "D2", value=Number(72, "hours"))}
    assert "to users within 72 hours." in text("A6", {**hours, "breach.deadline.words": UNANSWERED})


def test_a_sentence_says_which_of_its_details_nobody_has_reviewed() -> None:
    answers = {"breach.plan": cited(State.YES, "D2"), "breach.plan.summary": Answer(State.NOT_ADDRESSED)}
    said = say("breach.plan", answers, path_of(answers))
    assert said.mark is Mark.YES
    assert said.text == (
        "Acme has agreed in writing to have a written incident-response plan. "
        "Not reviewed: when the plan was last tested. "
        "The documents reviewed do not say whether it gives schools a summary of it."
    )
    answers["breach.plan.tested"] = Answer(State.PARTIAL, "2025", reason="")
    assert (
        "Not reviewed: when the plan was last tested." in say("breach.plan", answers, path_of(answers)).text
    )
    answers["breach.plan.tested"] = Answer(State.ANSWERED, "2025")
    assert "Not reviewed" not in say("breach.plan", answers, path_of(answers)).text


def test_a_question_that_a_printed_clause_leans_on_weighs_as_open() -> None:
    answers = {
        "breach.notify": cited(State.YES, "D2"),
        "breach.recipients": cited(State.ANSWERED, "D2", value=("users",)),
    }
    said = say("A6", answers, path_of(answers))
    assert said.mark is Mark.OPEN
    assert said.text == (
        "Acme has agreed in writing to report unauthorized disclosure of student data to users. "
        "Not reviewed: within what time it notifies the school."
    )
    answers["breach.deadline"] = cited(State.ANSWERED, value=Number(72, "hours"))
    assert say("A6", answers, path_of(answers)).mark is Mark.YES
    answers["deletion.at_end"] = answers["deletion.on_request"] = cited(State.YES, "D2")
    assert say("A7", answers, path_of(answers)).mark is Mark.OPEN
    for state, mark in ((State.NO, Mark.NO), (State.NOT_ADDRESSED, Mark.SILENT), (State.NA, Mark.NA)):
        denied = {"breach.notify": cited(state, reason="no data")}
        assert say("A6", denied, path_of(denied)).mark is mark
        assert "Not reviewed" not in text("A6", denied, path=path_of(denied))


@pytest.mark.parametrize("one", k12().statements, ids=lambda one: one.id)
def test_every_open_detail_is_said_in_words_of_its_own(one: Statement) -> None:
    answers = {name: a for name, a in everything(State.YES).items() if k12().question(name).parent is None}
    said = sentence(one, k12(), answers, whole_path(), CONTEXT)
    assert said is not None
    check_form(one.id, said.text)
    followups = [name for name in one.reads if k12().question(name).parent in one.questions]
    if followups:
        assert said.text.count("Not reviewed") == 1
        assert "the answer to" not in said.text


def test_a_detail_without_words_in_the_pack_is_named_by_its_question() -> None:
    slot = replace(statement("breach.plan").slots[0], silent="")
    bare = replace(statement("breach.plan"), slots=(slot,))
    pack = replace(k12(), statements=(bare,))
    path = only("breach.plan", slot.question)
    said = sentence(bare, pack, {**BASE, "breach.plan": cited(State.YES)}, path, CONTEXT)
    assert said is not None
    assert said.text.endswith(
        'Not reviewed: the answer to "Date the incident-response plan was last tested".'
    )


def test_quotes_of_passages_stay_in_the_appendix() -> None:
    quote = "verbatim words that nobody else would write"
    answers = {
        item: replace(answer, citations=tuple(Citation(c.document, c.place, quote) for c in answer.citations))
        for item, answer in everything(State.YES).items()
    }
    for one in k12().statements:
        said = sentence(one, k12(), answers, whole_path(), CONTEXT)
        assert said is not None
        assert quote not in said.text


def test_an_old_source_is_marked_dated() -> None:
    said = say("breach.plan", {"breach.plan": cited(State.YES, "D5")})
    assert [source.dated for source in said.sources] == [True]
    assert [
        source.dated for source in say("breach.plan", {"breach.plan": cited(State.YES, "D3")}).sources
    ] == [False]


# --- polarity, contradiction, follow-ups ---------------------------------------------------------------


def test_where_no_is_the_good_side_no_is_the_claim_and_yes_the_warning() -> None:
    claimed = {"thirdparty.own_policy": cited(State.NO)}
    good = say("thirdparty.own_policy", claimed, path_of(claimed))
    assert good.mark is Mark.YES
    assert good.text == (
        "Acme states in its privacy policy that it lets no recipient collect or use the data under its own privacy "
        "policy."
    )
    bad = say(
        "thirdparty.own_policy",
        {
            "thirdparty.own_policy": cited(State.YES),
            "thirdparty.own_policy.who": Answer(State.ANSWERED, "a shop"),
        },
    )
    assert bad.mark is Mark.NO
    assert bad.text == (
        "Acme lets at least one recipient collect or use the data under that recipient's own privacy policy. "
        "Which recipients: a shop."
    )


@pytest.mark.parametrize("state", [State.YES, State.PARTIAL])
def test_a_contradicted_claim_says_so_and_is_not_counted(state: State) -> None:
    contradiction = Contradiction("CON-02", "the third-party list includes an advertising company.")
    context = replace(CONTEXT, contradictions={"sopipa.no_sale": contradiction})
    answers = {"sopipa.no_sale": cited(state, reason="a limit"), "sopipa.no_sale.wording": ALL_WAYS}
    said = say("sopipa.no_sale", answers, path_of(answers), context)
    ways = "sell" if state is State.PARTIAL else "sell, rent or trade"
    part = "only part of this: " if state is State.PARTIAL else ""
    joint = ". The limit: a limit. However" if state is State.PARTIAL else "; however"
    assert said.mark is Mark.CONTRADICTED
    assert said.rule == "CON-02"
    assert said.text == (
        f"Acme states in its privacy policy {part}that it does not {ways} student data{joint}, the "
        "third-party list includes an advertising company. See CON-02. The claim is not counted."
    )
    for silent in (State.NO, State.NOT_ADDRESSED, State.UNANSWERED):
        said = say("sopipa.no_sale", {"sopipa.no_sale": cited(silent)}, context=context)
        assert "CON-02" not in said.text
        assert said.rule == ""


def test_a_follow_up_without_a_passage_rests_on_its_questions() -> None:
    answers = {"breach.plan": cited(State.YES, "D2"), "breach.plan.summary": Answer(State.YES)}
    path = only(*answers)
    assert text("breach.plan", answers, path=path) == (
        "Acme has agreed in writing to have a written incident-response plan, and to give schools a summary of it."
    )
    answers["breach.plan.summary"] = cited(State.YES, "D1")
    assert text("breach.plan", answers, path=path) == (
        "Acme has agreed in writing to have a written incident-response plan. "
        "It states in its privacy policy that it gives schools a summary of it."
    )


def test_a_follow_up_says_its_own_silence_limit_and_no() -> None:
    answers = {
        "security.programme": cited(State.YES, "D2"),
        "security.programme.coordinator": Answer(State.NOT_ADDRESSED),
        "security.programme.annual_risk_assessment": Answer(State.NO, reason="the last one was in 2019"),
        "security.programme.summary_available": Answer(State.NA, reason="there is none"),
    }
    assert text("security.programme", answers) == (
        "Acme has agreed in writing to run a documented security program with administrative, technical and "
        "physical safeguards. It does not assess risks at least once a year: the last one was in 2019. Not "
        "applicable (whether it gives schools a summary of the program): there is none. The documents reviewed do "
        "not say who is responsible for the program."
    )


def test_what_is_silent_first_is_said_first_and_with_the_name() -> None:
    answers = {
        "breach.recipients": Answer(State.NOT_ADDRESSED),
        "breach.recipients.helps_school": cited(State.YES),
    }
    assert text("breach.recipients", answers) == (
        "The documents reviewed do not say who is told of a breach, and by whom. "
        "Acme states in its privacy policy that it helps the school with the school's own notices."
    )


def test_a_long_value_ends_its_sentence() -> None:
    answers = {
        "policy.document": cited(State.ANSWERED, value="https://example.org"),
        "deletion.method": cited(State.ANSWERED, "D5", value="shredding. Then burning"),
        "deletion.method.deidentify_instead": cited(State.ANSWERED, "D5", value="deletes"),
    }
    assert text("deletion.method", answers) == (
        "Acme is said, in a help page by Teacher Blog, to destroy data by this method: shredding. Then burning. "
        "It is also said, in a help page by Teacher Blog, to delete data in place of de-identifying it."
    )


def test_a_clause_that_is_not_claimed_borrows_nothing_from_other_answers() -> None:
    answers = {
        "breach.notify": Answer(State.NOT_ADDRESSED),
        "breach.recipients": cited(State.ANSWERED, value=("users",)),
        "breach.deadline": cited(State.ANSWERED, value=Number(72, "hours")),
    }
    assert text("A6", answers) == (
        "The documents reviewed do not say whether Acme reports unauthorized disclosure of student data."
    )
    answers["breach.notify"] = cited(State.NO)
    assert text("A6", answers) == "Acme does not report unauthorized disclosure of student data."


def test_verbs_of_what_is_filled_in_follow_the_clause() -> None:
    answers = {
        "deletion.at_end": cited(State.YES, "D2"),
        "deletion.method.deidentify_instead": cited(State.ANSWERED, "D2", value="may de-identify instead"),
    }
    assert "to delete student data, or de-identify it instead, at the end" in text("A7", answers)
    answers["deletion.at_end"] = cited(State.YES, "D1")
    answers["deletion.method.deidentify_instead"] = cited(State.ANSWERED, value="may de-identify instead")
    assert "that it deletes student data, or de-identifies it instead, at the end" in text("A7", answers)


def test_reasons_beyond_the_statute_carry_a_star() -> None:
    reasons = Answer(State.ANSWERED, ("safety", "product improvement"))
    answers = {"sopipa.disclosure_limits": cited(State.YES), "sopipa.disclosure_limits.reasons": reasons}
    assert text("B4", answers) == (
        "Acme states in its privacy policy that it discloses student data only for these reasons: safety and "
        "improvement of the product*. Reasons marked * go beyond the statute."
    )
    answers["sopipa.disclosure_limits.reasons"] = Answer(State.ANSWERED, ("safety",))
    assert "*" not in text("B4", answers)
    answers["sopipa.disclosure_limits"] = cited(State.NO)
    assert "Reasons named: safety." in text("B4", answers)


def test_coppa_training_is_claimed_only_where_coppa_is_a_topic() -> None:
    answers = {
        "security.personnel.training": cited(State.YES),
        "security.personnel.training.frequency": Answer(State.ANSWERED, "yearly"),
        "security.personnel.training.topics": Answer(State.ANSWERED, ("FERPA", "COPPA")),
    }
    assert text("C9", answers).endswith("trains staff in privacy and security every year, COPPA included.")
    answers["security.personnel.training.topics"] = Answer(State.ANSWERED, ("FERPA",))
    assert text("C9", answers).endswith(
        "trains staff in privacy and security every year. The topics named do not include COPPA."
    )
    answers["security.personnel.training.topics"] = UNANSWERED
    assert "COPPA" not in text("C9", answers)


def test_what_is_hidden_is_not_said() -> None:
    answers = {**BASE, "ny.use_limits": cited(State.YES)}
    path = path_of(answers)
    assert sentence(statement("ny.use_limits"), k12(), answers, path, CONTEXT) is None
    assert card_sentence("ny.use_limits", k12(), answers, path, CONTEXT) == ""
    hidden = {**BASE, "breach.plan": cited(State.NO), "breach.plan.summary": cited(State.YES)}
    assert (
        text("breach.plan", hidden, path=path_of(hidden))
        == "Acme does not have a written incident-response plan."
    )


# --- what a clause does not borrow, add or hide ----------------------------------------------------------


def test_an_answer_without_a_source_borrows_neither_source_nor_verb_of_its_neighbor() -> None:
    answers = {
        "deletion.at_end": cited(State.YES, "D2"),
        "deletion.at_end.deadline": Answer(State.ANSWERED, Number(60, "days")),
        "deletion.on_request": cited(State.YES, "D2"),
        "deletion.deadline": Answer(State.ANSWERED, Number(30, "days")),
        "deletion.method.deidentify_instead": Answer(State.ANSWERED, "may de-identify instead"),
    }
    said = say("A7", answers)
    assert said.text == (
        "Acme has agreed in writing to delete student data at the end of the contract, within 60 days. It told the "
        "reviewer, without a document, that it may de-identify data in place of deleting it. It has also agreed in "
        "writing to delete or return student data at the school's direction. It also told the reviewer, without a "
        "document, that it completes deletion within 30 days of the request."
    )
    assert [source.text for source in said.sources] == ["(D2 line 7, 15 Jan 2026, S)", "(no document, 0)"]


def test_an_answer_with_a_source_of_its_own_is_said_with_its_own_verb_or_adds_its_source() -> None:
    answers = {
        "breach.notify": cited(State.YES, "D2"),
        "breach.recipients": cited(State.ANSWERED, "D1", value=("users",)),
        "breach.deadline": Answer(State.ANSWERED, Number(72, "hours"), citations=(Citation("D2", "line 9"),)),
    }
    said = say("A6", answers, path_of(answers))
    assert said.text == (
        "Acme has agreed in writing to report unauthorized disclosure of student data within 72 hours. "
        "It states in its privacy policy that it notifies users of a breach."
    )
    assert {(one.document, one.place) for one in said.sources} == {("D2", "lines 7, 9"), ("D1", "line 7")}


def test_a_limit_on_another_answer_is_never_dropped_from_the_clause_that_has_a_place_for_it() -> None:
    answers = {
        "deletion.on_request": cited(State.YES),
        "deletion.deadline": cited(State.PARTIAL, value=Number(30, "days"), reason="not from backups"),
    }
    said = say("A7", answers, path_of(answers))
    assert (
        "Only in part: it states in its privacy policy that it completes deletion within 30 days of the request. "
        "The limit: not from backups."
    ) in said.text.replace("it also states", "it states")
    checks = {
        "security.personnel.background_checks": cited(State.YES),
        "security.personnel.background_checks.scope": cited(
            State.PARTIAL, value="all employees with access", reason="office staff only"
        ),
    }
    assert text("A5", checks).startswith(
        "Acme states in its privacy policy that it runs background checks on people who can reach student data. "
        "Only in part (whose background is checked): all employees with access to student data. "
        "The limit: office staff only."
    )


def test_a_follow_up_with_a_weaker_source_weakens_the_verb_of_the_clause_it_stands_in() -> None:
    answers = {
        "ferpa.review_correct": cited(State.YES, "D2"),
        "ferpa.review_correct.deadline": cited(State.ANSWERED, "D1", value=Number(30, "days")),
    }
    assert text("A4", answers).startswith("Acme states in its privacy policy that it gives parents")
    answers["ferpa.review_correct.deadline"] = Answer(State.ANSWERED, Number(30, "days"))
    assert text("A4", answers).startswith("Acme has agreed in writing to give parents")


@pytest.mark.parametrize(
    ("ways", "words", "mark"),
    [
        (("sell", "rent", "lease"), "does not sell, rent or lease student data.", Mark.YES),
        (
            ("sell", "loan", "for any reason", "for monetary gain"),
            'does not sell or loan student data for monetary gain. Its refusal also says "for any reason".',
            Mark.YES,
        ),
        (
            ("sell",),
            "does not sell student data. The passages cited name no other way of giving it for value.",
            Mark.PART,
        ),
        (
            ("for monetary gain",),
            "does not sell student data for monetary gain. The passages cited name no other way of giving it for value.",
            Mark.PART,
        ),
    ],
)
def test_a_refusal_to_sell_names_the_ways_that_it_names(
    ways: tuple[str, ...], words: str, mark: Mark
) -> None:
    answers = {
        "sopipa.no_sale": cited(State.YES),
        "sopipa.no_sale.wording": Answer(State.ANSWERED, ways),
        "sopipa.no_marketing": cited(State.NA, reason="it has no contact data"),
        "sopipa.successor": cited(State.NA, reason="it is a public body"),
    }
    for name in ("sopipa.no_sale", "B3"):
        said = say(name, answers, path_of(answers))
        assert said.text.startswith(f"Acme states in its privacy policy that it {words}")
        assert said.mark is mark
    assert f"it {words}" in card("sopipa.no_sale", answers, path_of(answers))


def test_a_refusal_whose_ways_nobody_has_looked_at_is_a_refusal_to_sell_and_no_more() -> None:
    for wording in (UNANSWERED, Answer(State.NOT_ADDRESSED)):
        answers = {"sopipa.no_sale": cited(State.YES), "sopipa.no_sale.wording": wording}
        said = text("sopipa.no_sale", answers)
        assert said.startswith("Acme states in its privacy policy that it does not sell student data. ")
        assert said.endswith("which ways of giving data for value are refused.")


def test_a_limit_is_said_once() -> None:
    partly = {
        "thirdparty.agreements": cited(State.YES),
        "thirdparty.agreements.equal_terms": cited(State.PARTIAL, reason="a reason"),
        "coppa.written_policies": cited(State.YES),
        "coppa.notice_contents": cited(State.PARTIAL, value=("telephone",), reason="a reason"),
    }
    for name in ("thirdparty.agreements", "C2"):
        assert text(name, partly).count("a reason") == 1


def test_a_clause_claims_no_more_than_a_narrower_answer() -> None:
    bound = {"thirdparty.agreements": cited(State.YES), "thirdparty.agreements.equal_terms": cited(State.NO)}
    assert text("thirdparty.agreements", bound) == (
        "Acme states in its privacy policy that it binds every recipient in writing to protect the data. "
        "It does not hold recipients to terms at least as strict as its own."
    )
    kinds = {
        "fl.prohibited_data": cited(State.YES),
        "fl.prohibited_data.kinds_excluded": Answer(State.ANSWERED, ("biometric",)),
    }
    assert text("fl.prohibited_data", kinds) == (
        "Acme states in its privacy policy that it keeps biometric data of students, parents and siblings out of "
        "the product."
    )


@pytest.mark.parametrize(
    ("name", "question", "words"),
    [
        (
            "deletion.deadline",
            "deletion.deadline",
            "no number of days within which data is gone after a request.",
        ),
        (
            "breach.deadline",
            "breach.deadline",
            'no number ("promptly") for the time within which notice of a breach is given.',
        ),
    ],
)
def test_a_number_that_is_not_there_is_said_of_the_documents_unless_a_passage_is_cited(
    name: str, question: str, words: str
) -> None:
    none_stated = Number(None, "none stated")
    more = {"breach.deadline.words": Answer(State.ANSWERED, "promptly")}
    path = path_of({question: cited(State.ANSWERED, value=none_stated)})
    quoted = question == "breach.deadline"
    said = say(name, {question: Answer(State.ANSWERED, none_stated), **more}, path)
    assert said.text.startswith(f"The documents reviewed give {words}")
    assert [source.document for source in said.sources] == ["no document"] * quoted
    assert said.mark is Mark.SILENT
    said = say(name, {question: cited(State.ANSWERED, value=none_stated), **more}, path)
    assert said.text.startswith(f"Acme gives {words}")
    assert [source.document for source in said.sources] == ["D1"]


def test_a_number_that_is_neither_there_nor_cited_stands_in_no_clause_of_another_question() -> None:
    answers = {
        "deletion.on_request": cited(State.YES, "D2"),
        "deletion.deadline": Answer(State.ANSWERED, Number(None, "none stated")),
    }
    said = say("A7", answers, path_of(answers))
    assert (
        "to delete or return student data at the school's direction. "
        "The documents reviewed give no number of days within which data is gone after a request."
    ) in said.text
    assert [source.grade for source in said.sources] == ["S"]


def test_what_the_documents_do_not_say_is_no_fact_about_the_vendor() -> None:
    answer = Answer(State.ANSWERED, "collected, use not stated")
    said = say("data.identifiers", {"data.identifiers": answer}, path_of({"data.identifiers": answer}))
    assert said.text.startswith(
        "Acme told the reviewer, without a document, that it collects persistent identifiers. The documents "
        "reviewed do not say what these in particular are for."
    )
    assert said.mark is Mark.SILENT
    claim = say("law.cipa", {"law.cipa": Answer(State.ANSWERED, "no claim")})
    assert claim.text.startswith("The documents reviewed show no claim by Acme about CIPA.")
    assert claim.mark is Mark.SILENT
    assert claim.sources == ()


@pytest.mark.parametrize(
    ("name", "followup", "answer", "mark"),
    [
        ("breach.plan", "breach.plan.summary", Answer(State.PARTIAL, reason="on paper"), Mark.PART),
        ("breach.plan", "breach.plan.summary", Answer(State.NO), Mark.PART),
        ("breach.plan", "breach.plan.summary", Answer(State.NOT_ADDRESSED), Mark.YES),
        (
            "access.self_service",
            "access.self_service.scope",
            Answer(State.PARTIAL, "their name", reason="teachers only"),
            Mark.PART,
        ),
        (
            "security.encryption.in_transit",
            "security.encryption.in_transit.uncovered_channels",
            Answer(State.ANSWERED, ("SMS",)),
            Mark.PART,
        ),
    ],
)
def test_the_mark_is_no_better_than_the_weakest_part_that_is_said(
    name: str, followup: str, answer: Answer, mark: Mark
) -> None:
    said = say(name, {name: cited(State.YES), followup: answer})
    assert said.mark is mark
    assert say(name, {name: cited(State.NO), followup: answer}).mark is Mark.NO


def test_the_legend_explains_every_mark_and_every_grade() -> None:
    marks, sources = k12().texts["marks"], k12().texts["sources"]
    assert [mark for mark in Mark if f"[{mark}]" not in marks] == []
    assert "a statement built from several answers carries the mark of the weakest" in marks.lower()
    assert [one for one in "SP2T0" if not re.search(rf"\b{one} (is|a|something|what)\b", sources)] == []


@pytest.mark.parametrize("state", [State.YES, State.PARTIAL])
def test_no_statement_marked_yes_has_a_limit(state: State) -> None:
    for item in k12().items:
        answers = everything(State.YES)
        answers[item.id] = answer_for(item, State.PARTIAL)
        if state is State.PARTIAL and item.parent:
            answers[item.parent] = answer_for(k12().question(item.parent), State.YES, pick=1)
        for one in k12().statements:
            if item.id not in one.reads:
                continue
            said = sentence(one, k12(), answers, whole_path(), CONTEXT)
            assert said is not None
            if "limit:" in said.text or "Only in part" in said.text:
                assert said.mark is not Mark.YES, f"{one.id}: {said.text}"


# --- every sentence of the pack ------------------------------------------------------------------------

DOCUMENT_SETS = ((), *((name,) for name in DOCUMENTS), ("D1", "D2", "D5"))


def spoken(state: State, documents_cited: tuple[str, ...], pick: int) -> Iterator[tuple[Statement, Sentence]]:
    answers = everything(state, cited=documents_cited, pick=pick)
    for one in k12().statements:
        found = sentence(one, k12(), answers, whole_path(), CONTEXT)
        assert found is not None
        yield one, found


def check_form(name: str, words: str) -> None:
    where = f"{name}: {words}"
    assert words[0].isupper(), where
    assert words[-1] in ".?!", where
    for wrong in ("{", "}", "|", "  ", "..", " ,", " .", ",,", ", .", "( ", "()", " )", "None"):
        assert wrong not in words, f"{wrong!r} in {where}"
    assert not re.search(r"\b(\w+) \1\b", words), where
    assert not re.search(r"[.?!] [a-z]", words), where
    assert not BANNED.search(words), where


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("documents_cited", DOCUMENT_SETS, ids=lambda names: "+".join(names) or "none")
def test_every_sentence_is_one_in_every_state_and_with_every_evidence(
    state: State, documents_cited: tuple[str, ...]
) -> None:
    picks = 14 if state in (State.YES, State.PARTIAL) else 1  # other states have no value, or that of a yes
    for pick in range(picks):
        for one, said in spoken(state, documents_cited, pick):
            check_form(f"{one.id} {state} {documents_cited} {pick}", said.text)


WHOLE = ("{vendor} ", "{product} ", "{gives} ", "The documents reviewed ")


def test_a_positive_clause_stands_behind_a_verb_only() -> None:
    """Whatever a clause says of the vendor is framed; what is whole begins with a name and claims no good."""
    for one in k12().statements:
        for part in clauses_of(one):
            frame = part.frame or one.frame
            for words in (part.clause, *part.choices.values()):
                if frame == "plain" or not words or words.startswith(WHOLE):
                    continue
                assert words.startswith("["), f"{one.id}: {words}"


def test_silence_openness_and_no_are_three_things() -> None:
    for one in k12().statements:
        said = {
            state: sentence(one, k12(), everything(state), whole_path(), CONTEXT)
            for state in (State.NOT_ADDRESSED, State.UNANSWERED, State.NO)
        }
        texts = {state: found.text for state, found in said.items() if found}
        assert texts[State.NOT_ADDRESSED].startswith("The documents reviewed do not say"), one.id
        assert texts[State.UNANSWERED].startswith("Not reviewed."), one.id
        assert not re.search(r"\b(Acme|It) (does|has) not\b", texts[State.NOT_ADDRESSED]), one.id
        assert texts[State.UNANSWERED] != texts[State.NO], one.id


def test_marks_of_a_whole_assessment_in_one_state() -> None:
    for state, mark in (
        (State.NOT_ADDRESSED, Mark.SILENT),
        (State.UNANSWERED, Mark.OPEN),
        (State.NA, Mark.NA),
    ):
        marks = {said.mark for _, said in spoken(state, ("D1",), 0)}
        assert marks == {mark}


def test_every_question_and_follow_up_is_read_by_a_statement_a_table_or_a_block_of_facts() -> None:
    placed = {*k12().spoken, *TABLES, *FACTS}
    assert [item.id for item in k12().items if item.id not in placed] == []
    assert set(TABLES) <= set(k12().by_id)
    assert set(FACTS) <= set(k12().by_id)
    assert all(k12().question(name).type is AnswerType.TABLE for name in TABLES)
    assert {item.id for item in k12().items if item.type is AnswerType.TABLE} == set(TABLES)


def sentences_about(question: str, answers: Mapping[str, Answer], path: Path) -> list[str]:
    """Text and sources of all statements that read a question."""
    readers = [s for s in k12().statements if question in s.reads]
    found = [sentence(s, k12(), answers, path, CONTEXT) for s in readers]
    return [f"{said.mark} {said.text}" for said in found if said]


FOLLOWUPS = [item for item in k12().items if item.parent and item.id not in {*TABLES, *FACTS}]


def situations(followup: Question) -> Iterator[tuple[dict[str, Answer], Path]]:
    """Answers and path of everything a follow-up's question can say while the follow-up is asked."""
    parent = k12().question(followup.parent or "")
    for state in (State.YES, State.PARTIAL, State.NO, State.NOT_ADDRESSED):
        for pick in range(max(len(parent.choices), 1) + 1):
            answers = everything(State.YES, cited=("D2",))
            everywhere = k12().question("review.jurisdictions").choices
            answers["review.jurisdictions"] = Answer(State.ANSWERED, everywhere)
            if parent.id != "review.jurisdictions":
                answers[parent.id] = answer_for(parent, state, cited=("D2",), pick=pick)
            if parent.bare_units and pick:
                answers[parent.id] = cited(State.ANSWERED, "D2", value=Number(None, parent.bare_units[0]))
            answers[followup.id] = UNANSWERED
            path = path_of(answers)
            if followup.id in path.in_force:
                yield answers, path


def answers_to(question: Question) -> Iterator[Answer]:
    """Every state with every choice that is not silence under another name."""
    for state in (State.YES, State.PARTIAL, State.NO, State.NOT_ADDRESSED, State.NA):
        if state is State.NO and question.type is not AnswerType.STATEMENT:
            continue
        for pick in range(max(len(question.choices), 1) if state in (State.YES, State.PARTIAL) else 1):
            answer = answer_for(question, state, cited=("D2",), pick=pick)
            silent = answer.value in (question.silent_choice, (question.silent_choice,))
            if answer.value is None or not silent:
                yield answer


@pytest.mark.parametrize("followup", FOLLOWUPS, ids=lambda item: item.id)
def test_nothing_that_a_follow_up_answers_is_left_out(followup: Question) -> None:
    seen = 0
    for answers, path in situations(followup):
        before = sentences_about(followup.id, answers, path)
        for answer in answers_to(followup):
            said = sentences_about(followup.id, {**answers, followup.id: answer}, path)
            assert said != before, f"{answer.state} {answer.value} is not said: {said}"
            assert not answer.reason or any(REASON in one for one in said), said
            seen += 1
    assert seen > 1


@pytest.mark.parametrize(
    "question", [q for q in k12().questions if q.id not in {*TABLES, *FACTS}], ids=lambda q: q.id
)
def test_every_choice_and_value_of_a_question_reads_differently(question: Question) -> None:
    possible = [UNANSWERED, *answers_to(question)]
    said = [sentences_about(question.id, {**BASE, question.id: one}, whole_path()) for one in possible]
    if question.id == "breach.contents":  # its list prints below the sentence
        return
    assert len({tuple(one) for one in said}) == len(said)


# --- what people type ----------------------------------------------------------------------------------

ANYTHING = st.text(min_size=1).filter(lambda words: words.strip())


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(reason=ANYTHING, value=ANYTHING)
@example(reason="backups age out.", value="Annex A.")
@example(reason="see {vendor} and [keeps|keep]", value="{deadline} {value}")
@example(reason="Inc.", value='he said "yes."')
def test_what_was_typed_goes_through_unchanged(reason: str, value: str) -> None:
    answers = {
        "security.programme": cited(State.PARTIAL, "D2", reason=reason),
        "security.programme.coordinator": Answer(State.ANSWERED, value),
    }
    said = text("security.programme", answers)
    spaces = re.compile(r"\s+")
    for typed in (reason, value):
        words = " ".join(typed.split()).rstrip(".").rstrip()
        assert words in spaces.sub(" ", said)
    assert not said.endswith("..") or value.rstrip().endswith("..")
    assert said.startswith("Acme has agreed in writing to only part of this: to run")


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_names_and_values_are_only_words(hostile: str) -> None:
    context = replace(CONTEXT, vendor=hostile, product=hostile)
    answers = {"product.ai": cited(State.ANSWERED, "D5", value="none"), "policy.document": cited(State.NO)}
    for name in ("product.ai", "law.cipa", "policy.document", "breach.plan"):
        said = sentence(statement(name), k12(), {**BASE, **answers}, whole_path(), context)
        assert said is not None
        assert said.text
    assert hostile in text("product.ai", answers, context=context)


# --- the card ------------------------------------------------------------------------------------------


def card(question: str, answers: Mapping[str, Answer], path: Path | None = None) -> str:
    return card_sentence(question, k12(), {**BASE, **answers}, path or whole_path(), CONTEXT)


def test_the_card_shows_the_sentence_with_its_number() -> None:
    answers = {"ferpa.joint_compliance": cited(State.YES, "D2"), "ferpa.school_official": cited(State.NO)}
    assert card("ferpa.joint_compliance", answers) == (
        "A8: Acme has agreed in writing to work with the school on FERPA duties. "
        "Not reviewed: how the two share the work."
    )
    answers["ferpa.joint_compliance.how"] = Answer(State.ANSWERED, "by mail")
    assert card("ferpa.joint_compliance.how", answers).endswith("How the two share the work: by mail.")
    assert card("breach.plan", {}).startswith("Not reviewed. The question is whether Acme has")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(State.ANSWERED, documents().value), "Table in P12: 6 rows"),
        (Answer(State.PARTIAL, documents().value, "two are missing"), "Table in P12: 6 rows"),
        (UNANSWERED, "Table in P12: not reviewed"),
        (Answer(State.NOT_ADDRESSED), "Table in P12: none listed in the documents reviewed"),
        (Answer(State.NA, reason="it shares nothing."), "Table in P12: not applicable: it shares nothing"),
    ],
)
def test_the_card_of_a_register_says_where_its_table_stands(answer: Answer, words: str) -> None:
    assert card("thirdparty.register", {"thirdparty.register": answer}) == words


def test_the_card_of_a_fact_says_where_it_stands() -> None:
    assert (
        card("product.name", {"product.name": cited(State.ANSWERED, value="Acme Class")})
        == "P2, Product: Acme Class"
    )
    assert card("product.name.aliases", {}) == "P2, Other names: Not reviewed"
    assert card("product.name.aliases", {"product.name.aliases": Answer(State.NOT_ADDRESSED)}) == (
        "P2, Other names: Not stated in the documents reviewed"
    )


def test_every_question_has_a_card_in_every_state() -> None:
    for state in State:
        answers = everything(state)
        for item in k12().items:
            assert card_sentence(item.id, k12(), answers, whole_path(), CONTEXT), item.id


def test_an_unknown_question_has_no_card() -> None:
    with pytest.raises(KeyError):
        card("no.such", {})


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        (AnswerType.STATEMENT, cited(State.YES), 'To the question "Is it {so}?" the answer is yes.'),
        (
            AnswerType.STATEMENT,
            cited(State.NO, reason="never"),
            'To the question "Is it {so}?" the answer is no: never.',
        ),
        (
            AnswerType.TEXT,
            cited(State.ANSWERED, value="so so"),
            'To the question "Is it {so}?" the answer is: so so.',
        ),
        (
            AnswerType.TEXT,
            Answer(State.NOT_ADDRESSED),
            'The documents reviewed do not say what the answer to "Is it {so}?" is.',
        ),
    ],
)
def test_a_question_that_a_district_added_is_said_plainly(
    kind: AnswerType, answer: Answer, words: str
) -> None:
    question = Question("ours.added", "law", kind, "Is it {so}?")
    section = k12().section_by_id["law"]
    ours = replace(section, questions=(*section.questions, question))
    pack = replace(k12(), sections=tuple(ours if s is section else s for s in k12().sections))
    path = whole_path(pack)
    said = sentence(unspoken(question), pack, {"ours.added": answer}, path, CONTEXT)
    assert said is not None
    assert said.text == words
    assert card_sentence("ours.added", pack, {"ours.added": answer}, path, CONTEXT) == words


def test_agreement_statements_are_numbered_and_the_others_are_not() -> None:
    labels = [label_of(s) for s in k12().statements if label_of(s)]
    assert labels == [
        *(f"A{n}" for n in range(1, 11)),
        *(f"B{n}" for n in range(1, 8)),
        *(f"C{n}" for n in range(1, 11)),
    ]


def test_values_of_these_tests_fit_their_questions() -> None:
    assert value_for(k12().question("breach.deadline")) == Number(1, "hours")
