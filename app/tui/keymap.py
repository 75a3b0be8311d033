"""Keys that the settings file gives to commands: what there is to give them to, and what cannot work."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from app.tui.commands import Command

Keys = Mapping[str, str]
"""Textual key names, joined by commas, by command id."""


def commands_by_screen() -> Mapping[str, tuple[Command, ...]]:
    """Every command whose keys can be set, by the screen it works on. Imports all screens."""
    from app.tui.screens.cite import CiteDialog
    from app.tui.screens.confirm import Confirm
    from app.tui.screens.coverage import CoverageScreen
    from app.tui.screens.document_details import AddedForm
    from app.tui.screens.documents import DocumentsScreen
    from app.tui.screens.file_picker import PATH_VERBS, FilePicker
    from app.tui.screens.finding_form import FindingForm
    from app.tui.screens.finding_history import FindingHistory
    from app.tui.screens.finding_names import NamesScreen
    from app.tui.screens.findings import FindingsScreen
    from app.tui.screens.help import HelpScreen
    from app.tui.screens.history import HistoryScreen
    from app.tui.screens.library import LibraryScreen
    from app.tui.screens.new_assessment import NewAssessment
    from app.tui.screens.open_points import OpenPoints
    from app.tui.screens.paste_document import PasteDocument
    from app.tui.screens.paste_rows import PasteRows
    from app.tui.screens.preview import PreviewScreen
    from app.tui.screens.print import PrintDialog
    from app.tui.screens.proposed_rows import ProposedRows
    from app.tui.screens.read_files import ReadFiles
    from app.tui.screens.reader import ReaderScreen
    from app.tui.screens.register_verbs import WRITING_TEXT_VERBS, WRITING_VERBS
    from app.tui.screens.row_form import RowForm
    from app.tui.screens.score import ScoreScreen
    from app.tui.screens.search_documents import Found, SearchDocuments
    from app.tui.screens.table_editor import TableEditor
    from app.tui.screens.threshold import ThresholdDialog
    from app.tui.screens.verify import VerifyScreen
    from app.tui.screens.what_if import WhatIf
    from app.tui.screens.workbench import WorkbenchScreen
    from app.tui.tour_guide import TOUR_VERBS
    from app.tui.widgets.choice_line import ChoiceLine
    from app.tui.widgets.choice_picker import ChoicePicker
    from app.tui.widgets.editor import AnswerEditor
    from app.tui.widgets.evidence_pane import EvidencePane
    from app.tui.widgets.sheet import Sheet
    from app.tui.widgets.toggles import Toggles

    return {
        "library": LibraryScreen.VERBS,
        "new assessment": NewAssessment.VERBS,
        "workbench": WorkbenchScreen.VERBS,
        "evidence pane": EvidencePane.VERBS,
        "searching documents": SearchDocuments.VERBS,
        "passages found": Found.VERBS,
        "choices": ChoicePicker.VERBS,
        "register": TableEditor.VERBS,
        "writing": AnswerEditor.VERBS,
        "writing a cell": WRITING_VERBS,
        "writing a longer cell": WRITING_TEXT_VERBS,
        "pasting": PasteRows.VERBS,
        "jurisdictions": Toggles.VERBS,
        "text that scrolls": Sheet.VERBS,
        "citing": CiteDialog.VERBS,
        "documents": DocumentsScreen.VERBS,
        "files": FilePicker.VERBS,
        "typing a path": PATH_VERBS,
        "pasting a document": PasteDocument.VERBS,
        "reading files": ReadFiles.VERBS,
        "what a document is": AddedForm.VERBS,
        "a row": RowForm.VERBS,
        "choices of a form": ChoiceLine.VERBS,
        "reader": ReaderScreen.VERBS,
        "proposed rows": ProposedRows.VERBS,
        "quotes": VerifyScreen.VERBS,
        "history": HistoryScreen.VERBS,
        "open points": OpenPoints.VERBS,
        "findings": FindingsScreen.VERBS,
        "deciding a finding": FindingForm.VERBS,
        "history of a finding": FindingHistory.VERBS,
        "names": NamesScreen.VERBS,
        "score": ScoreScreen.VERBS,
        "threshold": ThresholdDialog.VERBS,
        "laws": CoverageScreen.VERBS,
        "what if": WhatIf.VERBS,
        "preview": PreviewScreen.VERBS,
        "printing": PrintDialog.VERBS,
        "help": HelpScreen.VERBS,
        "confirm": Confirm.VERBS,
        "demo": TOUR_VERBS,
    }


def problem(keys: Keys) -> str:
    """What is wrong with these keys, in one sentence; empty when nothing is.

    A command that is not there, or one key for two commands of one screen.
    """
    screens = commands_by_screen()
    known = {command.id for verbs in screens.values() for command in verbs}
    for wanted in keys:
        if wanted not in known:
            near = get_close_matches(wanted, known, 1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            return f'The settings file gives keys to "{wanted[:40]}", which is no command.{hint}'
    for name, verbs in screens.items():
        holder: dict[str, str] = {}
        for command in verbs:
            for key in keys.get(command.id, ",".join(command.keys)).split(","):
                other = holder.setdefault(key, command.id)
                if key and other != command.id and (command.id in keys or other in keys):
                    return (
                        f'The settings file makes "{key}" the key of both {other} and {command.id} ({name}).'
                    )
    return ""
