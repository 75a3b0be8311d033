"""How well suggestions find the right passage: labelled documents, each assessed by itself.

    python -m benchmarks.suggestions [FOLDER ...] [--misses]

A folder holds documents and a `labels.json`: by file and subject the words of each right passage, or an empty list
where the document is silent on it. Without a folder, the labelled documents of the tests are measured.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.evidence.details import Details
from app.evidence.extraction.opening import read_file
from app.evidence.extraction.process import extract
from app.evidence.model import Suggestions
from app.review import Library

LABELLED = Path(__file__).parent.parent / "tests" / "evidence" / "labelled"

QUESTIONS = {
    "ownership": "ferpa.ownership",
    "purpose": "ferpa.purpose",
    "parent_access": "ferpa.review_correct",
    "data_collected": "data.elements",
    "student_login": "thirdparty.signin",
    "subprocessors": "thirdparty.register",
    "subprocessor_contracts": "thirdparty.agreements",
    "sale": "sopipa.no_sale",
    "targeted_ads": "sopipa.no_targeted_ads",
    "profiling": "sopipa.no_profiling",
    "encryption_transit": "security.encryption.in_transit",
    "encryption_rest": "security.encryption.at_rest",
    "data_center": "security.hosting",
    "location": "security.location",
    "access_control": "security.personnel.access",
    "background_checks": "security.personnel.background_checks",
    "training": "security.personnel.training",
    "audit": "audit.lea_right",
    "incident_plan": "breach.plan",
    "breach_notice": "breach.notify",
    "breach_deadline": "breach.deadline",
    "deletion": "deletion.on_request",
    "retention": "deletion.schedule",
    "deidentified_use": "research.deidentified_use",
    "policy_changes": "ferpa.change_notice",
    "coppa_consent": "coppa.consent_basis",
    "school_official": "ferpa.school_official",
    "contact": "product.contacts",
    "successor": "sopipa.successor",
    "certificates": "product.credentials",
    "law_enforcement": "ferpa.no_redisclosure",
    "gdpr": "gdpr.role_contract",
    "state_terms": "review.jurisdictions",
    "cookies": "tracking.cookies",
}
"""Question by subject of the labels."""

_WORD = re.compile(r"[^\W_]+")
_SHARE = 0.6
"""Share of a quote's words, in their order, that a passage must hold to count as the right one."""


@dataclass
class Figures:
    """What was counted over some documents."""

    addressed: int = 0
    first: int = 0
    third: int = 0
    yes: list[float] = field(default_factory=list)
    """Confidence where the document speaks to the subject."""
    no: list[float] = field(default_factory=list)
    """Confidence where it is silent."""

    def auc(self) -> float:
        """The chance that a subject addressed has a higher confidence than one that is not."""
        pairs = [(a > b) + 0.5 * (a == b) for a in self.yes for b in self.no]
        return sum(pairs) / len(pairs) if pairs else float("nan")

    def __str__(self) -> str:
        """One line."""
        count = max(self.addressed, 1)
        return (
            f"{self.addressed:4} addressed, {len(self.no):4} silent: first {self.first / count:6.1%}, "
            f"among three {self.third / count:6.1%}, AUC {self.auc():.3f}"
        )


def words(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return _WORD.findall(re.sub(r"(?<=[a-z])-\s*\n\s*(?=[a-z])", "", text).casefold())


def holds(passage: str, quote: str) -> bool:
    """Whether a passage holds most of a quote's words in their order, or is itself a good part of the quote."""
    there, wanted = words(passage), words(quote)
    if not wanted:
        return False
    best = _run(there, wanted)
    return best >= _SHARE * len(wanted) or (len(there) >= 6 and best >= 0.9 * len(there))


def _run(there: list[str], wanted: list[str]) -> int:
    """Words of the longest common run, small interruptions allowed."""
    from difflib import SequenceMatcher

    blocks = SequenceMatcher(None, there, wanted, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 1)


def labelled(folder: Path) -> Iterator[tuple[Path, dict[str, list[str]]]]:
    """The documents of a folder with their labels."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    for name, by_subject in sorted(labels.items()):
        yield folder / name, by_subject


def suggestions_for(path: Path, library: Library, number: int) -> dict[str, Suggestions]:
    """What is suggested for each subject when the document is the only one of its assessment."""
    review = library.create(f"Vendor {number}", slug=f"vendor-{number}")
    read = read_file(path)
    extracted = extract(read)
    assert extracted is not None
    for _ in review.evidence.keep(read, extracted):
        pass
    review.evidence.enter(read, Details())
    return {subject: review.evidence.suggest(question, 5) for subject, question in QUESTIONS.items()}


def measure(folders: list[Path], *, misses: bool) -> tuple[Figures, dict[str, Figures], dict[str, Figures]]:
    """Count over all documents of the folders: in all, by subject, by document."""
    total, by_subject, by_file = Figures(), {s: Figures() for s in QUESTIONS}, {}
    with tempfile.TemporaryDirectory() as place, Library.open(Path(place) / "labelled.db") as library:
        for number, (path, labels) in enumerate(entry for folder in folders for entry in labelled(folder)):
            found = suggestions_for(path, library, number)
            by_file[path.name] = Figures()
            for subject, quotes in labels.items():
                kept = (total, by_subject[subject], by_file[path.name])
                one = found[subject]
                ranks = [n for n, s in enumerate(one.found) if any(holds(s.text, quote) for quote in quotes)]
                for figures in kept:
                    if quotes:
                        figures.addressed += 1
                        figures.first += ranks[:1] == [0]
                        figures.third += bool(ranks) and ranks[0] < 3
                        figures.yes.append(one.confidence)
                    else:
                        figures.no.append(one.confidence)
                if misses:
                    _tell_miss(path, subject, quotes, one, ranks)
    return total, by_subject, by_file


def _tell_miss(path: Path, subject: str, quotes: list[str], one: Suggestions, ranks: list[int]) -> None:
    if quotes and ranks[:1] != [0]:
        at = f"at {ranks[0] + 1}" if ranks else "not found"
        print(f"\n== {path.name} {subject}: {at}, confidence {one.confidence}\n   wanted: {quotes[0][:220]}")
        for s in one.found[:2]:
            print(
                f"   {s.score} [{s.context[-80:]}] {' '.join(s.text.split())[:200]} ({', '.join(s.terms[:8])})"
            )
    elif not quotes and one.outcome.value == "found":
        s = one.found[0]
        print(f"\n-- {path.name} {subject}: SILENT, confidence {one.confidence}")
        print(f"   {s.score} [{s.context[-80:]}] {' '.join(s.text.split())[:200]} ({', '.join(s.terms[:8])})")


def main(arguments: list[str]) -> None:
    """Measure and print."""
    folders = [Path(a) for a in arguments if not a.startswith("-")] or [
        LABELLED / "tune",
        LABELLED / "unseen",
    ]
    for folder in folders if len(folders) > 1 else ():
        print(f"{folder.name:24} {measure([folder], misses=False)[0]}")
    total, by_subject, by_file = measure(folders, misses="--misses" in arguments)
    if "--quiet" not in arguments:
        print()
        for subject, figures in sorted(by_subject.items(), key=lambda e: e[1].third - e[1].addressed):
            print(f"{subject:24} {figures}")
        print()
        for name, figures in by_file.items():
            print(f"{name:36.36} {figures}")
    print(f"\n{'all':24} {total}")


if __name__ == "__main__":
    main(sys.argv[1:])
