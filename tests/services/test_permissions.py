"""What changes something for everybody is refused to other roles, with who may instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.access import Person, Role
from app.domain.concept import EditionState
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.domain.permissions import Act
from app.services.access import add_person
from app.services.codebooks import CodebookDraft, keep_codebook
from app.services.context import AppContext
from app.services.drg_choice import put_first, take_nearest
from app.services.drg_tables import import_tables, remove_tables
from app.services.editions import activate_edition, remove_edition, retire_edition
from app.services.leaving import come_back
from app.services.local_terms import approve_terms
from app.services.permissions import hindrances
from app.services.regional import import_regional
from tests.services.asked import LO, people
from tests.services.workday import ANNA, LEA

NOWHERE = Path("finns-inte.csv")
ACTS: tuple[Callable[[AppContext, Person | None], object], ...] = (
    lambda app, by: activate_edition(app, "x", by=by),
    lambda app, by: retire_edition(app, "x", by=by),
    lambda app, by: remove_edition(app, "x", by=by),
    lambda app, by: import_tables(app, NOWHERE, by=by),
    lambda app, by: remove_tables(app, "x", by=by),
    lambda app, by: put_first(app, "x", by=by),
    lambda app, by: add_person(app, "", Role.CODER, by=by),
    lambda app, by: import_regional(app, NOWHERE, by=by),
)


def _error(
    app: AppContext, act: Callable[[AppContext, Person | None], object], by: Person | None
) -> AppError:
    with pytest.raises(AppError) as caught:
        act(app, by)
    return caught.value


def test_a_coder_is_refused_and_the_lead_and_the_administrator_are_not(app: AppContext) -> None:
    before = [_error(app, act, ANNA) for act in ACTS]
    people(app, LEA, ANNA)

    refused = [_error(app, act, ANNA) for act in ACTS]
    others = [_error(app, act, by) for act in ACTS for by in (LEA, None)]

    assert all(str(error).startswith("Bara kodningsansvarig kan") for error in refused)
    # Nothing of that name is there: they were let through to find it out.
    assert not any("Bara kodningsansvarig" in str(error) for error in (*before, *others))


def test_whoever_may_not_take_an_edition_into_use_may_still_read_it_in(app: AppContext) -> None:
    people(app, LEA, ANNA)
    (starter, *_rest) = app.library.editions()
    draft = CodebookDraft(replace(starter, id="ny", version="ny"), ())

    with pytest.raises(NotAllowedError, match="Bara kodningsansvarig"):
        keep_codebook(app, draft, by=ANNA)
    kept = keep_codebook(app, draft, state=EditionState.IMPORTED, by=ANNA)

    assert kept.edition.state is EditionState.IMPORTED


def test_a_window_that_stood_open_has_the_rights_of_today(app: AppContext) -> None:
    people(app, replace(LEA, role=Role.CODER), replace(ANNA, role=Role.LEAD))
    with pytest.raises(NotAllowedError, match="Bara kodningsansvarig kan"):
        take_nearest(app, is_on=True, by=LEA)
    assert Act.DRG_TABLES in hindrances(app, LEA)
    take_nearest(app, is_on=True, by=ANNA)

    people(app, replace(LEA, left_on=app.now().date()))

    with pytest.raises(NotAllowedError, match=r"Lea Dal har slutat .* kan inte sköta personerna"):
        come_back(app, LEA.id, LEA)


def test_terms_are_judged_by_those_who_code(app: AppContext) -> None:
    people(app, LEA, ANNA, LO)

    with pytest.raises(NotAllowedError, match="Bara kodare och kodningsansvarig"):
        approve_terms(app, LO, ["x"])
    with pytest.raises(NotFoundError):
        approve_terms(app, ANNA, ["x"])


def test_what_hinders_a_person_follows_who_is_lead(app: AppContext) -> None:
    assert Act.EDITIONS not in hindrances(app, ANNA)
    people(app, LEA, ANNA)
    assert Act.EDITIONS in hindrances(app, ANNA) and hindrances(app, LEA) == {}
    people(app, replace(LEA, left_on=app.now().date()), replace(ANNA, role=Role.CODER))
    assert Act.EDITIONS not in hindrances(app, ANNA)
