"""Local terms as they are stored: kept whole, in Swedish order, and found by state."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.codes import CodeSystem
from app.domain.concept import SourceFile
from app.domain.local_term import (
    LocalTerm,
    LocalTermKind,
    Signature,
    TermState,
    TermText,
)
from app.persistence.database import Database

NOON = datetime.fromisoformat("2026-11-22T12:00")
ANNA, BO = Signature("anna", "Anna Ek", NOON), Signature("bo", "Bo Ek", NOON + timedelta(hours=1))
PUMP = LocalTerm(
    "1", TermText("pumpfel", ("I50.9", "I50"), CodeSystem.ICD10SE, LocalTermKind.LAY, "vård"), ANNA
)


def store(database: Database, *terms: LocalTerm) -> None:
    with database.unit_of_work() as uow:
        uow.local_terms.save(terms)
        uow.commit()


def test_a_term_comes_back_as_it_was_kept(database: Database) -> None:
    words = TermText("zappel", ("fladder", "flimmer"), None)
    file = SourceFile("sökord.tsv", "ab" * 32)
    declined = LocalTerm("2", words, BO, TermState.DECLINED, ANNA, "Otydligt", file, True)

    store(database, PUMP, declined)

    with database.unit_of_work() as uow:
        assert uow.local_terms.get("1") == PUMP
        assert uow.local_terms.get("2") == declined
        assert uow.local_terms.get("3") is None


def test_terms_stand_in_swedish_order_and_the_same_word_oldest_first(database: Database) -> None:
    names = ("öga", "Zebra", "ål", "ms", "MS", "ärr")
    terms = [
        LocalTerm(str(n), replace(PUMP.text, term=name), replace(ANNA, at=NOON + timedelta(days=n)))
        for n, name in enumerate(names)
    ]

    store(database, *reversed(terms))

    with database.unit_of_work() as uow:
        found = [each.text.term for each in uow.local_terms.all()]
    assert found == ["MS", "ms", "Zebra", "ål", "ärr", "öga"]


def test_what_is_judged_changes_state_and_stays_one_row(database: Database) -> None:
    store(database, PUMP)

    approved = replace(PUMP, state=TermState.APPROVED, judged=BO)
    store(database, approved, replace(PUMP, id="2"))

    with database.unit_of_work() as uow:
        assert uow.local_terms.in_state(TermState.APPROVED) == [approved]
        assert [each.id for each in uow.local_terms.in_state(TermState.PROPOSED)] == ["2"]
