"""Use cases of own codes: favourites, what unit and person use, what the patient had before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.domain.access import AccessKind, Person
from app.domain.code_set import Favourite
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from app.domain.errors import NotFoundError
from app.domain.own_codes import (
    OwnCode,
    OwnCodes,
    OwnGroup,
    OwnReason,
    UsedCode,
    group_own,
    place_own,
)
from app.domain.ports import UnitOfWork
from app.domain.search import SearchHit, SearchQuery
from app.domain.usable_code import find_usable
from app.services.access import access_event
from app.services.context import AppContext

#: What a unit uses is counted over so much time; a code counts from so many events on, and only
#: the most used so many are own codes.
UNIT_PERIOD = timedelta(days=365)
UNIT_LEAST = 3
UNIT_MOST = 50
#: Recents are the codes of so many versions that the person signed last.
RECENT_VERSIONS = 40
#: So many letters at least make it worth asking past the limit: one letter says too little.
SHORTEST_FURTHER = 2


def read_own_codes(app: AppContext, person: Person, encounter: Encounter | None) -> OwnCodes:
    """Read what is a person's own at an event that lies on the desk; None outside an event.

    To be asked once for each opened event, outside the GUI thread. The patient's earlier codes
    are part of the record that was opened, and of the line that its opening wrote to the access
    log; of an event that nobody opened, ask `open_own_codes`. In training there are none: they
    would be what other trainees made of the exercise.
    """
    if app.is_training:
        return OwnCodes()
    with app.unit_of_work() as uow:
        return _read(app, uow, person, encounter)


def open_own_codes(
    app: AppContext, person: Person, encounter_id: str
) -> tuple[Encounter, OwnCodes]:
    """Read an event and what is a person's own at it, and write the access log.

    The event is not claimed.

    Raises:
        NotFoundError: no event has that id.

    """
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(encounter_id)
        if encounter is None:
            raise NotFoundError(f"Vårdhändelsen {encounter_id} finns inte längre i arbetslistan.")
        own = _read(app, uow, person, encounter)
        uow.access_log.add(access_event(app, person, AccessKind.OPENED, encounter))
        uow.commit()
    return encounter, own


def search_with_own(
    app: AppContext, own: OwnCodes, hits: Sequence[SearchHit], query: SearchQuery
) -> list[SearchHit]:
    """Move the best own codes of an answer into their section, after the exact codes.

    `query` is the question that `hits` answer. Own codes past its limit are asked for apart, and
    take the places of the last hits.
    """
    if not own.keys or not hits:
        return list(hits)
    further: Sequence[SearchHit] = ()
    if len(hits) >= query.limit and len(query.text.strip()) >= SHORTEST_FURTHER:
        among = own.keys if query.among is None else own.keys & query.among
        further = app.engine.search(replace(query, among=among))
    return place_own(own, hits, query.text, further)[: query.limit]


def with_favourites(own: OwnCodes, favourites: Iterable[Favourite]) -> OwnCodes:
    """Give the same with other favourites: nothing is read."""
    others = [each for each in own.codes if each.reason is not OwnReason.FAVOURITE]
    return replace(own, codes=(*others, *map(_favourite, favourites)))


def _favourite(kept: Favourite) -> OwnCode:
    return OwnCode(OwnReason.FAVOURITE, UsedCode(kept.system, kept.code))


def own_groups(
    own: OwnCodes, books: Codebooks, day: date, systems: Sequence[CodeSystem] = ()
) -> tuple[OwnGroup, ...]:
    """Give what to show before anything is typed: nothing is read (no systems = all)."""
    return group_own(own, lambda system, code: find_usable(books, system, code, day), systems)


def _read(
    app: AppContext, uow: UnitOfWork, person: Person, encounter: Encounter | None
) -> OwnCodes:
    used = {
        OwnReason.PATIENT: _of_patient(uow, encounter),
        OwnReason.UNIT: _of_unit(app, uow, person, encounter),
        OwnReason.RECENT: uow.used_codes.of_signer(person.id, versions=RECENT_VERSIONS),
    }
    codes = tuple(OwnCode(reason, each) for reason, found in used.items() for each in found)
    own = OwnCodes(codes, app.now().date())
    return with_favourites(own, uow.favourites.of_person(person.id))


def _of_patient(uow: UnitOfWork, encounter: Encounter | None) -> list[UsedCode]:
    if encounter is None or not encounter.patient.identity.text:
        return []
    return uow.used_codes.of_patient(
        encounter.patient.identity.text,
        without=encounter.id,
        until=encounter.end or encounter.start,
    )


def _of_unit(
    app: AppContext, uow: UnitOfWork, person: Person, encounter: Encounter | None
) -> list[UsedCode]:
    """Count the codes of the event's unit; outside an event, of the only one that is worked at."""
    own = person.units[0] if len(person.units) == 1 else ""
    label = encounter.unit.label if encounter is not None else own
    if not label:
        return []
    since = app.now() - UNIT_PERIOD
    return uow.used_codes.of_unit(label, since=since, least=UNIT_LEAST, most=UNIT_MOST)
