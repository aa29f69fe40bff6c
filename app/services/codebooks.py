"""Use cases for codebook files: read one and look at it, keep it as an edition, list editions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.domain.access import Person
from app.domain.codebook import MemoryCodebook, count_levels, find_tree_fault
from app.domain.concept import Concept, Edition, EditionState, RecognisedCodebook, SourceFile
from app.domain.edition_checks import (
    ask_about_days,
    ask_about_same_content,
    ask_about_sizes,
    ask_about_year,
    edition_before,
    find_shape_fault,
    warn_of_age,
)
from app.domain.edition_comparison import count_changes
from app.domain.edition_content import content_checksum, count_chapters
from app.domain.edition_difference import DifferenceKind
from app.domain.errors import AppError, CodebookFileError
from app.domain.permissions import Act
from app.services.context import AppContext
from app.services.edition_naming import (
    named_versions,
    new_edition,
    recognise_one,
    refuse_other_year,
)
from app.services.editions import note_change, retire_rivals
from app.services.file_fingerprint import fingerprint
from app.services.job_control import NO_CONTROL, JobControl
from app.services.permissions import refuse_in

#: Concepts between two reports of progress.
_STEP = 1_000
_FETCH_AGAIN = "Hämta filerna på nytt från utgivaren."


@dataclass(frozen=True, slots=True)
class CodebookDraft:
    """A codebook that was read and checked, of which nothing is stored yet."""

    #: As it will be stored, in the state IMPORTED; the stored one where `already_imported`.
    edition: Edition
    #: As they were read, or as they are stored where `already_imported`.
    concepts: tuple[Concept, ...] = field(default=(), repr=False)
    #: The edition that it is measured against; None where there is no earlier one.
    previous: Edition | None = None
    #: Concepts, headings included, that are new, out of use or retitled against `previous`, as
    #: the comparison of two editions counts them.
    new: int = 0
    withdrawn: int = 0
    retitled: int = 0
    #: Whole Swedish sentences.
    warnings: tuple[str, ...] = ()
    #: Whole Swedish sentences, each to be answered yes before it is kept.
    questions: tuple[str, ...] = ()
    #: The same was imported before; keeping the draft changes nothing.
    already_imported: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import led to."""

    edition: Edition
    #: Number of concepts per level, as in `Level`.
    counts: dict[str, int]
    #: Whole Swedish sentences.
    warnings: tuple[str, ...] = ()
    #: The same files were imported before; nothing was changed, `edition` is the earlier one.
    already_imported: bool = False
    #: The edition from the same day that went out of use, where one did.
    retired: Edition | None = None


def read_codebook(
    app: AppContext,
    paths: Sequence[Path],
    *,
    version: str | None = None,
    valid_from: date | None = None,
    imported_by: str = "",
    control: JobControl = NO_CONTROL,
) -> CodebookDraft:
    """Read one codebook from its files, or from the folder that they lie in; store nothing.

    The concepts are checked as a tree and by the form of their codes, and measured against the
    edition before. Version and first day are told by the names of files or folder where they are
    not given; an edition named for a year is valid from 1 January.

    Raises:
        CodebookFileError: no known format, several codebooks at once, or a file that cannot be
            used; with file, line and remedy.
        AppError: version or first day is not known, or the version is taken by other files.
        Cancelled: the user cancelled.
        StorageError: the earlier editions cannot be read.

    """
    control.step(0, 0, "Undersöker filerna …")
    recognised = recognise_one(app, paths)
    sources = recognised.sources or tuple(fingerprint(path) for path in recognised.files)
    app.library.refresh()
    known = _imported(app)
    earlier = _of_files(known, sources)
    if earlier is not None:
        refuse_other_year(earlier, recognised, version, valid_from)
        return _draft_again(app, earlier)
    edition = new_edition(recognised, sources, version=version, valid_from=valid_from)
    concepts = _read(app, recognised, control)
    edition = replace(
        edition,
        counts=count_levels(concepts),
        chapter_counts=count_chapters(concepts),
        content_sha256=content_checksum(concepts),
        imported_at=app.now(),
        imported_by=imported_by,
    )
    same = _stored_alike(known, edition)
    if same is not None:
        return _draft_again(app, same)
    _refuse_taken(edition, [*known, *app.library.editions()])
    warnings = (*_unused(paths, recognised), *app.readers.remarks(recognised))
    return _measured(app, CodebookDraft(edition, concepts, warnings=warnings), recognised, known)


