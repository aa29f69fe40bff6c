"""Use cases of own codes: favourites, what unit and person use, what the patient had before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.access import Person
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from app.domain.own_codes import OwnCodes, OwnGroup, group_own, place_own
from app.domain.search import SearchHit, SearchQuery
from app.domain.usable_code import find_usable
from app.services.context import AppContext


def read_own_codes(app: AppContext, person: Person, encounter: Encounter | None) -> OwnCodes:
    """Read what is a person's own at an event that lies on the desk; None outside an event.

    To be asked once for each opened event, outside the GUI thread.
    """
    return OwnCodes(today=app.now().date())


def search_with_own(
    app: AppContext, own: OwnCodes, hits: Sequence[SearchHit], query: SearchQuery
) -> list[SearchHit]:
    """Move the best own codes of an answer into their section, after the exact codes.

    `query` is the question that `hits` answer. Own codes past its limit are asked for apart,
    so that the answer may be longer than the limit by the few of that section.
    """
    if not own.keys or not hits:
        return list(hits)
    further: Sequence[SearchHit] = ()
    if len(hits) >= query.limit:
        further = app.engine.search(replace(query, among=own.keys))
    return place_own(own, hits, further)


def own_groups(
    own: OwnCodes, books: Codebooks, day: date, systems: Sequence[CodeSystem] = ()
) -> tuple[OwnGroup, ...]:
    """Give what to show before anything is typed: nothing is read (no systems = all)."""
    return group_own(own, lambda system, code: find_usable(books, system, code, day), systems)
