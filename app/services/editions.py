"""Use cases for editions that are read in: take into use, out of use, away, along, anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.access import Person
from app.domain.codebook_ports import EDITIONS_STAMP
from app.domain.concept import Concept, Edition, EditionState
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.permissions import Act
from app.domain.ports import UnitOfWork
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.permissions import refuse_in
from app.services.written_file import write_whole

#: Concepts between two reports of progress.
_STEP = 1_000


@dataclass(frozen=True, slots=True)
class Activation:
    """An edition that was taken into use, and the one that it replaced."""

    edition: Edition
    retired: Edition | None = None


def activate_edition(app: AppContext, edition_id: str, *, by: Person | None = None) -> Activation:
    """Take an edition into use; another of its system from the same day goes out of use.

    An edition that is in use already stays as it is. `by` is None for whoever administers the
    machine.

    Raises:
        NotFoundError: no edition has that id.
        NotAllowedError: it belongs to another role.
        StorageError: the database cannot take it.

    """
    with app.unit_of_work() as uow:
        note_change(app, uow)
        refuse_in(uow, by, Act.EDITIONS)
        edition = _get(app, uow, edition_id)
        if edition.is_starter:
            return Activation(edition)
        uow.editions.set_state(edition_id, EditionState.ACTIVE)
        retired = retire_rivals(uow, edition)
        uow.commit()
    app.library.reload()
    return Activation(replace(edition, state=EditionState.ACTIVE), retired)


def retire_edition(app: AppContext, edition_id: str, *, by: Person | None = None) -> Edition:
    """Take an edition out of use: no day picks it any more; what it judged keeps naming it.

    Raises:
        NotFoundError: no edition has that id.
        NotAllowedError: it is the practice edition, or the act belongs to another role.
        StorageError: the database cannot take it.

    """
    with app.unit_of_work() as uow:
        note_change(app, uow)
        refuse_in(uow, by, Act.EDITIONS)
        edition = _get(app, uow, edition_id)
        if edition.is_starter:
            text = "Övningskodverket används bara för dagar utan annat kodverk"
            raise NotAllowedError(f"{text} och behöver inte tas ur bruk.")
        uow.editions.set_state(edition_id, EditionState.RETIRED)
        uow.commit()
    app.library.reload()
    return replace(edition, state=EditionState.RETIRED)


def remove_edition(app: AppContext, edition_id: str, *, by: Person | None = None) -> None:
    """Delete an edition that nothing uses.

    Raises:
        NotFoundError: no edition has that id.
        NotAllowedError: it is in use, named by a signed version, or the practice edition; or
            the act belongs to another role.
        StorageError: the database cannot take it.

    """
    with app.unit_of_work() as uow:
        note_change(app, uow)
        refuse_in(uow, by, Act.EDITIONS)
        edition = _get(app, uow, edition_id)
        _refuse_used(uow, edition)
        uow.editions.remove(edition_id)
        uow.commit()
    app.library.reload()


def export_edition(
    app: AppContext, edition_id: str, path: Path, control: JobControl = NO_CONTROL
) -> Path:
    """Write an edition to one `.kodverk` file that any workstation can import, and return its path.

    A folder gets a file named for the edition in it; another name gets the ending. A file that is
    there is replaced once the new one is whole: cancelling and a full disk leave it as it was.

    Raises:
        NotFoundError: no edition has that id.
        NotAllowedError: it is the practice edition, which every workstation has.
        AppError: the file cannot be written.
        Cancelled: the user cancelled.

    """
    target = _target(path, edition_id)
    with app.unit_of_work() as uow:
        edition = _get(app, uow, edition_id)
        if edition.is_starter:
            text = "Övningskodverket följer med programmet"
            raise NotAllowedError(f"{text} och behöver inte exporteras.")
        control.step(0, 0, f"Läser {edition.label} …")
        concepts = uow.editions.codebook(edition).concepts()
        notes = uow.editions.all_notes(edition_id)

    def steps() -> Iterator[Concept]:
        for done, concept in enumerate(concepts):
            if done % _STEP == 0:
                control.step(done, len(concepts), f"Skriver {target.name} …")
            yield replace(concept, notes=notes.get(concept.code, ()))

    return write_whole(app, target, app.readers.pack_edition(edition, steps()))


def refresh_editions(app: AppContext) -> bool:
    """Read the editions again where another workstation has changed them; True when it had.

    One cheap read where nothing has changed.

    Raises:
        StorageError: the database cannot be read.

    """
    return app.library.refresh()


def retire_rivals(uow: UnitOfWork, edition: Edition) -> Edition | None:
    """Take the other editions that begin on the same day out of use; return the latest of them."""
    rivals = [
        other
        for other in uow.editions.all()
        if other.system is edition.system
        and other.id != edition.id
        and other.state is EditionState.ACTIVE
        and other.valid.start == edition.valid.start
    ]
    for rival in rivals:
        uow.editions.set_state(rival.id, EditionState.RETIRED)
    retired = [replace(rival, state=EditionState.RETIRED) for rival in rivals]
    return max(retired, key=_imported, default=None)


def note_change(app: AppContext, uow: UnitOfWork) -> None:
    """Let other workstations see that the editions have changed, once this is committed.

    Until then nobody else gets past it: what is decided after it rests on states that stand still,
    so that two workstations cannot both leave an edition of the same day in use.
    """
    uow.facts.set(EDITIONS_STAMP, app.new_id())


def _imported(edition: Edition) -> str:
    return edition.imported_at.isoformat() if edition.imported_at else ""


def _get(app: AppContext, uow: UnitOfWork, edition_id: str) -> Edition:
    starters = [edition for edition in app.library.editions() if edition.is_starter]
    known = [*uow.editions.all(), *starters]
    found = next((edition for edition in known if edition.id == edition_id), None)
    if found is None:
        names = ", ".join(edition.id for edition in known)
        raise NotFoundError(f"Det finns ingen utgåva {edition_id}. Välj någon av {names}.")
    return found


def _refuse_used(uow: UnitOfWork, edition: Edition) -> None:
    if edition.is_starter:
        raise NotAllowedError("Övningskodverket följer med programmet och kan inte tas bort.")
    if edition.state is EditionState.ACTIVE:
        text = f"{edition.label} är i bruk och kan inte tas bort."
        raise NotAllowedError(f"{text} Ta den ur bruk först, om den verkligen ska bort.")
    if uow.versions.are_judged_by(edition.label):
        text = f"Signerade händelser är bedömda efter {edition.label}, som därför inte kan tas bort"
        raise NotAllowedError(f"{text}. Den kan ligga kvar ur bruk utan att påverka nya händelser.")


def _target(path: Path, edition_id: str) -> Path:
    if path.is_dir():
        return path / f"{edition_id}.kodverk"
    if path.suffix.lower() == ".kodverk":
        return path
    return path.with_name(f"{path.name}.kodverk")
