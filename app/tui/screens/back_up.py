"""Backing the database up, from any screen that has the library open."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.app import App

from app.review import Library
from app.store.errors import StoreError
from app.tui.text import place, shown

NO_NEED = "A demo needs no backup: it works on a copy that is thrown away. `assess` opens your own library."
"""What a demo says instead."""


def back_up(app: App[Any], library: Library) -> None:
    """Copy the database into the folder of backups beside the screen, and say where the copy is, or why there is none.

    The copy is checked before it gets its name. It can be made of a database whose file was deleted as well.
    """
    app.run_worker(
        partial(_copy, app, library), thread=True, group="backup", exit_on_error=False, description="Back up"
    )


def _copy(app: App[Any], library: Library) -> None:
    try:
        made = library.store.backup()
    except StoreError as error:
        said = partial(app.notify, shown(str(error), limit=600), title="Not backed up", severity="error")
    else:
        said = partial(app.notify, shown(f"The copy is {place(made)}", limit=2_000), title="Backed up")
    if app.is_running:
        app.call_from_thread(partial(said, timeout=15, markup=False))
