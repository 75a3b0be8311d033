"""The codes of places in the profile: `P3`, `P3.A1`, `P16.CA`."""

from __future__ import annotations

import re

LAST_CODE = 20
"""Sections of the profile are P0 to P20."""

_CODE = re.compile(r"P(0|[1-9]\d?)(\.[A-Za-z0-9]{1,8})?")


def is_code(code: str) -> bool:
    """Whether this is a place in the profile: a section, with or without a part of it."""
    match = _CODE.fullmatch(code)
    return match is not None and int(match[1]) <= LAST_CODE
