"""An open database with its assessments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Self

from app.assessment.answer import Assessment
from app.assessment.case import Case, JudgeSettings
from app.assessment.journal import Change, ChangeKind, fold
from app.assessment.path import PathFinder
from app.assessment.progress import progress
from app.assessment.slug import slug_for
from app.assessment.summary import summarise
from app.assessment.values import LONGEST_NAME, clean
from app.questionnaire import Pack, from_dict, installed_packs, load_installed, to_dict
from app.questionnaire.rules import Rulebook
from app.review.answering import given_body
from app.review.assessing import Review
from app.review.settling import SETTINGS, read_settings, written_settings
from app.review.view import Refused, Unknown, Unwritable, checked_slug, utc_now
from app.store.errors import Damaged, NotFound, StoreError

if TYPE_CHECKING:
    from app.assessment.judge import Judge
    from app.exchange.portable import Portable
    from app.store.repository import LibraryRow, Store


_OUTDATED = "judgement.outdated"
"""Key of the setting that holds the settings by which the rows of the library have yet to be judged; empty once they are."""


class Library:
    """An open database with its assessments."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = utc_now) -> None:
        """Takes an open store; `Library.open` opens one."""
        self._store = store
        self._clock = clock
        self._packs: dict[str, Pack] = {}
        self._installed: dict[str, Pack] = {}
        self._judges: dict[str, Judge] = {}

    @classmethod
    def open(
        cls, path: FilePath, *, read_only: bool = False, clock: Callable[[], datetime] = utc_now
    ) -> Self:
        """Open the database at `path`, made new where there is none. Raises `StoreError`."""
        from app.store.repository import Store  # 0.5 s of SQLModel, after the first frame

        return cls(Store.open(path, read_only=read_only, clock=clock), clock)

    def close(self) -> None:
        """Close the database; everything is on disk already."""
        self._store.close()

    def __enter__(self) -> Self:
        """For `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes."""
        self.close()

    @property
    def path(self) -> FilePath:
        """The database file."""
        return self._store.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._store.read_only

    @property
    def notice(self) -> str:
        """What the reviewer should know about the file (who holds it, a network disk); often empty."""
        return self._store.notice

    @property
    def store(self) -> Store:
        """The store, for exchange and maintenance verbs."""
        return self._store

    def rows(self, *, deleted: bool = False) -> list[LibraryRow]:
        """Every assessment with its summary, last changed first."""
        return self._store.library(deleted=deleted)

    def setting(self, key: str) -> str:
        """A remembered setting; empty where none was kept."""
        return self._store.setting(key) or ""

    def remember(self, key: str, text: str) -> None:
        """Keep a setting. Does nothing where nothing can be written: a setting is a convenience."""
        if not self.read_only:
            self._store.set_setting(key, text)

    def installed_pack(self, pack_id: str = "k12") -> Pack:
        """The pack that came with the program. Raises `PackError` where there is none of this id."""
        if pack_id not in self._installed:
            pack = load_installed(pack_id)
            self._installed[pack_id] = self._packs[pack.sha256] = pack
        return self._installed[pack_id]

    def create(
        self,
        vendor: str,
        product: str = "",
        *,
        slug: str = "",
        reviewer: Mapping[str, str] | None = None,
        jurisdictions: Sequence[str] = (),
    ) -> Review:
        """A new assessment against the installed pack, with what is known already answered.

        `reviewer` holds fields of `review.reviewer`. One transaction. Raises `Refused` for an empty or overlong name or a
        slug that is malformed or taken.
        """
        self._writable()
        vendor, product = self._name(vendor, "vendor"), self._name(product or vendor, "product")
        taken = {row.assessment.slug for deleted in (False, True) for row in self.rows(deleted=deleted)}
        if slug and checked_slug(slug) in taken:
            raise Refused(f'There is an assessment "{slug}" already; choose another slug.')
        pack, now = self.installed_pack(), self._clock()
        known = {
            "product.name": product,
            "review.reviewer": reviewer,
            "review.jurisdictions": list(jurisdictions),
        }
        by = (reviewer or {}).get("name", "")
        changes = [
            Change(0, question, ChangeKind.SET, given_body(pack.by_id[question], value), now, by)
            for question, value in known.items()
            if value
        ]
        assessment = Assessment(
            0,
            slug or slug_for(vendor, product, taken),
            vendor,
            product,
            pack.id,
            pack.version,
            pack.sha256,
            now,
            now,
        )
        stored = self.add_whole(assessment, pack, changes)
        return Review(self._store, stored, pack, self._clock, by=by, rulebook=lambda: self._rulebook_of(pack))

    def _name(self, text: str, what: str) -> str:
        name = " ".join(clean(text).split())
        if not name:
            raise Refused(f"The {what} needs a name.")
        if len(name) > LONGEST_NAME:
            raise Refused(f"The {what}'s name has {len(name)} characters; {LONGEST_NAME} is the most.")
        return name

    def review(self, slug: str) -> Review:
        """Open the assessment of this slug. Raises `StoreError` where there is none."""
        assessment = self._store.find(slug)
        pack = self._pack_of(assessment)
        return Review(
            self._store,
            assessment,
            pack,
            self._clock,
            by=self.setting("reviewer"),
            terms=lambda: self._terms_of(pack),
            rulebook=lambda: self._rulebook_of(pack),
        )

    def _terms_of(self, pack: Pack) -> Pack:
        """The pack whose search terms serve this one: better terms find evidence for old assessments too."""
        if pack.id in installed_packs():
            return self.installed_pack(pack.id)
        return pack

    def _judge_of(self, pack: Pack) -> Judge:
        from app.assessment.judge import Judge

        if pack.sha256 not in self._judges:
            self._judges[pack.sha256] = Judge(pack, self._rulebook_of(pack))
        return self._judges[pack.sha256]

    @staticmethod
    def _rulebook_of(pack: Pack) -> Rulebook:
        """The rules that judge assessments of this pack: those installed, whatever wording was answered."""
        from app.questionnaire.rulebook import load_rulebook

        return load_rulebook(pack.id) if pack.id in installed_packs() else Rulebook("")

    def judge_settings(self) -> JudgeSettings:
        """What this district asks beyond the pack."""
        return read_settings(self.setting(SETTINGS))

    def thresholds(self, pack_id: str = "k12") -> Mapping[str, tuple[float, float]]:
        """The thresholds of the tiers by name: what counts here, and what the questionnaire alone asks."""
        from app.assessment.tiers import threshold_values

        return threshold_values(self._rulebook_of(self.installed_pack(pack_id)), self.judge_settings())

    def set_judge_settings(self, settings: JudgeSettings, pack_id: str = "k12") -> None:
        """Ask more than the pack does. Raises `Refused` for a threshold lowered or unknown, or what can be no gate.

        The rows of the library show what was judged before until `judge_rows` has run.
        """
        from app.assessment.tiers import settings_faults

        self._writable()
        pack = self.installed_pack(pack_id)
        if faults := settings_faults(pack, self._rulebook_of(pack), settings):
            raise Refused(faults[0])
        written = written_settings(settings)
        if written == written_settings(self.judge_settings()):
            return
        self._store.set_setting(_OUTDATED, written)  # first: a row that is judged once too often does no harm
        self._store.set_setting(SETTINGS, written)

    def unjudged(self, rows: Sequence[LibraryRow] | None = None) -> tuple[Assessment, ...]:
        """The assessments whose row is not what they would be judged to be now; `rows` as they were just read.

        All of them after the settings changed, else those from a database of before there were rules.
        """
        every = bool(self.setting(_OUTDATED))
        return tuple(
            row.assessment
            for row in (self.rows() if rows is None else rows)
            if row.summary.answered and (every or not row.summary.findings)
        )

    def judge_rows(
        self,
        tell: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Judge those assessments, each in a transaction of its own; the number of rows that were written.

        May run in a thread. `tell` is given how many are done and of how many; `cancelled` is asked before each. An
        assessment that is answered meanwhile keeps the row that its answer brought. One that cannot be judged keeps
        the row it has. Raises what the store can raise, and `Unwritable`.
        """
        self._writable()
        outdated, waiting, written = self.setting(_OUTDATED), self.unjudged(), 0
        for number, assessment in enumerate(waiting):
            if cancelled is not None and cancelled():
                return written
            if tell is not None:
                tell(number, len(waiting))
            try:
                head = self._store.head_sha256(assessment.id)
                summary = self.review(assessment.slug).summary()
                written += self._store.summarise(assessment.id, summary, head_sha256=head)
            except (NotFound, Damaged):
                continue  # put away meanwhile, or for the doctor to tell
            except StoreError:
                raise
            except Exception:  # noqa: BLE001, S112 - one that cannot be judged says so when it is opened
                continue
        if outdated and self.setting(_OUTDATED) == outdated:
            self._store.set_setting(_OUTDATED, "")
        return written

    def _pack_of(self, assessment: Assessment) -> Pack:
        if assessment.pack_sha256 not in self._packs:
            self._packs[assessment.pack_sha256] = from_dict(self._store.pack_content(assessment.pack_sha256))
        return self._packs[assessment.pack_sha256]

    def delete(self, slug: str) -> None:
        """Put an assessment away; `undelete` brings it back whole."""
        self._writable()
        self._store.delete(self._store.find(slug).id)

    def undelete(self, slug: str) -> None:
        """Bring a deleted assessment back."""
        self._writable()
        for row in self.rows(deleted=True):
            if row.assessment.slug == slug:
                self._store.undelete(row.assessment.id)
                return
        raise Unknown(f'There is no deleted assessment "{slug}".')

    # --- whole assessments -----------------------------------------------------------------------------

    def add_whole(self, assessment: Assessment, pack: Pack, changes: Sequence[Change]) -> Assessment:
        """Store a whole assessment with its changes in one transaction (import).

        Raises `Refused` where nothing can be written, `StoreError` for a slug that is taken.
        """
        self._writable()
        folded = fold(changes)
        path = PathFinder(pack).find(folded.answers)
        done = progress(pack, path, folded.answers)
        case = Case(
            assessment,
            folded.answers,
            path,
            done,
            self._clock().astimezone().date(),
            folded.findings,
            folded.names,
            settings=self.judge_settings(),
        )
        judgement = self._judge_of(pack).judge(case)
        summary = summarise(pack, folded, path, done, judgement)
        return self._store.add_whole(assessment, to_dict(pack), changes, summary)

    def add_portables(self, portables: Mapping[str, Portable]) -> list[Assessment]:
        """Store what was read from portable files, by the name of the file; each in one transaction.

        Nothing is stored where a slug is taken, or used by two of the files: `Refused`.
        """
        self._writable()
        taken = {row.assessment.slug for row in self.rows()}
        for name, portable in portables.items():
            slug = portable.assessment.slug
            if slug in taken:
                raise Refused(
                    f'{name}: there is an assessment "{slug}" already; import it under another name '
                    "with --as SLUG. Nothing was imported."
                )
            taken.add(slug)
        return [self.add_whole(one.assessment, one.pack, one.changes) for one in portables.values()]

    # --- inside ----------------------------------------------------------------------------------------

    def _writable(self) -> None:
        if self.read_only:
            raise Unwritable(self.notice)
