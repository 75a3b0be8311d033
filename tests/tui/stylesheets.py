"""Style sheets are parsed once a process: every app that the tests start has the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet


@contextmanager
def parsed_once() -> Iterator[None]:
    """While it lasts, apps with the same theme share what was parsed; the rules themselves never change."""
    parsed: dict[tuple[tuple[str, str], ...], dict[Any, Any]] = {}
    begin, vary = Stylesheet.__init__, Stylesheet.set_variables

    def share(sheet: Stylesheet) -> None:
        sheet._parse_cache = parsed.setdefault(tuple(sorted(sheet._variables.items())), {})

    def began(sheet: Stylesheet, *arguments: Any, **options: Any) -> None:
        begin(sheet, *arguments, **options)
        share(sheet)

    def varied(sheet: Stylesheet, variables: dict[str, str]) -> None:
        sheet._parse_cache = {}  # it is emptied, and may be another app's as well
        vary(sheet, variables)
        share(sheet)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "__init__", began)
        patch.setattr(Stylesheet, "set_variables", varied)
        yield
