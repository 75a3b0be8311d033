"""The text of a portable file, read and checked whole before anything of it is stored."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from app.assessment.answer import Assessment
from app.assessment.slug import SLUG
from app.assessment.values import LONGEST_NAME
from app.exchange.portable.answers import read_answers, warn_of_missing_documents
from app.exchange.portable.fields import Fields, Ledger, are_tables
from app.exchange.portable.findings import read_findings
from app.exchange.portable.values import ASSESSMENT, FORMAT, PACK, TOP, NotPortable, Portable
from app.questionnaire import PackError, load_installed
from app.questionnaire.model import Pack

_OURS: Final = re.compile(r"^[ \t]*(?:format[ \t]*=|\[assessment\])", re.MULTILINE)


def text_of(data: bytes) -> str:
    """The text of a portable file. Raises `NotPortable` where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NotPortable(f"This is not a portable assessment: line {line} is not UTF-8 text.") from error


def from_file(name: str, data: bytes, slug: str = "") -> Portable:
    """Read the bytes of a portable file; every message begins with its name.

    `slug`, where given, takes the place of the slug in the file. Raises `NotPortable`.
    """
    try:
        portable = from_toml(text_of(data))
    except NotPortable as error:
        raise NotPortable(f"{name}: {error.message}", error.faults) from error
    if slug:
        portable = replace(portable, assessment=replace(portable.assessment, slug=slug))
    return portable


def from_toml(text: str, pack_for: Callable[[str], Pack] = load_installed) -> Portable:
    """Read the text of a portable file and check all of it against the pack.

    `pack_for` gives the pack of an id or raises `PackError`. Raises `NotPortable`: with one sentence for a
    text that is not ours, cut off, newer or of another pack; with every fault where answers do not fit.
    """
    data = _parsed(text)
    ledger = Ledger(text)
    Fields(data, (), "the file", ledger).only(TOP)
    header = _table(data, "assessment", ASSESSMENT, ledger)
    named = _table(data, "pack", PACK, ledger)
    if "answer" in data and not are_tables(data["answer"]):
        raise NotPortable("This is not a portable assessment: `answer` is not a list of [[answer]] tables.")
    if "sha256" not in named.table:
        named.fault("", 'sha256 is missing; write sha256 = "" for the installed pack')
    elif named.table["sha256"] and "end" not in data:
        raise NotPortable("This file is cut off: its last line, [end], is missing. Nothing was imported.")
    pack = _pack(named.table, pack_for)
    assessment = _assessment(header, pack)
    answers = read_answers(data.get("answer", []), pack, ledger, assessment.changed_at)
    changes = [*answers, *read_findings(data, pack, ledger, assessment.changed_at)]
    if ledger.faults:
        number = len(ledger.faults)
        raise NotPortable(
            f"The file has {number} {'fault' if number == 1 else 'faults'}. Nothing was imported.",
            sorted(ledger.faults, key=lambda fault: fault.line),
        )
    if named.table["sha256"] not in ("", pack.sha256):
        ledger.warn(
            f"It was answered with other wording of {pack.id} {pack.version} than is installed; every answer "
            "fits, and the installed wording is used. Read the answers again."
        )
    warn_of_missing_documents(answers, pack, ledger)
    return Portable(assessment, pack, tuple(changes), tuple(ledger.warnings))


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        data = tomllib.loads(text)
    except RecursionError as error:
        raise NotPortable("This is not a portable assessment: it is nested too deeply.") from error
    except ValueError as error:
        if not _OURS.search(text[:4000]):
            raise NotPortable(
                "This is not a portable assessment: it is not a TOML file of `assess`."
            ) from error
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        if place and int(place[1]) < text.rstrip("\n").count("\n") + 1:
            raise NotPortable(f"The file cannot be read: {_lowered(error)}. Nothing was imported.") from error
        raise NotPortable(
            "The file ends in the middle of a value: it is cut off, or a closing quote or bracket is missing. "
            "Nothing was imported."
        ) from error
    number = data.get("format")
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise NotPortable("This is not a portable assessment: it does not begin with `format = 1`.")
    if number > FORMAT:
        raise NotPortable(
            f"This file was written by a newer assess: it has format {number}, and this program reads "
            f"format {FORMAT}. Update assess to import it."
        )
    if "assessment" not in data or "pack" not in data:
        if set(data) <= set(TOP):
            raise NotPortable("The file is cut off: it ends before its answers. Nothing was imported.")
        raise NotPortable("This is not a portable assessment: it does not have [assessment] and [pack].")
    return data


def _pack(named: Mapping[str, Any], pack_for: Callable[[str], Pack]) -> Pack:
    wanted, version = named.get("id"), named.get("version")
    if not isinstance(wanted, str) or not isinstance(version, str):
        raise NotPortable(
            "The file does not say which pack it was answered with: [pack] needs id and version."
        )
    try:
        pack = pack_for(wanted)
    except PackError:
        raise NotPortable(
            f'The file was answered with the pack "{wanted[:60]}", which is not installed.'
        ) from None
    if pack.version != version:
        raise NotPortable(
            f"The file was answered with {pack.id} {version[:60]}; {pack.id} {pack.version} is installed. "
            "Nothing was imported."
        )
    return pack


def _table(data: Mapping[str, Any], name: str, known: Sequence[str], ledger: Ledger) -> Fields:
    found = data[name]
    if not isinstance(found, Mapping):
        raise NotPortable(f"This is not a portable assessment: `{name}` is not a table.")
    fields = Fields(found, (name,), name, ledger)
    fields.only(known)
    return fields


def _assessment(fields: Fields, pack: Pack) -> Assessment:
    slug = fields.text("slug")
    if not SLUG.fullmatch(slug):
        fields.fault("slug", "slug must be 1 to 48 lower-case letters, digits and dashes")
    names = {}
    for name in ("vendor", "product"):
        names[name] = " ".join(fields.text(name).split())
        if not names[name]:
            fields.fault(name, f"{name} is missing")
        elif len(names[name]) > LONGEST_NAME:
            fields.fault(name, f"{name} is longer than {LONGEST_NAME} characters")
    times = {}
    for name in ("created_at", "changed_at"):
        if name not in fields.table:
            fields.fault(name, f"{name} is missing")
        times[name] = fields.moment(name) or datetime.min.replace(tzinfo=UTC)
    return Assessment(
        id=0,
        slug=slug,
        vendor=names["vendor"],
        product=names["product"],
        pack_id=pack.id,
        pack_version=pack.version,
        pack_sha256=pack.sha256,
        created_at=times["created_at"],
        changed_at=times["changed_at"],
    )


def _lowered(error: BaseException) -> str:
    text = str(error)
    return text[:1].lower() + text[1:]
