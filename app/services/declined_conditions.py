"""Use cases of chronic conditions that a clinician does not want offered again.

What is declined is the condition as it was signed at an earlier event: signed anew, it is offered
anew. It is kept for the person who declined, by the event's id; nobody's number is written down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.access import Person
from app.domain.ports import UnitOfWork
from app.domain.visit_chronic import Declined, category
from app.domain.visit_offers import CodeOffer
from app.services.context import AppContext

_DECLINED = "declined"


def read_declined(app: AppContext, person: Person) -> Declined:
    """Return the conditions that a person has declined for good, each with its earlier event."""
    with app.unit_of_work() as uow:
        stored = _stored(uow, person)
    return frozenset((source, each) for source, found in stored.items() for each in found)


def decline_for_good(app: AppContext, person: Person, offer: CodeOffer) -> None:
    """Offer a person a known condition no more, until it is signed anew."""
    with app.unit_of_work() as uow:
        stored = _stored(uow, person)
        found = {*stored.get(offer.source, ()), category(offer.code)}
        uow.desk_memory.put(person.id, _DECLINED, {**stored, offer.source: sorted(found)})
        uow.commit()


def _stored(uow: UnitOfWork, person: Person) -> Mapping[str, Sequence[str]]:
    return uow.desk_memory.get(person.id, _DECLINED)
