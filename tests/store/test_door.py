"""Importing the room costs nothing until something of it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import app.store
from tests.store.samples import ROOT


@pytest.mark.parametrize("module", ["app.store", "app.store.location", "app.store.values", "app.store.text"])
def test_the_light_half_imports_no_sqlmodel(module: str) -> None:
    script = f"import {module}, sys; print([m for m in sys.modules if m.startswith(('sql', 'pydantic'))])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_door_gives_what_it_promises() -> None:
    for name in app.store.__all__:
        assert getattr(app.store, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        app.store.nothing  # noqa: B018
