"""Who does what belongs to a role keeps the role until it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event as database_event

from app.bootstrap import bootstrap
from app.domain.access import Person, Role
from app.domain.codes import CodeSystem
from app.domain.errors import StorageError
from app.domain.local_term import LocalTerm, Signature, TermText
from app.persistence.database import open_database
from app.services.access import add_person
from app.services.context import AppContext
from app.services.drg_choice import take_nearest
from app.services.leaving import come_back
from app.services.local_terms import approve_terms
from app.services.regional import import_regional
from app.services.workplace_rules import switch_off, switch_on

pytestmark = pytest.mark.postgres
ANNA, LEA = Person("anna", "Anna Ek"), Person("lea", "Lea Ask", Role.LEAD)
RULE = "BD001"
TERM = LocalTerm(
    "t1",
    TermText("pumpfel", ("I50.9",), CodeSystem.ICD10SE),
    Signature(ANNA.id, ANNA.name, datetime.fromisoformat("2026-03-05T08:00")),
)
FILES = {
    "spärrar.csv": "Kod;Spärr;Skäl;Giltig från;Giltig till\nR65;ej huvuddiagnos;Beslut;;\n",
    "regler.csv": "Regel;Åtgärd;Ny grad;Skäl\nHD001;av;;Beslut\n",
    "region.toml": 'region = "Skåne"\n[[rule]]\nid = "HD001"\noff = true\nreason = "Prövas"\n',
}


@pytest.fixture
def app(
    postgresql_url: str, tmp_path: Path, keep_indexes: Callable[[Path], None]
) -> Iterator[AppContext]:
    keep_indexes(tmp_path)
    with closing(bootstrap(tmp_path, postgresql_url)) as opened:
        yield opened


def switch_off_and_on(app: AppContext) -> None:
    switch_off(app, RULE, "Prövas", LEA)
    switch_on(app, RULE, LEA)


ACTS: dict[str, Callable[[AppContext], object]] = {
    "adds a person": lambda app: add_person(app, "Ny Person", Role.CODER, by=LEA),
    "lets a person come back": lambda app: come_back(app, ANNA.id, LEA),
    "chooses DRG tables": lambda app: take_nearest(app, is_on=True, by=LEA),
    "approves a term": lambda app: approve_terms(app, LEA, [TERM.id]),
    "switches rules": switch_off_and_on,
    **{
        f"reads {name}": lambda app, name=name: import_regional(app, app.data_dir / name, by=LEA)
        for name in FILES
    },
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_nobody_is_demoted_while_an_act_of_their_role_is_written(
    app: AppContext, postgresql_url: str, act: Callable[[AppContext], object]
) -> None:
    for name, content in FILES.items():
        (app.data_dir / name).write_text(content, "utf-8")
    outcomes: list[str] = []

    def demote(_connection: object) -> None:
        try:
            with hasty.unit_of_work() as demoting:
                demoting.people.save(replace(LEA, role=Role.CODER))
        except StorageError:
            outcomes.append("waits")
        else:
            outcomes.append("is demoted")

    with (
        closing(open_database(postgresql_url)) as database,
        closing(open_database(postgresql_url, lock_wait_s=0.02)) as hasty,
    ):
        with database.unit_of_work() as uow:
            for person in (ANNA, LEA):
                uow.people.save(person)
            uow.local_terms.save((TERM,))
            uow.commit()
        database_event.listen(database.engine, "commit", demote)
        act(replace(app, unit_of_work=database.unit_of_work))

    assert set(outcomes) == {"waits"}
