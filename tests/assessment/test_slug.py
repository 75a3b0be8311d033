"""Slugs are safe file names everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.slug import SLUG, slug_for
from tests.hostile import HOSTILE


@pytest.mark.parametrize(
    ("vendor", "product", "taken", "slug"),
    [
        ("ClassTag", "ClassTag", (), "classtag"),
        ("Société Générale", "x", (), "societe-generale"),
        ("ClassTag", "Connect", ("classtag",), "classtag-connect"),
        ("ClassTag", "ClassTag", ("classtag",), "classtag-2"),
        ("CON", "CON", (), "v-con"),
        ("日本語", "日本語", (), "vendor"),
        ("../../etc/passwd", "", (), "etc-passwd"),
    ],
)
def test_slugs(vendor: str, product: str, taken: tuple[str, ...], slug: str) -> None:
    assert slug_for(vendor, product, taken) == slug


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_names_give_safe_slugs(text: str) -> None:
    assert SLUG.match(slug_for(text, text))


@given(st.text(), st.text(), st.sets(st.sampled_from(["vendor", "a", "vendor-2"])))
def test_every_slug_is_safe_and_free(vendor: str, product: str, taken: set[str]) -> None:
    slug = slug_for(vendor, product, taken)
    assert SLUG.match(slug)
    assert slug not in taken
