from __future__ import annotations

import pytest

from app.evidence.model import Polarity
from app.evidence.polarity import read

SAYS = [
    ("Backups are not encrypted at the storage layer.", "encrypted", Polarity.DENIES, False),
    ("We encrypt all data at rest.", "encrypt", Polarity.AFFIRMS, False),
    ("We never sell student data.", "sell", Polarity.DENIES, False),
    ("Data will be deleted no later than 60 days after the request.", "deleted", Polarity.AFFIRMS, False),
    ("We will notify you without undue delay.", "notify", Polarity.AFFIRMS, False),
    ("Student data includes, but is not limited to, names.", "names", Polarity.AFFIRMS, False),
    ("We will not share data unless the law requires it.", "share", Polarity.DENIES, True),
    ("Data is encrypted, except in text messages.", "encrypted", Polarity.AFFIRMS, True),
    ("Data is kept only as long as it is no longer needed elsewhere.", "kept", Polarity.AFFIRMS, False),
    ("We don’t run background checks.", "background checks", Polarity.DENIES, False),
    ("Nothing is sold. Data is encrypted at rest.", "encrypted", Polarity.AFFIRMS, False),
    ("Neither the Provider nor its agents may rent the data.", "rent", Polarity.DENIES, False),
    ("Selling of student data is prohibited.", "Selling", Polarity.DENIES, False),
]


@pytest.mark.parametrize(("text", "thing", "polarity", "limited"), SAYS, ids=[s[0][:40] for s in SAYS])
def test_a_sentence_affirms_or_denies(text: str, thing: str, polarity: Polarity, limited: bool) -> None:
    reading = read(text, text.index(thing))
    assert (reading.polarity, reading.limited) == (polarity, limited)


def test_a_question_and_a_heading_say_neither() -> None:
    assert read("Do you sell data?", 7).polarity is Polarity.UNCLEAR
    assert read("anything", -1).polarity is Polarity.UNCLEAR
