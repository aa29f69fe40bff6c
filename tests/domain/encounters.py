"""Encounters of every shape, for the properties of the domain."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient

ICD_CODES = st.sampled_from(["I10.9", "S72.00", "E10.2", "N08.3", "W19.9", "Y57.9", "Z37.0"])
KVA_CODES = st.sampled_from(["NFB09", "AF021", "ZXA00", "DT016"])
ATC_CODES = st.sampled_from(["B01AC06", "N02BE01"])


def _few(codes: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(codes, max_size=3).map(tuple)


DIAGNOSES = st.builds(
    Diagnosis,
    code=ICD_CODES,
    partner=st.none() | ICD_CODES,
    external_causes=_few(ICD_CODES),
    drugs=_few(ATC_CODES),
)
PROCEDURES = st.builds(
    Procedure,
    code=KVA_CODES,
    date=st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    additional=_few(KVA_CODES),
    drugs=_few(ATC_CODES),
)


@st.composite
def encounters(draw: st.DrawFn) -> Encounter:
    """Any coding in which at most the first diagnosis is principal."""
    diagnoses = draw(st.lists(DIAGNOSES, max_size=4))
    if diagnoses and draw(st.booleans()):
        first = diagnoses[0]
        diagnoses[0] = Diagnosis(
            first.code, DiagnosisRole.PRINCIPAL, first.partner, first.external_causes, first.drugs
        )
    procedures = draw(st.lists(PROCEDURES, max_size=3))
    patient = Patient(IdentityNumber(""))
    return Encounter("e", patient, diagnoses=tuple(diagnoses), procedures=tuple(procedures))
