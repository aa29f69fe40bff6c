"""Small Swedish definition tables, kept in the database of a test without any file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from app.domain.drg_ports import DrgTableSet
from app.domain.drg_tables import DefinitionTables, DrgName, FeatureRow, LogicRow, TableLayout
from app.domain.identity import read_identity
from app.domain.patient import Patient, Sex
from app.domain.period import Period
from app.services.context import AppContext
from app.services.drg_tables import keep_tables
from tests.grouper.small_tables import DIAGNOSES, PROCEDURES, RULES, TABLES

PATIENT = Patient(
    read_identity("191212121212"), sex=Sex.MALE, birth_date=date(1970, 1, 1), name="Tolvan"
)
#: R57.2 is no principal diagnosis, and a visit needs to tell who was met.
SWEDISH = replace(
    TABLES,
    layout=TableLayout.NORDIC_DBF,
    country="SE",
    version="Små tabeller 2025",
    valid=Period(date(2025, 1, 1), date(2025, 12, 31)),
    diagnoses=(
        *DIAGNOSES,
        FeatureRow("R572", "", "DGCAT", "99M00"),
        FeatureRow("I10", "", "DGCAT", "05M01"),
        FeatureRow("I109", "", "DGCAT", "05M01"),
    ),
    procedures=(*PROCEDURES, FeatureRow("XS915", "", "PROCPR", "99V35")),
    rules=(
        LogicRow("001", "Z71N", "8", icd="+", dgcat="99M00"),
        *RULES[:-1],
        LogicRow("890", "Z80O", "9", dur="<1", procpro="-99V35"),
        RULES[-1],
    ),
    names=(
        *TABLES.names,
        DrgName("Z71N", "99", "Huvuddiagnos ogiltig"),
        DrgName("Z80O", "99", "Besökstyp saknas"),
    ),
    texts={"mdc": {"06": "Matsmältningsorganens sjukdomar"}, "procpro": {"06S01": "Appendectomy"}},
)


def keep(
    app: AppContext, tables: DefinitionTables = SWEDISH, at: str = "2026-01-01T08:00"
) -> DrgTableSet:
    """Keep tables as an import of that moment would."""
    then = replace(app, now=lambda: datetime.fromisoformat(at))
    described, is_new = keep_tables(then, tables, "små.zip", imported_by="Kim")
    assert is_new
    return described
