"""Names of assessments: the slug an assessment has on the command line and in file names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])$")
SLUG = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?\Z")
"""What a slug looks like: 1 to 48 lower-case letters, digits and dashes, a letter or digit at both ends."""


def slug_for(vendor: str, product: str, taken: Collection[str] = ()) -> str:
    """A slug that is safe as a file name on every system and not among `taken`.

    The vendor alone, with the product where it differs, with a number where both are taken.
    """
    stem = _plain(vendor) or _plain(product) or "vendor"
    if stem in taken and _plain(product) not in ("", stem):
        stem = f"{stem}-{_plain(product)}"[:44].strip("-")
    if _RESERVED.match(stem):
        stem = f"v-{stem}"
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem[:44].strip('-')}-{number}", number + 1
    return slug


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:40].strip("-")
