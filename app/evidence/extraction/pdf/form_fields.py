"""A page's form fields, ticked boxes among them, and text that was typed onto it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import partial
from typing import Any

from app.evidence.extraction import engine
from app.evidence.extraction.pdf.layout import TICKED, UNTICKED, Run


class FormFields:
    """Reads the fields of page after page and counts their characters."""

    def __init__(self, form: Any, page_characters: int) -> None:
        """A field with more than `page_characters` is taken for an empty one; `form` is None where there is no form."""
        self._form = form
        self._page_characters = page_characters
        self._box = engine.Box()
        self._box_at = ctypes.byref(self._box)
        self.characters = 0

    def read(self, page: Any) -> list[Run]:
        """The page's form fields with what is in them, and text that was typed onto it."""
        runs = []
        for index in range(min(engine.GetAnnotCount(page), 5_000)):
            note = engine.GetAnnot(page, index)
            if not note:
                continue
            kind = engine.GetSubtype(note)
            text = ""
            if kind == engine.ANNOT_WIDGET and self._form is not None:
                text = self._field_text(note)
            elif kind == engine.ANNOT_FREETEXT:
                text = self._string(partial(engine.GetAnnotString, note, b"Contents"))
            if text and engine.GetAnnotRect(note, self._box_at):
                box = self._box
                runs.append(Run(text, box.left, box.right, box.bottom, box.top, field=True))
            engine.CloseAnnot(note)
        return runs

    def _field_text(self, note: Any) -> str:
        if engine.GetAnnotFlags(note) & engine.ANNOT_FLAG_HIDDEN:
            return ""
        kind = engine.GetFieldType(self._form, note)
        if kind in {engine.FIELD_CHECKBOX, engine.FIELD_RADIOBUTTON}:
            return TICKED if engine.IsChecked(self._form, note) else UNTICKED
        if kind in {
            engine.FIELD_TEXTFIELD,
            engine.FIELD_COMBOBOX,
            engine.FIELD_LISTBOX,
        }:
            return self._string(partial(engine.GetFieldValue, self._form, note))
        return ""

    def _string(self, call: Callable[[Any, int], int]) -> str:
        size = call(None, 0)
        if not 2 < size <= 4 * self._page_characters:
            return ""
        buffer = ctypes.create_string_buffer(size)
        call(buffer, size)
        text = " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").split())
        self.characters += len(text)
        return text
