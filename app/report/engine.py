"""The one place that imports reportlab.

reportlab runs Python files it happens to find: `reportlab_settings` and `reportlab_mods` anywhere on the import
path (the folder the program was started in, for one), `.reportlab_settings` and `.reportlab_mods` in the home
folder; and it lets `RL_...` environment variables change how it draws. A folder of vendor files must not be able
to run code here, and the same profile must give the same bytes everywhere. So empty modules stand in for the
first two before reportlab is imported (it then looks no further), the variables are held back while it loads,
and every setting that can reach the page is given its value here.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

for _planted in ("reportlab_settings", "reportlab_mods"):
    sys.modules[_planted] = ModuleType(_planted)

_SETTINGS: dict[str, Any] = {
    "invariant": 1,
    "pageCompression": 1,
    "useA85": 0,
    "ttfAsciiReadable": 1,
    "pdfComments": 0,
    "pdfMultiLine": 0,
    "verbose": 0,
    "debug": 0,
    "showBoundary": 0,
    "shapeChecking": 1,
    "warnOnMissingFontGlyphs": 0,
    "documentLang": None,
    "std14Embed": False,
    # None trusts no host at all; nothing here ever asks for one.
    "trustedHosts": None,
    "trustedSchemes": [],
    "toColorCanUse": "rl_extended_literal_eval",
    "canvas_baseColor": None,
    "T1SearchPath": [],
    "TTFSearchPath": [],
    "CMapSearchPath": [],
    "allowTableBoundsErrors": 1,
    "overlapAttachedSpace": 1,
    "paraFontSizeHeightOffset": 0,
    "spaceShrinkage": 0.05,
    "hyphenationLang": "",
    "_FUZZ": 1e-6,
}


def _load_settings() -> None:
    held = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("RL_")}
    try:
        settings = import_module("reportlab.rl_config")
    finally:
        os.environ.update(held)
    for name, value in _SETTINGS.items():
        setattr(settings, name, value)


_load_settings()

from reportlab.lib.colors import Color  # noqa: E402
from reportlab.lib.styles import ParagraphStyle  # noqa: E402
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth  # noqa: E402
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402
from reportlab.platypus import (  # noqa: E402
    ActionFlowable,
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

__all__ = [
    "ActionFlowable",
    "BaseDocTemplate",
    "Canvas",
    "Color",
    "CondPageBreak",
    "Flowable",
    "Frame",
    "HRFlowable",
    "NextPageTemplate",
    "PageBreak",
    "PageTemplate",
    "Paragraph",
    "ParagraphStyle",
    "Spacer",
    "TTFont",
    "Table",
    "registerFont",
    "stringWidth",
]
