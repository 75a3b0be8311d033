"""No regular expression of the program takes time that grows with the square of a text somebody else wrote."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import app
from app.questionnaire.growth import shared_run

ROOT = Path(app.__file__).parent

A_SENTENCE = "a detector's sentence, cut at 1,200 characters"
A_PASSAGE = "a passage or a part of one, which is cut to length"
OF_THE_PACK = "text of the pack, not of a vendor"
AT_THE_BEGINNING = "tried at the beginning of a passage only"
HARMLESS: Mapping[tuple[str, str], str] = {
    ("evidence/detectors/exhibit_labels.py", r"(?:[A-Z]{2} ?- ?){2,}"): A_SENTENCE,
    ("evidence/detectors/foreign_company.py", r"(?P<name>"): A_SENTENCE,
    ("evidence/detectors/foreign_company.py", r"\b(?:collected|held"): A_SENTENCE,
    ("evidence/detectors/leftovers.py", r"^\W*\["): A_SENTENCE,
    ("evidence/detectors/leftovers.py", r"be \1\b"): A_SENTENCE,
    ("evidence/detectors/leftovers.py", r"[A-Z][A-Za-z]{4,}"): A_SENTENCE,
    ("evidence/elements.py", r"\s*,\s*(?:and/or"): "a list of 600 characters at most",
    ("evidence/elements.py", r"\s+(?:(?:in order )?to"): "a list of 600 characters at most",
    ("evidence/elements.py", r"please (?:specify|list|describe)"): "an item or a cell",
    ("evidence/worth.py", r"outline|address|specify"): AT_THE_BEGINNING,
    ("evidence/worth.py", r"(?:[A-Z][\w' -]{2,60}[.:]\s+)?"): AT_THE_BEGINNING,
    ("evidence/worth.py", r"\s*(?:whereas"): AT_THE_BEGINNING,
    ("evidence/worth.py", r".*\?\s*$"): "a passage of fewer than 160 characters",
    ("evidence/shapes.py", r"^#{1,6}\s+"): "1,000 characters at most",
    ("evidence/durations.py", r"(?:^|[|:\n(])"): A_PASSAGE,
    ("evidence/duties.py", r"[Oo]ur (?!partners"): A_PASSAGE,
    ("evidence/polarity.py", r"(?:no (?:one|employees?"): A_PASSAGE,
    ("evidence/polarity.py", r"\n\s*\n"): "fails only where no other line follows",
    ("evidence/ranking.py", r"\n\s*\n"): "fails only where no other line follows",
    ("evidence/registers.py", r"\n\s*\n"): "fails only where no other line follows",
    ("evidence/particulars.py", r".*"): "the wording of a question: " + OF_THE_PACK,
    ("evidence/extraction/markdown.py", r"title:"): "a line of 500 characters at most",
    ("evidence/extraction/pdf/running_lines.py", r"(?:page\s*|p\.\s*)?"): "a line of 80 characters at most",
    ("assessment/firing.py", r"claimed|answered"): OF_THE_PACK,
    ("questionnaire/expressions.py", r"(?P<blank>"): OF_THE_PACK,
    ("questionnaire/rule_expressions.py", r"(?P<name>"): OF_THE_PACK,
    ("questionnaire/source.py", r'"""(?:'): OF_THE_PACK,
    ("questionnaire/source.py", r"(\[\[?)"): OF_THE_PACK,
    ("questionnaire/patterns.py", r"\{(\d*)(,?)(\d*)\}"): OF_THE_PACK,
    ("evidence/detectors/patterns.py", r"\{(\d*)(,?)(\d*)\}"): OF_THE_PACK,
}
"""Module and part of the expression -> why its square does no harm."""


def held(thing: Any, seen: set[int]) -> Iterator[re.Pattern[Any]]:
    """The expressions in a value, however deep."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, re.Pattern):
        yield thing
    elif isinstance(thing, Mapping):
        for one in (*thing.keys(), *thing.values()):
            yield from held(one, seen)
    elif isinstance(thing, tuple | list | frozenset | set):
        for one in thing:
            yield from held(one, seen)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from held(getattr(thing, field.name, None), seen)


def uses(tree: ast.AST) -> Mapping[str, set[str]]:
    """What is done with each name of a module: the methods called on it, `?` for all else."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
                found.setdefault(child.id, set()).add(node.attr if isinstance(node, ast.Attribute) else "?")
    return found


def how(name: str, used: set[str]) -> str:
    if not name.startswith("_") or not used or used - {"match", "fullmatch"}:
        return "search"
    return "match" if "match" in used else "fullmatch"


def of_module(module: ModuleType, path: Path) -> Iterator[tuple[str, int, str]]:
    """Expression, flags and use of all that a module holds, and of those it writes inside its functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = uses(tree)
    own = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for name in sorted(own & vars(module).keys()):
        value = vars(module)[name]
        for found in held(value, set()):
            if isinstance(found.pattern, str):
                one = how(name, used.get(name, set())) if found is value else "search"
                yield found.pattern, found.flags & ~re.UNICODE, one
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
            text, did = node.args[0], ast.unparse(node.func).removeprefix("re.")
            parts = text.values if isinstance(text, ast.JoinedStr) else [text]
            words = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "x"
                for part in parts
                if not isinstance(part, ast.Constant) or isinstance(part.value, str)
            )
            if isinstance(text, ast.Constant | ast.JoinedStr) and did not in {"compile", "escape"}:
                flags = re.IGNORECASE if "IGNORECASE" in ast.unparse(node) else 0
                yield words, flags, did if did in {"match", "fullmatch"} else "search"


def everything() -> Iterator[tuple[str, str, int, str]]:
    names = {one.name for one in pkgutil.walk_packages(app.__path__, "app.")} - {"app.__main__"}
    for name in sorted(names):
        module = importlib.import_module(name)
        path = Path(str(module.__file__))
        for found in dict.fromkeys(of_module(module, path)):
            yield path.relative_to(ROOT).as_posix(), *found


def test_no_expression_takes_the_square_of_a_text() -> None:
    judged: dict[tuple[str, int, str], str] = {}
    slow, needed, count = [], set[tuple[str, str]](), 0
    for path, pattern, flags, use in everything():
        count += 1
        if (pattern, flags, use) not in judged:
            judged[pattern, flags, use] = shared_run(pattern, flags, use)
        if run := judged[pattern, flags, use]:
            known = {(where, part) for where, part in HARMLESS if where == path and part in pattern}
            needed |= known
            if not known:
                slow.append(f"{path}: {pattern[:100]} takes the square of {run!r} said often")
    assert not slow, "\n".join(slow)
    assert needed == set(HARMLESS), f"no longer needed: {set(HARMLESS) - needed}"
    assert count > 500
