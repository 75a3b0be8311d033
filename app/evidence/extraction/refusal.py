"""Why a file's content is not read: raised by the readers inside the child process."""

from __future__ import annotations

from typing import Final

REASONS: Final[dict[str, str]] = {
    "password": "{name} needs a password: print it to a new PDF without one and add that",
    "damaged": "{name} is damaged or is not the {kind} it looks like: get a fresh copy and add that",
    "empty": "{name} holds no text: open it to see whether it is the right file",
    "scan": "No text was found in the {number} of {name}; it is probably a scan: make it searchable with OCR and add"
    " it again",
    "pages": "{name} has {number:,} pages, and at most {limit:,} are read: split it and add the parts that matter",
    "long": "{name} holds more than {limit:,} characters of text: split it and add the parts that matter",
    "unpacked": "{name} unpacks to more than a document of its kind ever needs: save it anew as PDF and add that",
    "deep": "{name} is nested too deeply to be a document: save it anew as PDF and add that",
    "dtd": "{name} declares XML entities, which no word processor writes: save it anew as PDF and add that",
    "time": "{name} took too long to read and was stopped: print it to a new PDF and add that",
    "memory": "{name} needs more memory than reading may take: split it or print it to a new PDF and add that",
}
"""Sentence by reason, without its full stop; `{name}` is the file's name as shown."""


class UnreadableError(Exception):
    """The content cannot be read; `reason` is a key of `REASONS`, `number` the count that it speaks of."""

    def __init__(self, reason: str, number: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.number = number
