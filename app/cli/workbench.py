"""The workbench, opened from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.documented import Documented
from app.cli.failures import ExitCode, Stop
from app.cli.session import database

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = "data.db.example"
_LARGEST_EXAMPLE = 512 * 1024 * 1024


def open_workbench() -> int:
    """Open the workbench on the database of this command line; its exit code."""
    from app.tui import run

    return run(database())


@click.command(cls=Documented)
@click.option("--tour", is_flag=True, help="Begin with the guided tour, also when you have seen it.")
def demo(tour: bool) -> int:
    """Open the workbench on a throw-away copy of the example.

    Change what you like: the copy is deleted when you leave, and your own database is not touched.
    The first time, a tour of five steps leads through a review; ^g skips it.
    """
    import tempfile
    from pathlib import Path

    from app.exchange.files import read_file, write_file
    from app.tui import run

    example = read_file(example_path(), _LARGEST_EXAMPLE)
    with tempfile.TemporaryDirectory(prefix="assess-demo-") as folder:
        copy = Path(folder) / "data.db"
        write_file(copy, example)
        return run(copy, demo=True, tour=tour)


def example_path() -> Path:
    """The example database: inside an installed package, or beside it in the source. Raises `Stop`."""
    from pathlib import Path

    import app

    package = Path(app.__file__).parent
    for path in (package / EXAMPLE, package.parent / EXAMPLE):
        if path.is_file():
            return path.resolve()
    raise Stop(f"The example database {EXAMPLE} is missing; install assess again.", ExitCode.DATA)
