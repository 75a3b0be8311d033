"""The typeface that is shipped."""

from __future__ import annotations

import pytest

from app.report.fonts import FOLDER, Face, characters


@pytest.mark.parametrize("face", Face)
def test_covers_what_the_profile_uses(face: Face) -> None:
    wanted = "ABCabc019ÀÿŁőŵΑωЖяẠỹ✓✗◐…–—“”‘’•≥→€§©\u2011\u00a0"
    assert not [c for c in wanted if c not in characters(face)]


@pytest.mark.parametrize("face", Face)
def test_does_not_count_what_it_cannot_show(face: Face) -> None:
    assert not [c for c in "\x00\x1b\u200b\u202e\ue000\ufeff日😀" if c in characters(face)]


def test_ships_with_its_licence_and_stays_small() -> None:
    assert "Bitstream Vera Fonts Copyright" in (FOLDER / "LICENSE.txt").read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 4_000_000
    assert {path.stem for path in FOLDER.glob("*.ttf")} == {face.value for face in Face}
