"""The workbench: the face of the program on a full screen. The only room that knows Textual.

`run` opens it. Nothing else is imported before it is called.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

REFUSED = 2
"""Exit code where there is no terminal to work on."""


def run(path: Path, *, read_only: bool = False, demo: bool = False, tour: bool = False) -> int:
    """Open the workbench on this database until the reviewer quits; its exit code.

    0 quit in good order · 2 not a usable terminal · 3 the database cannot be used · 70 stopped by an
    unexpected error, a fault of the program · 129 and 143 ended by a signal. What is wrong is said on
    standard error. A `demo` works on a throw-away copy: it says so, and prints into the current folder; its guided
    tour is offered once, and with `tour` again.
    """
    import os

    from app.tui import terminal

    if why := terminal.refusal(os.environ, sys.stdin, sys.stdout, sys.stderr):
        sys.stderr.write(why + "\n")
        return REFUSED
    terminal.harden()

    from app.tui.app import AssessApp
    from app.tui.settings import load, settings_path

    file = settings_path()
    settings = load(file)
    if settings.keys and not settings.notice:
        from app.tui.keymap import problem  # imports every screen: only for those who set keys

        settings = replace(settings, notice=problem(settings.keys))
    app = AssessApp(path, read_only=read_only, demo=demo, settings=settings, settings_file=file, tour=tour)
    app.run()
    return app.return_code or 0


__all__ = ["run"]
