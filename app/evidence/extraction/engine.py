"""PDFium's functions, as few as reading a text takes.

The package's own bindings declare its several hundred functions one by one, which takes longer than reading thirty
pages. The library is the one that comes with `pypdfium2`; the names are PDFium's own.
"""
# `pathlib` would be a tenth of what the child process takes to start.
# ruff: noqa: PTH112, PTH113, PTH118, PTH208

from __future__ import annotations

import os
import sys
from ctypes import CDLL, Structure, c_char_p, c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p
from typing import Any, Final

_PACKAGE: Final = "pypdfium2_raw"
FORMTYPE_NONE: Final = 0
ERR_PASSWORD: Final = 4
ERR_SECURITY: Final = 5
ANNOT_FREETEXT: Final = 3
ANNOT_WIDGET: Final = 20
ANNOT_FLAG_HIDDEN: Final = 1 << 1
FIELD_CHECKBOX: Final = 2
FIELD_RADIOBUTTON: Final = 3
FIELD_COMBOBOX: Final = 4
FIELD_LISTBOX: Final = 5
FIELD_TEXTFIELD: Final = 6


class LibraryConfig(Structure):
    """Settings of the library, version 2."""

    _fields_ = (
        ("version", c_int),
        ("user_font_paths", c_void_p),
        ("isolate", c_void_p),
        ("v8_embedder_slot", c_uint),
        ("unused", c_void_p * 8),
    )


class FormFillInfo(Structure):
    """What a form may call back, version 2: nothing. There is room for more than the library looks at."""

    _fields_ = (("version", c_int), ("calls", c_void_p * 127))


class Box(Structure):
    """A rectangle in points, from the page's lower left corner."""

    _fields_ = (("left", c_float), ("top", c_float), ("right", c_float), ("bottom", c_float))


def _folder() -> str:
    """The folder of packages that holds PDFium's; the working folder where none does."""
    return next((path for path in sys.path if os.path.isdir(os.path.join(path, _PACKAGE))), os.curdir)


def _library() -> CDLL:
    name = {"win32": "pdfium.dll", "darwin": "libpdfium.dylib"}.get(sys.platform, "libpdfium.so")
    file = os.path.join(_folder(), _PACKAGE, name)
    if os.path.isfile(file):
        return CDLL(file)
    # The package of a Linux distribution or of conda keeps the library elsewhere and knows where.
    from pypdfium2_raw import bindings

    library: CDLL = bindings._libs["pdfium"]  # noqa: SLF001 - it has no public name
    return library


_LIBRARY: Final = _library()


def _function(name: str, result: Any, *arguments: Any) -> Any:
    # A function object of our own: the bindings, where they are loaded too, keep theirs as they declared it.
    function = _LIBRARY[name]
    function.restype, function.argtypes = result, arguments
    return function


_P: Final = c_void_p
InitLibraryWithConfig: Final = _function("FPDF_InitLibraryWithConfig", None, _P)
LoadMemDocument64: Final = _function("FPDF_LoadMemDocument64", _P, _P, c_size_t, c_char_p)
GetLastError: Final = _function("FPDF_GetLastError", c_ulong)
GetPageCount: Final = _function("FPDF_GetPageCount", c_int, _P)
GetMetaText: Final = _function("FPDF_GetMetaText", c_ulong, _P, c_char_p, _P, c_ulong)
GetSignatureCount: Final = _function("FPDF_GetSignatureCount", c_int, _P)
GetFormType: Final = _function("FPDF_GetFormType", c_int, _P)
InitFormFillEnvironment: Final = _function("FPDFDOC_InitFormFillEnvironment", _P, _P, _P)
LoadPage: Final = _function("FPDF_LoadPage", _P, _P, c_int)
ClosePage: Final = _function("FPDF_ClosePage", None, _P)
GetPageHeight: Final = _function("FPDF_GetPageHeightF", c_float, _P)
OnAfterLoadPage: Final = _function("FORM_OnAfterLoadPage", None, _P, _P)
LoadText: Final = _function("FPDFText_LoadPage", _P, _P)
CloseText: Final = _function("FPDFText_ClosePage", None, _P)
CountChars: Final = _function("FPDFText_CountChars", c_int, _P)
GetText: Final = _function("FPDFText_GetText", c_int, _P, c_int, c_int, _P)
GetCharIndex: Final = _function("FPDFText_GetCharIndexFromTextIndex", c_int, _P, c_int)
GetLooseCharBox: Final = _function("FPDFText_GetLooseCharBox", c_int, _P, c_int, _P)
GetCharOrigin: Final = _function("FPDFText_GetCharOrigin", c_int, _P, c_int, _P, _P)
GetFontInfo: Final = _function("FPDFText_GetFontInfo", c_ulong, _P, c_int, _P, c_ulong, _P)
IsGenerated: Final = _function("FPDFText_IsGenerated", c_int, _P, c_int)
CountRects: Final = _function("FPDFText_CountRects", c_int, _P, c_int, c_int)
GetRect: Final = _function("FPDFText_GetRect", c_int, _P, c_int, _P, _P, _P, _P)
GetAnnotCount: Final = _function("FPDFPage_GetAnnotCount", c_int, _P)
GetAnnot: Final = _function("FPDFPage_GetAnnot", _P, _P, c_int)
CloseAnnot: Final = _function("FPDFPage_CloseAnnot", None, _P)
GetSubtype: Final = _function("FPDFAnnot_GetSubtype", c_int, _P)
GetAnnotRect: Final = _function("FPDFAnnot_GetRect", c_int, _P, _P)
GetAnnotString: Final = _function("FPDFAnnot_GetStringValue", c_ulong, _P, c_char_p, _P, c_ulong)
GetAnnotFlags: Final = _function("FPDFAnnot_GetFlags", c_int, _P)
GetFieldType: Final = _function("FPDFAnnot_GetFormFieldType", c_int, _P, _P)
GetFieldValue: Final = _function("FPDFAnnot_GetFormFieldValue", c_ulong, _P, _P, _P, c_ulong)
IsChecked: Final = _function("FPDFAnnot_IsChecked", c_int, _P, _P)


def package() -> str:
    """The package that the library comes with, and its version: `pypdfium2 5.15.2`."""
    # From the folder's name: asking `importlib.metadata` costs as much as reading ten pages.
    for name in os.listdir(_folder()):
        if name.startswith("pypdfium2-") and name.endswith(".dist-info"):
            return f"pypdfium2 {name.removesuffix('.dist-info').partition('-')[2]}"
    return "pypdfium2"
