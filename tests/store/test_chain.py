"""The hash chain: stable, and broken by any change."""

from __future__ import annotations

import hashlib

import pytest

from app.store.chain import Link, canonical, first_bad, link_sha256
from app.store.errors import Unstorable

CHANGE = ("q", "set", '{"state":"yes"}', "2026-03-02T09:30:00.000000+00:00", "R. Viewer")


def test_a_hash_never_changes_between_versions_of_the_program() -> None:
    content = r'["abc","q","set","{\"state\":\"yes\"}","2026-03-02T09:30:00.000000+00:00","R. Viewer"]'
    assert link_sha256("abc", CHANGE) == hashlib.sha256(content.encode()).hexdigest()


@pytest.mark.parametrize("field", range(5))
def test_every_field_counts(field: int) -> None:
    other = list(CHANGE)
    other[field] += "x"
    assert link_sha256("", (other[0], other[1], other[2], other[3], other[4])) != link_sha256("", CHANGE)
    assert link_sha256("a", CHANGE) != link_sha256("b", CHANGE)


def test_fields_cannot_run_into_each_other() -> None:
    assert link_sha256("", ("ab", "c", "", "", "")) != link_sha256("", ("a", "bc", "", "", ""))
    assert link_sha256("", ('a","b', "", "", "", "")) != link_sha256("", ("a", "b", "", "", ""))


def test_an_empty_chain_is_whole_only_if_it_should_be_empty() -> None:
    assert first_bad("start", [], 0, "") is None
    assert first_bad("start", [], 1, "x") == 0
    sha256 = link_sha256("start", CHANGE)
    assert first_bad("start", [Link(9, *CHANGE, "start", sha256)], 1, sha256) is None
    assert first_bad("start", [Link(9, *CHANGE, "start", sha256)], 0, "") == 9
    assert first_bad("other", [Link(9, *CHANGE, "start", sha256)], 1, sha256) == 9


def test_json_has_one_form() -> None:
    assert canonical({"b": 1, "a": ["é", None, True]}) == '{"a":["é",null,true],"b":1}'
    circle: dict[str, object] = {}
    circle["self"] = circle
    for bad in (circle, {"a": float("inf")}, {"a": {1}}, {1: "a", "1": "b"} | {"x": "\0"}):
        with pytest.raises(Unstorable):
            canonical(bad)