def keep_codebook(
    app: AppContext,
    draft: CodebookDraft,
    *,
    state: EditionState = EditionState.ACTIVE,
    by: Person | None = None,
    control: JobControl = NO_CONTROL,
) -> ImportReport:
    """Store what was read, in one transaction, and let it be used at once if it is to be ACTIVE.

    Everybody may read in; what is ACTIVE changes codes for all. `by` is None for whoever
    administers the machine.

    All or nothing: whatever goes wrong, and when the user cancels, the database is as before.
    Questions are for the caller to have asked. What has been stored meanwhile, here or at another
    workstation, is not stored again.

    Raises:
        AppError: the version was taken by other files meanwhile.
        NotAllowedError: it is not for that person to take it into use.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    if draft.already_imported:
        return _report(draft.edition, draft.warnings, already=True)
    edition = replace(draft.edition, state=state, imported_at=app.now())
    with app.unit_of_work() as uow:
        if state is EditionState.ACTIVE:
            refuse_in(uow, by, Act.EDITIONS)
        known = uow.editions.all()
        stored = _of_files(known, edition.sources) or _stored_alike(known, edition)
        if stored is not None:
            return _report(stored, (_told_again(stored),), already=True)
        _refuse_taken(edition, known)
        uow.editions.add(edition, _saving(edition, draft.concepts, control))
        note_change(app, uow)
        retired = retire_rivals(uow, edition) if state is EditionState.ACTIVE else None
        control.step(len(draft.concepts), len(draft.concepts), f"Sparar {edition.label} …")
        uow.commit()
    app.library.reload()
    return replace(_report(edition, draft.warnings), retired=retired)


def import_codebook(
    app: AppContext,
    paths: Sequence[Path],
    *,
    version: str | None = None,
    valid_from: date | None = None,
    imported_by: str = "",
    state: EditionState = EditionState.ACTIVE,
    answer: Callable[[str], bool] | None = None,
    control: JobControl = NO_CONTROL,
) -> ImportReport:
    """Read one codebook and keep it: `read_codebook` and `keep_codebook` after each other.

    `answer` is asked every question, until it does not answer yes to one. The same files again
    change nothing.

    Raises:
        AppError: a question was not answered yes; the text names it, or where there is nobody to
            answer all of them, and what to do.
        CodebookFileError, Cancelled, StorageError: as the two raise them.

    """
    draft = read_codebook(
        app,
        paths,
        version=version,
        valid_from=valid_from,
        imported_by=imported_by,
        control=control,
    )
    if draft.questions and answer is None:
        raise _unanswered(draft.questions)
    for question in draft.questions:
        if answer is not None and not answer(question):
            raise _unanswered([question])
    return keep_codebook(app, draft, state=state, control=control)


def list_editions(app: AppContext) -> Sequence[Edition]:
    """Return every edition, official ones first, newest first within a system."""
    return app.library.editions()


def _unanswered(questions: Sequence[str]) -> AppError:
    asked = "Frågan" if len(questions) == 1 else "Frågorna"
    text = f"{' '.join(questions)} {asked} besvarades inte med ja, så inget lästes in."
    remedy = "Är det rätt filer, svara ja."
    return AppError(f"{text} {remedy}", on_terminal="I ett skript svarar --yes ja på allt.")


def _imported(app: AppContext) -> list[Edition]:
    with app.unit_of_work() as uow:
        return uow.editions.all()


def _of_files(known: Sequence[Edition], sources: Sequence[SourceFile]) -> Edition | None:
    wanted = {source.sha256 for source in sources}
    return next((e for e in known if wanted and {s.sha256 for s in e.sources} == wanted), None)


def _stored_alike(known: Sequence[Edition], edition: Edition) -> Edition | None:
    """Find the same version with the same content: the same edition, packed in another way."""
    wanted = (edition.id, edition.content_sha256)
    return next((e for e in known if (e.id, e.content_sha256) == wanted), None)


def _draft_again(app: AppContext, edition: Edition) -> CodebookDraft:
    book = app.library.codebook(edition.id)
    return CodebookDraft(
        edition,
        tuple(book.concepts()) if book else (),
        warnings=(_told_again(edition),),
        already_imported=True,
    )


def _told_again(edition: Edition) -> str:
    text = f"Samma filer är redan inlästa som {edition.label}. Inget ändrades."
    if edition.state is not EditionState.ACTIVE:
        text = f"{text} Utgåvan är inte i bruk; ta den i bruk om den ska användas."
    return text


def _report(edition: Edition, warnings: tuple[str, ...], *, already: bool = False) -> ImportReport:
    return ImportReport(edition, dict(edition.counts), warnings, already_imported=already)


def _refuse_taken(edition: Edition, known: Sequence[Edition]) -> None:
    if any(edition.id == other.id for other in known):
        text = f"{edition.label} är redan inläst från andra filer."
        remedy = "Ange en annan version, eller kontrollera att filerna är de rätta."
        option = "På kommandoraden till exempel --version 2022.1."
        raise AppError(f"{text} {remedy}", on_terminal=option)


def _read(
    app: AppContext, recognised: RecognisedCodebook, control: JobControl
) -> tuple[Concept, ...]:
    def steps() -> Iterator[Concept]:
        for count, concept in enumerate(app.readers.read(recognised)):
            if count % _STEP == 0:
                control.step(count, 0, f"Läser {recognised.name} …")
            yield concept

    concepts = tuple(steps())
    control.step(len(concepts), 0, f"Kontrollerar {recognised.name} …")
    if not concepts:
        text = f"Filerna till {recognised.name} innehåller inga koder."
        raise CodebookFileError(f"{text} {_FETCH_AGAIN}")
    fault = find_tree_fault(concepts) or find_shape_fault(recognised.system, concepts)
    if fault is not None:
        raise CodebookFileError(f"{fault.text} {_FETCH_AGAIN}")
    return concepts


def _measured(
    app: AppContext,
    draft: CodebookDraft,
    recognised: RecognisedCodebook,
    known: Sequence[Edition],
) -> CodebookDraft:
    """Return the draft with what is odd about it, and how it differs from the edition before."""
    edition, previous = draft.edition, edition_before(known, draft.edition)
    questions = (
        *ask_about_same_content(edition, known),
        *dict.fromkeys(
            question
            for named in named_versions(recognised) or (None,)
            for question in ask_about_year(named, edition)
        ),
        *ask_about_days(edition, draft.concepts),
        *(ask_about_sizes(edition, previous) if previous else ()),
    )
    measured = replace(
        draft,
        previous=previous,
        warnings=(*draft.warnings, *warn_of_age(edition, known)),
        questions=questions,
    )
    book = app.library.codebook(previous.id) if previous else None
    if book is None:
        return measured
    counts = count_changes(book, MemoryCodebook(edition, draft.concepts))
    return replace(
        measured,
        new=counts.get(DifferenceKind.NEW, 0),
        withdrawn=counts.get(DifferenceKind.WITHDRAWN, 0),
        retitled=counts.get(DifferenceKind.RETITLED, 0),
    )


def _saving(
    edition: Edition, concepts: Sequence[Concept], control: JobControl
) -> Iterator[Concept]:
    for done, concept in enumerate(concepts):
        if done % _STEP == 0:
            control.step(done, len(concepts), f"Sparar {edition.label} …")
        yield concept


def _unused(paths: Sequence[Path], recognised: RecognisedCodebook) -> tuple[str, ...]:
    given = [file for path in paths for file in (path.iterdir() if path.is_dir() else [path])]
    unused = {file.name for file in given if file.is_file() and file not in recognised.files}
    return (f"Filer som inte användes: {', '.join(sorted(unused))}.",) if unused else ()
