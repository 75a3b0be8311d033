from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.matching import Terms, words
from app.evidence.terms import pattern


def found(terms: list[str], text: str) -> list[str]:
    return [text[slice(*span)] for span in Terms(terms).spans(words(text))]


@pytest.mark.parametrize(
    ("terms", "text", "hits"),
    [
        (["encrypt*"], "Encrypted, encryption and unencrypted", ["Encrypted", "encryption"]),
        (["at rest"], "data at\nrest, and at  rest; at restful; at last", ["at\nrest", "at  rest"]),
        (["sub-processor*"], "Sub-processors; subprocessors", ["Sub-processors"]),
        (["don't"], "we don’t sell", ["don’t"]),
        (
            ["party", "third party", "third party provider*"],
            "a third-party provider, a party",
            ["third-party provider", "party"],
        ),
        (["2-d"], "Law 2-d, 2 d", ["2-d", "2 d"]),
        (["at rest"], "at (see the long note) rest", []),
        (["id*", "s*"], "ID, idle sums and an Oslo", ["ID", "idle", "sums"]),
        (["*", "–"], "anything", []),
    ],
)
def test_terms_are_found_among_words(terms: list[str], text: str, hits: list[str]) -> None:
    assert found(terms, text) == hits


@given(
    st.lists(st.sampled_from(["data", "at rest", "encrypt*", "third party*", "a", "b c", "AES"]), min_size=1),
    st.text(alphabet="abc AEStrdpynhi-.,\n", max_size=60),
)
def test_it_finds_something_where_a_pattern_would(terms: list[str], text: str) -> None:
    searching = pattern(terms)
    assert searching is not None
    assert bool(found(terms, text)) == bool(searching.search(text))
