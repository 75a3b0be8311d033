"""Where the profile prints what is not a sentence: registers as tables, and facts of fixed blocks."""

from __future__ import annotations

from collections.abc import Mapping

from app.assessment.documents import REGISTER

TABLES: Mapping[str, str] = {
    "product.overview.features": "P2",
    "product.contacts": "P6",
    "product.credentials": "P7.3 and P16",
    "security.hosting": "P7.3",
    "thirdparty.register": "P12",
    "data.elements": "P13",
    "data.sensitive.purpose_each": "P13",
    "nh.teacher_data.elements": "P13",
    "law.claims": "P16",
    "signoff.signers": "P18",
    REGISTER: "P19",
}
"""Section by register."""

FACTS: Mapping[str, tuple[str, str]] = {
    "review.reviewer": ("P1", "Reviewer"),
    "product.name": ("P2", "Product"),
    "product.name.modules": ("P2", "Modules or versions"),
    "product.name.aliases": ("P2", "Other names"),
    "product.name.url": ("P2", "Address of the product"),
    "product.name.app_ids": ("P2", "App identifiers"),
    "product.operator": ("P2", "Operator"),
    "product.overview": ("P2", "What it does"),
    "signoff.conclusion": ("P0", "Conclusion"),
}
"""Section and label by question whose answer stands in a block of facts."""
