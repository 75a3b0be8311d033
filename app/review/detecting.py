"""Detectors over the documents of one assessment: run once for every document, kept, and sifted against the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.assessment.answer import UNANSWERED, Answers, Assessment, Value
from app.assessment.documents import read_documents
from app.assessment.findings import Broken, Detected
from app.assessment.path import Path
from app.assessment.values import rows_of, to_text
from app.evidence.companies import company_key
from app.evidence.detectors import shared_text
from app.evidence.detectors.catalogue import DETECTORS, SHARED_TEXT, digest
from app.evidence.detectors.detector import Context, Detector, Resting, Scanned, key_text, own_keys
from app.evidence.detectors.hits import Hit, from_data, to_data
from app.evidence.detectors.reading import Reading
from app.questionnaire.model import Pack
from app.questionnaire.rules import Rulebook
from app.store.errors import NotFound, StoreError

if TYPE_CHECKING:
    from app.review.shelf import Held, Shelf
    from app.review.view import View
    from app.store.repository import Store

_FINGERPRINTS = "fingerprints"
"""Under this name the fingerprints of a document are kept; what they led to, under the detector's own."""
_NAMES: Mapping[str, tuple[str, ...]] = {
    "thirdparty.register": ("name", "service"),
    "security.hosting": ("provider", "service"),
    "product.credentials": ("credential", "issuer"),
    "signoff.signers": ("name", "organisation"),
    "product.contacts": ("name", "organisation"),
    "review.documents": ("issuer",),
}
"""Registers and their columns that name companies and people."""
_KNOWN_ANSWERS = ("thirdparty.signin", "review.reviewer")
_OWN_ANSWERS = ("product.name", "product.name.aliases", "product.name.modules")
_READ = (*_NAMES, *_KNOWN_ANSWERS, *_OWN_ANSWERS, "product.operator", "review.jurisdictions")
"""What sifting reads of the answers, besides their citations."""

Hits = tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Failed:
    """A detector that broke on a document."""

    why: str


@dataclass(frozen=True, slots=True)
class _OnRegister:
    """A document as the register has it."""

    id: str
    sha256: str
    kind: str
    title: str
    by_vendor: bool


