"""`assess doctor`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from app import __version__
from app.cli.documented import Documented
from app.cli.failures import ExitCode
from app.cli.session import chosen, database, database_option
from app.cli.terminal import console, put, say

if TYPE_CHECKING:
    from pathlib import Path

    from app.store import Check, Store

_LIBRARIES = (
    "textual",
    "rich",
    "click",
    "sqlmodel",
    "reportlab",
    "questionary",
    "common-expression-language",
)


@click.command(cls=Documented)
@database_option
@click.option(
    "--json", "as_json", is_flag=True, help="The checks as JSON: name, level (ok, warning, failed), detail."
)
def doctor(as_json: bool) -> int:
    """Look for what could be wrong: the program, the database and its disk, the questionnaire, the fonts.

    Nothing is changed. Exit code 1 if something is wrong; a warning is not.

    assess doctor
    assess doctor --db case.db
    """
    checks = [*_program(), *_database(database()), *_pack(), *_fonts()]
    if as_json:
        from app.exchange.shapes import to_json

        put(to_json([{"name": c.name, "level": c.level.value, "detail": c.detail} for c in checks]))
    else:
        _show(checks)
    wrong = sum(not check.ok for check in checks)
    if wrong:
        say(f"{wrong} {'check' if wrong == 1 else 'checks'} failed.")
        return ExitCode.FOUND
    return ExitCode.DONE


def _show(checks: list[Check]) -> None:
    from app.cli.layout import cell, passage, table
    from app.store import Level

    signs = {
        Level.OK: ("ok", "green"),
        Level.WARNING: ("look", "yellow"),
        Level.FAILED: ("WRONG", "bold red"),
    }
    made = table("Check", "", "Found", firm=("Check", ""))
    for check in checks:
        made.add_row(cell(check.name), cell(*signs[check.level]), passage(check.detail))
    console().print(made)


def _program() -> list[Check]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    from app.store import Check, Level

    checks = [
        Check("assess", Level.OK, __version__),
        Check("Python", Level.OK, f"{platform.python_version()} on {platform.system()}"),
    ]
    found, missing = [], []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    detail = ", ".join(found)
    if missing:
        detail = f"missing: {', '.join(missing)}; install assess again"
    checks.append(Check("Libraries", Level.FAILED if missing else Level.OK, detail))
    return checks


def _settings() -> tuple[str, str]:
    """Where the settings file is, and what is wrong with it."""
    from app.tui.settings import load, settings_path

    file = settings_path()
    return f"{file}{'' if file.is_file() else ' (none yet: all keys are as in the help)'}", load(file).notice


def _database(path: Path) -> list[Check]:
    from app.store import Check, Level, ReadOnly, Store, StoreError
    from app.store.location import VARIABLE, default_folder

    if chosen():
        source = "--db"
    elif os.environ.get(VARIABLE, "").strip():
        source = f"${VARIABLE}"
    else:
        source = "your data folder" if path.parent == default_folder() else "the current folder"
    settings, notice = _settings()
    checks = [
        Check("Settings", Level.WARNING if notice else Level.OK, notice or settings),
        Check("Data folder", Level.OK, str(default_folder())),
        Check("Database", Level.OK, f"{path} (from {source})"),
    ]
    if not os.path.lexists(path):
        return [*checks, Check("File", Level.WARNING, "There is none yet; `assess new` makes it.")]
    try:
        with Store.open(path, read_only=True) as store:
            return [*checks, *store.doctor(), _rules(store)]
    except ReadOnly as error:  # an older database: the next command that writes brings it up to date
        return [*checks, Check("File", Level.WARNING, error.message)]
    except StoreError as error:
        return [*checks, Check("File", Level.FAILED, error.message)]


def _rules(store: Store) -> Check:
    """Whether every rule can be run on every assessment; each that cannot is named with why."""
    from app.questionnaire import PackError
    from app.review import Library
    from app.store import Check, Level, StoreError

    library = Library(store)
    broken: dict[str, str] = {}
    count = 0
    for row in library.rows():
        try:
            findings = library.review(row.assessment.slug).view.judgement.findings
        except (StoreError, PackError, ValueError):
            continue  # another check says what is wrong with it
        count += 1
        broken |= {one.rule: f"{one.rule} on {row.assessment.slug}: {one.why}" for one in findings.broken}
    if broken:
        return Check(
            "Rules", Level.FAILED, f"could not be run, the others were: {'; '.join(broken.values())}"
        )
    return Check(
        "Rules", Level.OK, f"every rule was run on {count} {'assessment' if count == 1 else 'assessments'}"
    )


def _pack() -> list[Check]:
    from app.questionnaire import find_pack, installed_packs, read_pack
    from app.questionnaire.rule_checker import read_rules
    from app.store import Check, Level

    checks = []
    for pack_id in installed_packs():
        found, faults = read_pack(find_pack(pack_id))
        if found is None or faults:
            detail = f"{len(faults)} faults; `assess pack check` names them. {faults[0] if faults else ''}"
            checks.append(Check(f"Pack {pack_id}", Level.FAILED, detail))
            continue
        book, rule_faults = read_rules(find_pack(pack_id), found)
        if rule_faults:
            detail = (
                f"{len(rule_faults)} faults in its rules; `assess pack check` names them. {rule_faults[0]}"
            )
            checks.append(Check(f"Pack {pack_id}", Level.FAILED, detail))
        else:
            detail = f"{found.version}, {len(found.questions)} questions, {len(book.rules)} rules, {found.sha256[:12]}"
            checks.append(Check(f"Pack {pack_id}", Level.OK, detail))
    return checks


def _fonts() -> list[Check]:
    from app.store import Check, Level

    try:
        from app.report.fonts import Face, characters

        count = min(len(characters(face)) for face in Face)
    except Exception as error:  # noqa: BLE001 - a damaged font file can fail in any way
        return [
            Check("Fonts", Level.FAILED, f"cannot be loaded ({type(error).__name__}); install assess again")
        ]
    return [Check("Fonts", Level.OK, f"{len(Face)} faces, each with {count:,} characters or more")]
