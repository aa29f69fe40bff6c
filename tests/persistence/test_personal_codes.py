"""Favourites, templates, products, and which events carry a code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from app.domain.code_set import CodeSet, CodeSetItem, Favourite
from app.domain.code_use import CodeUse
from app.domain.codes import CodeSystem
from app.domain.coding_acts import add_secondary, set_principal
from app.domain.concept import SourceFile
from app.domain.encounter import Encounter, Status
from app.domain.file_import import FileImport
from app.domain.product import PRODUCTS, Product
from app.persistence.database import Database

from .events import event

ICD, ATC = CodeSystem.ICD10SE, CodeSystem.ATC
NOON = datetime.fromisoformat("2026-11-22T12:00")


def store(database: Database, *events: Encounter) -> None:
    with database.unit_of_work() as uow:
        for each in events:
            uow.encounters.save(each, f"save-{each.id}")
        uow.commit()


def test_a_favourite_is_kept_once_and_removed_once(database: Database) -> None:
    first = Favourite("anna", ICD, "I10.9", NOON)
    other = Favourite("bo", ICD, "I10.9", NOON.replace(hour=13))
    with database.unit_of_work() as uow:
        uow.favourites.add(first)
        uow.favourites.add(replace(first, added_at=NOON.replace(hour=15)))
        uow.favourites.add(other)
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.favourites.of_person("anna") == [first]
        assert uow.favourites.all() == [first, other]
        uow.favourites.remove("anna", ICD, "I10.9")
        uow.favourites.remove("anna", ICD, "I10.9")
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.favourites.all() == [other]


def test_templates_are_kept_by_name_and_replaced_by_id(database: Database) -> None:
    items = (CodeSetItem(ICD, "S72.0", is_principal=True), CodeSetItem(ICD, "W19", under="S72.0"))
    hip = CodeSet("1", "Höftfraktur", "", items, NOON)
    birth = CodeSet("2", "Förlossning", "anna", (CodeSetItem(ICD, "O80.0"),), NOON)
    with database.unit_of_work() as uow:
        uow.code_sets.save(hip)
        uow.code_sets.save(birth)
        uow.code_sets.save(replace(birth, name="Åter förlossning"))
        uow.commit()
    with database.unit_of_work() as uow:
        assert [each.name for each in uow.code_sets.all()] == ["Höftfraktur", "Åter förlossning"]
        assert uow.code_sets.get("1") == hip
        uow.code_sets.remove("1")
        assert uow.code_sets.get("1") is None


def test_products_are_replaced_whole_and_found_by_code(database: Database) -> None:
    latest = FileImport(PRODUCTS, SourceFile("produkter.tsv", "ab"), 2, NOON)
    products = [Product("Zäta", "N02BE01", "x"), Product("Alva", "N02BE01"), Product("B", "A01")]
    with database.unit_of_work() as uow:
        uow.products.replace(latest, [Product("Gammal", "A01")])
        uow.products.replace(latest, products)
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.products.all() == products
        assert [p.name for p in uow.products.of_atc("N02BE01")] == ["Alva", "Zäta"]
        assert uow.products.imports() == {PRODUCTS: latest}


def test_only_unsigned_events_tell_that_they_carry_a_code(database: Database) -> None:
    day = date(2022, 3, 4)
    ended = replace(
        event("b"), start=None, end=datetime.fromisoformat("2022-03-04T10:00"), status=Status.PARKED
    )
    older = replace(event("a"), start=datetime.fromisoformat("2021-01-02T08:00"), end=None)
    signed = replace(event("c"), status=Status.SIGNED)
    store(
        database,
        add_secondary(set_principal(ended, "I10.9"), "E11.9"),
        set_principal(older, "E11.9"),
        set_principal(signed, "I10.9"),
    )
    with database.unit_of_work() as uow:
        uses = uow.encounters.using(ICD, {"I10.9", "E11.9", *(f"A{n:03}" for n in range(600))})
        none = uow.encounters.using(ATC, {"I10.9"})

    assert uses == [
        CodeUse("E11.9", "a", older.status, None, is_principal=True),
        CodeUse("E11.9", "b", Status.PARKED, day),
        CodeUse("I10.9", "b", Status.PARKED, day, is_principal=True),
    ]
    assert none == []
