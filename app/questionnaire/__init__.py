"""What is asked: the pack format, its loader and checker, and the conditions.

This is the door of the room. Importing it is cheap: neither TOML nor CEL is imported before a pack is read
or a condition compiled.
"""

from __future__ import annotations

from app.questionnaire.conditions import (
    Condition,
    ConditionError,
    PackConditions,
    compile_condition,
    compile_pack,
    empty_entry,
    holds,
    references,
)
from app.questionnaire.faults import Fault, PackError
from app.questionnaire.loader import find_pack, installed_packs, load_installed, load_pack, read_pack
from app.questionnaire.model import AnswerType, Column, Pack, Question, Section, Severity, Slot, Statement
from app.questionnaire.snapshot import digest, from_dict, outline, to_dict

__all__ = [
    "AnswerType",
    "Column",
    "Condition",
    "ConditionError",
    "Fault",
    "Pack",
    "PackConditions",
    "PackError",
    "Question",
    "Section",
    "Severity",
    "Slot",
    "Statement",
    "compile_condition",
    "compile_pack",
    "digest",
    "empty_entry",
    "find_pack",
    "from_dict",
    "holds",
    "installed_packs",
    "load_installed",
    "load_pack",
    "outline",
    "read_pack",
    "references",
    "to_dict",
]