class Detecting:
    """The detectors of one open assessment."""

    def __init__(
        self,
        shelf: Shelf,
        store: Store,
        book: Callable[[], Rulebook],
        view: Callable[[], View],
        detectors: Mapping[str, Detector] = DETECTORS,
    ) -> None:
        """`book` and `view` give the rulebook and the view as they are now; only detectors that a rule names are run."""
        self._shelf = shelf
        self._store = store
        self._book_of = book
        self._view = view
        self._all = detectors
        self._kept: dict[str, dict[tuple[str, str], Hits | _Failed]] = {}
        """What is kept of each document, by its hash."""
        self._in_use: Mapping[str, tuple[str, ...]] | None = None
        self._sifted: (
            tuple[tuple[Any, ...], tuple[Any, ...], tuple[Detected, ...], tuple[Broken, ...]] | None
        ) = None

    @cached_property
    def _book(self) -> Rulebook:
        return self._book_of()

    @cached_property
    def _rules(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the rules that name a detector, by its name."""
        found: dict[str, list[str]] = {}
        for rule in self._book.rules:
            if rule.detector:
                found.setdefault(rule.detector, []).append(rule.id)
        return {name: tuple(rules) for name, rules in found.items()}

    @cached_property
    def _detectors(self) -> tuple[tuple[Detector, str], ...]:
        """Those that a rule names, each with the digest of what it depends on."""
        return tuple((one, digest(one, self._book)) for name, one in self._all.items() if name in self._rules)

    # --- scanning --------------------------------------------------------------------------------------

    def pending(self) -> int:
        """How many documents have not been looked at with the present tables; reads what is kept, scans nothing."""
        return sum(bool(self._missing(one.attachment.sha256)) for one in self._documents() if one.attachment)

    def detect(
        self,
        tell: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> bool:
        """Scan the documents that were not scanned with the present tables; whether there is anything new.

        May run in a thread: it reads and writes the database a short transaction at a time, and nothing of what it
        keeps in memory is changed but by adding to it. `tell` is given the share done, 0 to 1; `cancelled` is asked
        between detectors. What breaks one detector on one document is kept as that and told by `broken`. In a database
        that is open for reading only what is found is used and not kept. Raises what the store can raise.
        """
        self._in_use = None
        tell = tell or _tell_nobody
        work = [
            (one, missing)
            for one in self._documents()
            if one.attachment and (missing := self._missing(one.attachment.sha256))
        ]
        steps, done, new = sum(len(missing) for _, missing in work), 0, False
        for held, missing in work:
            assert held.attachment is not None  # noqa: S101 - told to the type checker
            sha256 = held.attachment.sha256
            try:
                reading = self._reading(sha256, held.attachment.pages)
                for detector, key in missing:
                    if cancelled is not None and cancelled():
                        return new
                    tell(done / steps)
                    self._keep(sha256, key, self._scanned(detector, reading, sha256))
                    new, done = True, done + 1
            except NotFound:
                continue  # removed while it was being read
        tell(1.0)
        return new

    def _missing(self, sha256: str) -> list[tuple[Detector, tuple[str, str]]]:
        """The detectors that have not seen a document, with the key under which it will be kept."""
        kept = self._of(sha256)
        return [
            (one, key)
            for one, made_of in self._detectors
            if (key := self._key(one, made_of, sha256)) not in kept
        ]

    def _key(self, detector: Detector, made_of: str, sha256: str) -> tuple[str, str]:
        if detector.name != SHARED_TEXT:
            return detector.name, made_of
        # what documents share depends on which there are
        return detector.name, digest(detector, self._book, *sorted(self._others(sha256)))

    def _others(self, sha256: str) -> list[str]:
        return [other for other in self._used() if other != sha256]

    def _used(self) -> Mapping[str, tuple[str, ...]]:
        if self._in_use is None:
            self._in_use = self._store.documents_in_use()
        return self._in_use

    def _documents(self) -> tuple[Held, ...]:
        return self._shelf.searched_documents()

    def _reading(self, sha256: str, pages: Sequence[int]) -> Reading:
        return Reading(self._store.document_text(sha256), self._store.passages(sha256), pages)

    def _scanned(self, detector: Detector, reading: Reading, sha256: str) -> Hits | _Failed:
        try:
            if detector.name == SHARED_TEXT:
                return self._shared(detector, reading, sha256)
            return tuple(detector.scan(reading, self._book))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one detector that breaks must not keep the others from being run
            return _Failed(_told(error))

    def _shared(self, detector: Detector, reading: Reading, sha256: str) -> Hits:
        others = [(other, self._prints(detector, other)) for other in self._others(sha256)]
        mine = self._prints(detector, sha256, reading)
        found: list[Hit] = []
        for other in shared_text.candidates(mine, others):
            stored = self._store.document(other)
            if stored is not None:
                found += shared_text.shared(reading, self._reading(other, stored.pages), other)
        return tuple(found)

    def _prints(self, detector: Detector, sha256: str, reading: Reading | None = None) -> frozenset[str]:
        """The fingerprints of a document, kept once they are taken."""
        key = (_FINGERPRINTS, digest(detector, self._book))
        kept = self._of(sha256).get(key)
        if not isinstance(kept, tuple):
            if reading is None:
                stored = self._store.document(sha256)
                if stored is None:
                    return frozenset()
                reading = self._reading(sha256, stored.pages)
            kept = tuple(detector.scan(reading, self._book))
            self._keep(sha256, key, kept)
        return shared_text.prints_of(kept)

    # --- what is kept ----------------------------------------------------------------------------------

    def _of(self, sha256: str) -> dict[tuple[str, str], Hits | _Failed]:
        if sha256 not in self._kept:
            self._kept[sha256] = {
                key: one
                for key, data in self._store.detections(sha256).items()
                if (one := _read(data)) is not None
            }
        return self._kept[sha256]

    def _keep(self, sha256: str, key: tuple[str, str], found: Hits | _Failed) -> None:
        data = {"broken": found.why} if isinstance(found, _Failed) else to_data(found)
        if not self._store.read_only:
            self._store.keep_detection(sha256, *key, data)
        self._kept[sha256] = {**self._of(sha256), key: found}

    # --- for the judge ---------------------------------------------------------------------------------

    def detected(self, answers: Answers | None = None, path: Path | None = None) -> tuple[Detected, ...]:
        """What the detectors propose for these answers (else those of the view), from what is kept; scans nothing.

        `path` says which questions are in force for them. The same object is given again as long as no answer that it
        depends on, and nothing that is kept, has changed.
        """
        view = self._view()
        answers, path = view.answers if answers is None else answers, path or view.path
        documents = self._on_register(view, answers)
        kept = tuple(self._of(one.sha256) for one in documents)
        named = tuple(answers.get(item) for item in _READ)
        cited = tuple(
            (item, answer.citations)
            for item, answer in answers.items()
            if answer.citations and item in path.in_force
        )
        made_of = (*named, *documents, *cited)
        before = self._sifted
        if before is not None and before[0] == made_of and _same(before[1], kept):
            return before[2]
        resting = tuple(
            Resting(item, citation)
            for item, citations in cited
            if item in view.pack.by_id and not _is_own(view.pack, item)
            for citation in citations
            if not citation.lost
        )
        context = context_of(view.assessment, answers, self._used(), resting)
        found, broken = self._sift(documents, context)
        self._sifted = (made_of, kept, tuple(found), tuple(broken))
        return self._sifted[2]

    def broken(self) -> tuple[Broken, ...]:
        """The rules whose detector broke on a document, as of the last `detected`, with the reason."""
        return self._sifted[3] if self._sifted is not None else ()

    def _on_register(self, view: View, answers: Answers) -> tuple[_OnRegister, ...]:
        """The documents that these answers have on the register, by hash, each once."""
        found: dict[str, _OnRegister] = {}
        for one in read_documents(answers, view.assessment.vendor, view.assessment.product):
            sha256 = one.sha256.strip().lower()
            if sha256 and sha256 not in found:
                found[sha256] = _OnRegister(one.id, sha256, one.kind, one.title, one.by_vendor)
        return tuple(found.values())

    def _sift(
        self, documents: Sequence[_OnRegister], context: Context
    ) -> tuple[list[Detected], list[Broken]]:
        found: list[Detected] = []
        broken: list[Broken] = []
        for detector, made_of in self._detectors:
            scanned, why = self._scans(detector, made_of, documents)
            try:
                found += tuple(detector.sift(detector.name, scanned, context))
            except Exception as error:  # noqa: BLE001 - as above
                why = _told(error)
            if why:
                broken += [
                    Broken(rule, f"its detector {detector.name} failed: {why}")
                    for rule in self._rules[detector.name]
                ]
        return found, broken

    def _scans(
        self, detector: Detector, made_of: str, documents: Sequence[_OnRegister]
    ) -> tuple[tuple[Scanned, ...], str]:
        """What a detector found in each document, and why it broke on one."""
        scanned, why = [], ""
        for one in documents:
            kept = self._of(one.sha256).get(self._key(detector, made_of, one.sha256))
            if isinstance(kept, _Failed):
                why = why or f"{kept.why} (in {one.id})"
            elif kept is not None:
                scanned.append(Scanned(one.id, one.sha256, one.kind, one.title, one.by_vendor, kept))
        return tuple(scanned), why


def context_of(
    assessment: Assessment,
    answers: Answers,
    in_use: Mapping[str, tuple[str, ...]],
    resting: tuple[Resting, ...],
) -> Context:
    """What the detectors are told of an assessment. `in_use` are the vendors that have a document, by its hash."""

    def value(item: str) -> Value:
        return answers.get(item, UNANSWERED).value

    own = [assessment.vendor, assessment.product]
    own += [part for item in _OWN_ANSWERS for part in _parts(to_text(value(item)))]
    operator = value("product.operator")
    if isinstance(operator, Mapping):
        own += [operator.get("legal_name", ""), *(_parts(operator.get("former_names", "")))]
        own.append(operator.get("parent", ""))
    known = [to_text(value(item)) for item in _KNOWN_ANSWERS]
    for register, columns in _NAMES.items():
        known += [row.cells.get(column, "") for row in rows_of(value(register)) for column in columns]
    mine = own_keys(own)
    others = {
        sha256: other
        for sha256, vendors in in_use.items()
        if (other := next((one for one in vendors if company_key(one) not in mine), ""))
    }
    reviewer, jurisdictions = value("review.reviewer"), value("review.jurisdictions")
    reviewed = reviewer.get("review_date", "") if isinstance(reviewer, Mapping) else ""
    chosen = jurisdictions if isinstance(jurisdictions, tuple) else ()
    return Context(
        own=mine,
        known=key_text(known),
        resting=resting,
        documents=tuple(
            (row.cells.get("kind", ""), row.cells.get("title", ""))
            for row in rows_of(value("review.documents"))
        ),
        jurisdictions=tuple(one for one in chosen if isinstance(one, str)),
        review_date=reviewed or assessment.changed_at.date().isoformat(),
        others=others,
    )


def _is_own(pack: Pack, item: str) -> bool:
    """Whether it is the reviewer's own statement: nothing of the vendor rests on it."""
    question = pack.by_id[item]
    return question.own or bool(question.parent and pack.by_id[question.parent].own)


def _parts(text: str) -> Iterable[str]:
    return text.replace(";", ",").split(",") if "," in text or ";" in text else (text,)


def _read(data: Any) -> Hits | _Failed | None:
    """What was kept, as values; None for what this program did not write, which is then found again."""
    try:
        return _Failed(str(data["broken"])) if isinstance(data, dict) else from_data(data)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _same(before: Sequence[Any], now: Sequence[Any]) -> bool:
    return len(before) == len(now) and all(a is b for a, b in zip(before, now, strict=True))


def _told(error: Exception) -> str:
    """An error as half a sentence."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}".rstrip(": .")


def _tell_nobody(_: float) -> None:
    """Nobody is told how much is done."""
