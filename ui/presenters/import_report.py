"""What was read of dropped files, and what has been answered about it; nothing is kept yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.concept import Edition, EditionState, RecognisedCodebook
from app.services.codebooks import CodebookDraft
from app.services.dropped_files import DroppedList
from ui.models.editions import CountRow, count_codes, count_rows, format_count
from ui.models.list_table_model import Column


@dataclass(frozen=True, slots=True)
class WantedCodebook:
    """A codebook among the files, with what was said where the files do not tell."""

    recognised: RecognisedCodebook
    version: str | None = None
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class ReadCodebook:
    """One codebook that was read, and the answers so far."""

    wanted: WantedCodebook
    draft: CodebookDraft
    answers: Mapping[str, bool] = field(default_factory=dict)

    @property
    def edition(self) -> Edition:
        """The edition that it becomes, or has become before."""
        return self.draft.edition

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The questions that stand open."""
        return tuple(q for q in self.draft.questions if q not in self.answers)

    @property
    def is_refused(self) -> bool:
        """Whether a question was answered no."""
        return not all(self.answers.values())

    @property
    def is_comparable(self) -> bool:
        """Whether it changes anything that can be looked at: it is new, with one before it."""
        return not self.draft.already_imported and self.draft.previous is not None

    @property
    def state(self) -> str:
        """How far it has come, in words."""
        if self.is_refused:
            return "Läses inte in"
        if self.unanswered:
            count = len(self.unanswered)
            return "1 fråga" if count == 1 else f"{count} frågor"
        return "Redan inläst" if self.draft.already_imported else "Klar att läsa in"

    @property
    def state_icon(self) -> str:
        """The same as an icon."""
        if self.is_refused:
            return "error"
        if self.unanswered:
            return "warning"
        return "advice" if self.draft.already_imported else "signed"

    @property
    def summary(self) -> str:
        """The sum line: how it differs from the edition before."""
        draft = self.draft
        if draft.already_imported:
            return "redan inläst, inget ändras."
        if draft.previous is None:
            return "Det finns ingen tidigare utgåva att jämföra med."
        parts = (
            _counted(draft.new, "ny", "nya"),
            _counted(draft.withdrawn, "utgången", "utgångna"),
            _counted(draft.retitled, "ändrad titel", "ändrade titlar"),
        )
        return f"{', '.join(parts)} mot {draft.previous.label}."

    def answer(self, question: str, *, yes: bool) -> ReadCodebook:
        """Return it with a question answered."""
        return replace(self, answers={**self.answers, question: yes})

    def counts(self) -> list[CountRow]:
        """Return the counts beside those of the edition before."""
        tops = {c.code: c.title for c in self.draft.concepts if c.parent is None}
        return count_rows(self.edition, self.draft.previous, tops)


@dataclass(frozen=True, slots=True)
class ImportReportState:
    """All that was dropped at once, read and looked at."""

    codebooks: tuple[ReadCodebook, ...] = ()
    #: Lists that are read in together with the codebooks.
    lists: tuple[DroppedList, ...] = ()
    #: Sentences about what could not be read or was not used.
    remarks: tuple[str, ...] = ()

    def replace(self, position: int, codebook: ReadCodebook) -> ImportReportState:
        """Return the state with another codebook in a place."""
        changed = list(self.codebooks)
        changed[position] = codebook
        return replace(self, codebooks=tuple(changed))

    def answer(self, position: int, question: str, *, yes: bool) -> ImportReportState:
        """Return the state with a question of one codebook answered."""
        return self.replace(position, self.codebooks[position].answer(question, yes=yes))

    def to_keep(self, state: EditionState) -> tuple[ReadCodebook, ...]:
        """Return what changes if all is kept in a state now."""
        return tuple(
            read
            for read in self.codebooks
            if not read.is_refused
            and (not read.draft.already_imported or _is_step(read.edition, state))
        )

    def may_keep(self, state: EditionState) -> bool:
        """Whether every question is answered, and there is anything to keep."""
        return not self.hindrance and bool(self.to_keep(state) or self.lists)

    @property
    def hindrance(self) -> str:
        """What has to be done before anything can be kept; empty for nothing."""
        if any(read.unanswered and not read.is_refused for read in self.codebooks):
            return "Svara på frågorna innan något läses in."
        return ""


def _is_step(edition: Edition, state: EditionState) -> bool:
    return state is EditionState.ACTIVE and edition.state is not EditionState.ACTIVE


def _counted(number: int, one: str, many: str) -> str:
    return f"{format_count(number)} {one if number == 1 else many}"


def _day(read: ReadCodebook) -> str:
    start = read.edition.valid.start
    return start.isoformat() if start else ""


READ_COLUMNS: tuple[Column[ReadCodebook], ...] = (
    Column("Utgåva", lambda r: r.edition.label, tooltip=lambda r: r.edition.label),
    Column("Gäller från", _day),
    Column("Koder", lambda r: format_count(count_codes(r.edition)), is_number=True),
    Column("Läge", lambda r: r.state, icon=lambda r: r.state_icon),
)
READ_WIDTHS = (20, 12, 10, 18)
