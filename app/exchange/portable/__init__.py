"""The portable file: a whole assessment as TOML that a person can read, compare, correct and hand over.

Writing is deterministic: the same assessment gives the same bytes. Reading checks everything against the
pack and names all faults with their lines before anything is stored.
"""

from __future__ import annotations

from app.exchange.portable.reading import from_file, from_toml, text_of
from app.exchange.portable.values import FORMAT, LARGEST_FILE, NotPortable, Portable, PortableFault, Viewed
from app.exchange.portable.writing import to_toml

__all__ = [
    "FORMAT",
    "LARGEST_FILE",
    "NotPortable",
    "Portable",
    "PortableFault",
    "Viewed",
    "from_file",
    "from_toml",
    "text_of",
    "to_toml",
]
