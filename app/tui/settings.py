"""What a reviewer may set: the theme, and which keys do what.

```toml
theme = "light"
tour_seen = true

[keys]
"answer.yes" = "y"
"move.next" = ["j", "down"]
```

The file is `$ASSESS_SETTINGS` or `settings.toml` in the platform's folder for settings. A file that cannot
be used never stops the program: it gives one sentence and the defaults.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VARIABLE = "ASSESS_SETTINGS"
THEME_NAMES = ("dark", "light")

_LARGEST = 100_000
_NAMES = ("theme", "keys", "tour_seen")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force."""

    theme: str = "dark"
    """`dark` or `light`."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Textual key names, joined by commas, by command id."""
    tour_seen: bool = False
    """Whether the guided tour of the demo was taken or skipped: it is not offered again."""
    notice: str = ""
    """One sentence where the file, or a part of it, could not be used."""


def settings_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the settings file is or would be; nothing is made."""
    if named := environ.get(VARIABLE, "").strip():
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path("assess", appauthor=False) / "settings.toml"


def load(path: Path) -> Settings:
    """The settings in this file; defaults where there is none.

    Never raises: what is wrong is said in `notice`. Whether the keys can work, `keymap.problem` says.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        return _defaults(path, f"cannot be read ({error.strerror or type(error).__name__})")
    if len(raw) > _LARGEST:
        return _defaults(path, "is too large to be a settings file")
    import tomllib  # only for those who have a settings file

    try:
        data = tomllib.loads(raw.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return _defaults(path, f"is not valid TOML ({error})")
    return _read(path, data)


def _read(path: Path, data: Mapping[str, Any]) -> Settings:
    theme, keys, wrong = data.get("theme", "dark"), {}, ""
    if theme not in THEME_NAMES:
        theme, wrong = "dark", f'has the theme "{str(theme)[:40]}"; it is dark or light'
    for name in data:
        if name not in _NAMES:
            wrong = wrong or f'has an unknown setting "{name[:40]}"; there are {", ".join(_NAMES)}'
    table = data.get("keys", {})
    if not isinstance(table, dict):
        table, wrong = {}, wrong or "needs a table under [keys]"
    for command, given in table.items():
        names = [given] if isinstance(given, str) else given
        if not (isinstance(names, list) and names and all(isinstance(n, str) and n.strip() for n in names)):
            wrong = wrong or f'needs a key or a list of keys for "{command[:40]}"'
        else:
            keys[command] = ",".join(n.strip() for n in names)
    seen = data.get("tour_seen", False)
    if not isinstance(seen, bool):
        seen, wrong = False, wrong or "needs true or false for tour_seen"
    return Settings(theme, keys, seen, _sentence(path, wrong) if wrong else "")


def keep_theme(path: Path, theme: str) -> bool:
    """Write the chosen theme into the settings file, leaving every other line as it is.

    Says whether it was kept: a settings file that cannot be read or written stays untouched.
    """
    return _keep(path, "theme", f'"{theme}"')


def keep_tour_seen(path: Path) -> bool:
    """Write into the settings file that the guided tour was taken or skipped, as `keep_theme` does."""
    return _keep(path, "tour_seen", "true")


def _keep(path: Path, name: str, value: str) -> bool:
    import tomllib

    theirs = re.compile(rf"^[ \t]*{name}[ \t]*=.*$", re.MULTILINE)

    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        tomllib.loads(text)
        line = f"{name} = {value}"
        head, bracket, tables = text.partition("\n[") if not text.startswith("[") else ("", "[", text[1:])
        had = theirs.search(head) is not None
        head = theirs.sub(line, head, count=1) if had else f"{line}\n{head}"
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_text(head + bracket + tables, encoding="utf-8")
        draft.replace(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    return True


def _sentence(path: Path, what: str) -> str:
    return f"The settings file {path} {what}. Its other settings are used."


def _defaults(path: Path, what: str) -> Settings:
    return Settings(notice=f"The settings file {path} {what}. The defaults are used.")
