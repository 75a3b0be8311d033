"""Where the database is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "ASSESS_DB"
FILE_NAME = "data.db"


def database_path(option: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """The database to use, as an absolute path; nothing is opened or created.

    `option` is what `--db` was given; then `$ASSESS_DB` (`~` is understood, an empty value counts as not
    set); then `data.db` in `cwd` if there is one; then `data.db` in the platform's folder for user data.
    """
    if option is not None:
        return cwd / option
    if named := environ.get(VARIABLE, "").strip():
        return cwd / Path(named).expanduser()
    here = cwd / FILE_NAME
    if os.path.lexists(here):  # a dangling link is an error to show, not a reason to look elsewhere
        return here
    return default_folder() / FILE_NAME


def default_folder() -> Path:
    """The platform's folder for this program's data; it may not exist yet."""
    from platformdirs import user_data_path

    return user_data_path("assess", appauthor=False)
