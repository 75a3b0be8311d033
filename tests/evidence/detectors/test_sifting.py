"""What a proposal knows of the answers: which rest on the passage, and which side is cited already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.assessment.answer import Citation
from app.evidence.detectors.detector import Resting
from app.evidence.detectors.reading import Reading
from app.evidence.detectors.shared_text import candidates, prints_of, scan, shared
from tests.evidence.detectors.made import BOOK, HERE, proposed, reading

TWO = "We train all staff in privacy regularly.\n\nAll employees get annual training on data security."
DUTY = "We encrypt data.\n\nTalkingPens shall delete all data."


def resting(question: str, text: str, quote: str, *, offsets: bool = True) -> Resting:
    at = text.index(quote)
    span = (at, at + len(quote)) if offsets else (None, None)
    return Resting(question, Citation("D1", "line 1", quote, *span))


@pytest.mark.parametrize("offsets", [True, False])
def test_an_answer_that_cites_the_sentence_rests_on_it(offsets: bool) -> None:
    on = resting("deletion.on_request", DUTY, "shall delete all data", offsets=offsets)
    beside = resting("security.encryption.at_rest", DUTY, "We encrypt data.", offsets=offsets)
    (one,) = proposed("foreign_company", DUTY, context=replace(HERE, resting=(on, beside)))
    assert one.answers == ("deletion.on_request",)


def test_a_promise_made_twice_is_proposed_until_both_are_cited() -> None:
    first = resting("security.personnel.training", TWO, "privacy regularly")
    second = resting("security.personnel.training", TWO, "annual training")
    for cited in ((), (first,), (second,)):
        (one,) = proposed("training_twice", TWO, context=replace(HERE, resting=cited))
        assert one.answers == ("security.personnel.training",)
        assert len(one.passages) == 2
    assert not proposed("training_twice", TWO, context=replace(HERE, resting=(first, second)))


def test_the_subject_stays_when_the_text_moves() -> None:
    (before,) = proposed("foreign_company", DUTY)
    (after,) = proposed("foreign_company", "A new first paragraph.\n\n" + DUTY)
    assert before.subject == after.subject
    assert before.passages[0].quote == after.passages[0].quote
    assert before.passages[0].start != after.passages[0].start


# --- text that is shared --------------------------------------------------------------------------------------------

RUN = "when a teacher leaves the class her notes are moved to the new teacher at once"
MINE = f"Larkspur says this: {RUN}, and nothing else is moved."
THEIRS = f"At Oakmere, {RUN}."


def hits(mine: Reading, theirs: Reading) -> list[str]:
    return [spot.quote for hit in shared(mine, theirs, "x") for spot in hit.spots]


def test_a_run_of_words_is_found_through_its_fingerprints() -> None:
    mine, theirs, other = (
        reading(MINE),
        reading(THEIRS),
        reading("Nothing of it is said here, in other words. " * 4),
    )
    prints = [prints_of(scan(one, BOOK)) for one in (mine, theirs, other)]
    assert candidates(prints[0], [("theirs", prints[1]), ("other", prints[2])]) == ("theirs",)
    assert hits(mine, theirs) == [RUN]


@pytest.mark.parametrize("count", [11, 12])
def test_twelve_words_count_and_eleven_do_not(count: int) -> None:
    words = " ".join(f"word{n}" for n in range(count))
    mine, theirs = reading(f"Before {words} after."), reading(f"Else {words} other.")
    assert bool(hits(mine, theirs)) == (count == 12)
    assert bool(prints_of(scan(mine, BOOK)) & prints_of(scan(theirs, BOOK))) or count < 12


@pytest.mark.parametrize(
    "beginning", ["The Children's Internet Protection Act says that ", "The pledge: ", "Under FERPA, "]
)
def test_statutes_and_pledges_are_nobodys_own_text(beginning: str) -> None:
    assert not hits(reading(f"{beginning}{RUN}."), reading(f"{beginning}{RUN}."))


def test_a_standard_form_is_the_same_for_everybody() -> None:
    form = f"STUDENT DATA PRIVACY AGREEMENT\n\n{MINE}"
    assert not hits(reading(form), reading(form))


def test_a_followup_is_named_itself() -> None:
    text = "See Civ. Code 1792.82."
    cited = Resting("breach.deadline.words", Citation("D1", "line 1", text))
    (one,) = proposed("wrong_citation", text, context=replace(HERE, resting=(cited,)))
    assert one.answers == ("breach.deadline.words",)
