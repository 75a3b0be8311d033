"""One open assessment: its verbs, which stand room by room in the classes that it is made of."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app.review.printing import Printing
from app.review.registers import Registers
from app.review.undoing import Undoing

if TYPE_CHECKING:
    from app.review.evidence import Evidence


class Review(Registers, Undoing, Printing):
    """One open assessment: its verbs, and the view they leave behind."""

    @cached_property
    def evidence(self) -> Evidence:
        """The documents of this assessment and what can be done with them."""
        from app.review.evidence import Evidence  # its search is not needed before the first frame

        return Evidence(self, self._store, self._terms() if self._terms else self._pack)
