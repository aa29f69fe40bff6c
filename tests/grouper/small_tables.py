"""Tables small enough to be read, and contacts to be grouped by them."""

from __future__ import annotations

from app.domain.drg import DrgCase, DrgDiagnosis, make_case
from app.domain.drg_tables import (
    CategoryRow,
    DefinitionTables,
    DrgName,
    ExclusionRow,
    FeatureRow,
    LogicRow,
    TableLayout,
)

DIAGNOSES = (
    FeatureRow("K358", "", "DGCAT", "06M01"),
    FeatureRow("K650", "", "DGCAT", "06M02"),
    FeatureRow("K650", "", "COMPL", "06G17"),
    FeatureRow("J189", "", "DGCAT", "04M01"),
    FeatureRow("J189", "", "COMPL", "04C01"),
    FeatureRow("A560", "", "DGCAT", "98M01"),
    FeatureRow("E102", "", "DGCAT", "10M01"),
    FeatureRow("N083", "", "DGCAT", "11M01"),
    FeatureRow("N083", "E102", "DGCAT", "11M02"),
    FeatureRow("I10", "", "DGPROP", "05X01"),
    FeatureRow("K289", "", "COMPL", "06I10"),
    FeatureRow("K289", "", "DGPROP", "05X01"),
)
PROCEDURES = (
    FeatureRow("JEA00", "", "OR", "1"),
    FeatureRow("JEA00", "", "PROCPR", "06S01"),
    FeatureRow("JAH00", "", "PROCPR", "06S02"),
    FeatureRow("BOTH0", "", "PROCPR", "06S01"),
    FeatureRow("BOTH0", "", "PROCPR", "06S02"),
)
RULES = (
    LogicRow("000", "Z70N", "1", icd="-"),
    LogicRow("100", "TWO", "0", procpro="06S01", secpro="06S02"),
    LogicRow("200", "OPC", "0", mdc="06", or_proc="S", compl="1"),
    LogicRow("210", "OP", "0", mdc="06", or_proc="S"),
    LogicRow("300", "BIG", "0", compl="2"),
    LogicRow("310", "SOME", "0", compl="1"),
    LogicRow("400", "MAN", "0", mdc="12"),
    LogicRow("410", "WOMAN", "0", mdc="13"),
    LogicRow("420", "PAIR", "0", dgcat="11M02"),
    LogicRow("900", "REST", "9", icd="+"),
)
TABLES = DefinitionTables(
    TableLayout.NORWEGIAN_JSON,
    RULES,
    DIAGNOSES,
    PROCEDURES,
    (CategoryRow("06I10", "05X01"),),
    (ExclusionRow("06C17", "K358", ""),),
    (DrgName("OP", "06", "Opererad"), DrgName("OPC", "06", "Opererad, komplicerad")),
    {"procpro": {"06S01": "Blindtarmen"}, "rtc": {"9": "Annat fel"}},
)


def case(*codes: str, procedures: tuple[str, ...] = (), sex: str = "M") -> DrgCase:
    diagnoses = tuple(DrgDiagnosis(*code.split("/")) for code in codes)
    return make_case(
        sex=sex, age_days=20_000, stay_days=3, diagnoses=diagnoses, procedures=procedures
    )


def as_json() -> dict[str, list[dict[str, str]]]:
    """Write the tables as the Norwegian publisher does."""
    rules = [dict(zip(_RULE_COLUMNS, row, strict=True)) for row in RULES]
    return {
        "drglogic": rules,
        "dg": [_feature(row) | {"d_code": row.dagger} for row in DIAGNOSES],
        "proc": [_feature(row) for row in PROCEDURES],
        "complcat": [{"compl": c.category, "inclprop": c.wakes} for c in TABLES.categories],
        "complexcl": [
            {"compl": e.category, "code": e.code, "d_code": e.dagger} for e in TABLES.exclusions
        ],
        "drgnames": [{"drg": f"  {n.drg}", "mdc": n.mdc} for n in TABLES.names],
    }


_RULE_COLUMNS = (
    "ord", "drg", "rtc", "icd", "mdc", "dgcat1", "pdgprop", "or", "procpro1", "secproc1",
    "dgprop1", "dgprop2", "dgprop3", "dgprop4", "agelim", "compl", "sex", "dur", "disch",
)  # fmt: skip


def _feature(row: FeatureRow) -> dict[str, str]:
    return {"code": row.code, "vartype": row.kind, "varval": row.value}
