"""The version of an assessment: a digest of what a profile of it can say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from app.assessment.answer import UNANSWERED, Answers, Assessment
from app.assessment.findings import Disposition, Names
from app.assessment.journal import citation_to_json, raised_to_json, searched_to_json
from app.assessment.path import Path
from app.assessment.values import to_data

SIGNATURES = ("signoff.accuracy", "signoff.signers")
"""Questions about who signs this version. A version that its own signature changed could never be signed."""


def version(
    assessment: Assessment,
    answers: Answers,
    path: Path,
    dispositions: Mapping[str, Disposition] | None = None,
    names: Names | None = None,
) -> str:
    """SHA-256 (hex) over vendor, product, pack, every answer in force, and what was recorded about findings.

    Notes, flags and times are left out: they change nothing that a profile says. So are the signatures
    given to this version. The same answers give the same digest in every database.
    """
    said: dict[str, object] = {
        "vendor": assessment.vendor,
        "product": assessment.product,
        "pack": [assessment.pack_id, assessment.pack_version],
        "answers": {
            item: [
                answer.state.value,
                to_data(answer.value),
                answer.reason,
                [citation_to_json(c) for c in answer.citations],
                *([searched_to_json(answer.searched)] if answer.searched else []),
                *([answer.reopened] if answer.reopened else []),
            ]
            for item in path.items
            if not item.startswith(SIGNATURES) and (answer := answers.get(item, UNANSWERED)) is not UNANSWERED
        },
    }
    if dispositions:
        said["findings"] = {
            key: [one.state.value, one.reason, one.owner, one.due, raised_to_json(one.raised)]
            for key, one in dispositions.items()
        }
    if names:
        said["names"] = sorted([*key, same] for key, same in names.items())
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "replace")).hexdigest()
