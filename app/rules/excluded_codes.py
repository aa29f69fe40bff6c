"""Rules about codes that do not belong together on one event; the pairs stand in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.codes import CodeSystem, has_icd_shape
from app.domain.finding import Severity
from app.rules.base import INPATIENT, Basis, Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.conditional_rows import LinkRow, Table, read_links
from app.rules.examples import example
from app.rules.needs import principal, rows_beside

_LINKS = read_links(
    "excluded.toml",
    *("HD009", "HD010", "BD004", "BD005", "BD006", "BD007", "BD008", "BD009", "BD010"),
)
_ICD = Source("Socialstyrelsen", "ICD-10-SE", "Utesluter; raderna i tabellen")
_PRACTICE = Source("Kodklar", "Kodningspraxis", "allmän kunskap, ingen källa läst")


def _numbers(rule_id: str) -> tuple[int, ...]:
    rows = _LINKS[rule_id].rows
    return tuple(sorted({number for line in rows for number in line.catalogue}))


@rule(
    rule_id="HD009",
    name="lasting-effect-as-principal",
    severity=Severity.WARNING,
    message="{code} {title} bör inte vara huvuddiagnos när {other} står bland koderna. {reason}",
    explanation=(
        "Förlamningen är en följd av den akuta stroken och blir bidiagnos till den. Sena effekter "
        "(I69) är tillägg till det tillstånd som nu vårdas."
    ),
    source=_PRACTICE,
    catalogue=_numbers("HD009"),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    table=_LINKS["HD009"].rows,
    needs=principal(*(line.codes for line in _LINKS["HD009"].rows)),
    fires_on=(example("G81.9", "I63.9"), example("I69.3", "G81.9")),
    silent_on=(example("I63.9", "G81.9"), example("G81.9", "I69.3"), example("G81.9")),
)
def lasting_effect_as_principal(case: Case) -> Iterator[Objection]:
    """Object to a principal whose cause, or whose present condition, stands on the event."""
    yield from _beside(case, _LINKS["HD009"], filter(has_icd_shape, case.principal_codes))


@rule(
    rule_id="HD010",
    name="ruled-out-suspicion-as-principal",
    severity=Severity.WARNING,
    message="{code} {title} bör inte vara huvuddiagnos när {other} står bland koderna. {reason}",
    explanation=(
        "Observation för misstänkt sjukdom (Z03) och undersökning av andra skäl (Z04) gäller när "
        "misstanken inte bekräftades. Blev sjukdomen bekräftad är den huvuddiagnos och Z-koden "
        "utgår. Ingen källa har lästs: gäller koderna två olika saker avfärdas varningen."
    ),
    source=_PRACTICE,
    catalogue=_numbers("HD010"),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    table=_LINKS["HD010"].rows,
    needs=principal(*(line.codes for line in _LINKS["HD010"].rows)),
    fires_on=(example("Z03.4", "I21.9"), example("Z03.9", "J18.9")),
    silent_on=(example("I21.9", "Z03.4"), example("Z03.4", "R07.4"), example("Z03.4", "I10.9")),
    companions=frozenset({"HD005"}),
)
def ruled_out_suspicion_as_principal(case: Case) -> Iterator[Objection]:
    """Object to an observation first while what was suspected is coded too."""
    yield from _beside(case, _LINKS["HD010"], filter(has_icd_shape, case.principal_codes))


@rule(
    rule_id="BD004",
    name="codes-that-exclude-each-other",
    severity=Severity.ERROR,
    message="{code} {title} får inte stå tillsammans med {other}. {reason}",
    explanation=(
        "Kodverket säger att de två koderna inte används tillsammans. Behåll den som beskriver "
        "vårdkontakten och ta bort den andra."
    ),
    source=_ICD,
    catalogue=_numbers("BD004"),
    table=_LINKS["BD004"].rows,
    needs=rows_beside(_LINKS["BD004"].rows),
    fires_on=(
        example("J18.9", "R65.1", "R57.2", start="2026-03-02", end="2026-03-09"),
        example("U07.1", "U07.2"),
        example("U07.1", "U08.9"),
    ),
    silent_on=(
        example("J18.9", "R57.2"),
        example("J18.9", "R65.1"),
        example("J18.9", "U08.9"),
        example("U07.1"),
    ),
    companions=frozenset({"BD012"}),
)
def codes_that_exclude_each_other(case: Case) -> Iterator[Objection]:
    """Object to both codes of a pair that the classification keeps apart."""
    yield from _beside(case, _LINKS["BD004"], case.shaped_codes)


@rule(
    rule_id="BD005",
    name="codes-that-hardly-agree",
    severity=Severity.WARNING,
    message="{code} {title} bör inte stå tillsammans med {other}. {reason}",
    explanation=(
        "Enligt kodverket, eller grupperaren från 2014, hör det koderna beskriver inte ihop. "
        "Behåll den som stämmer med journalen. Gäller de två skilda tillstånd avfärdas varningen "
        "med det skälet."
    ),
    source=_ICD,
    catalogue=_numbers("BD005"),
    table=_LINKS["BD005"].rows,
    needs=rows_beside(_LINKS["BD005"].rows),
    fires_on=(
        example("J18.9", "R65.1", "R57.2"),
        example("A15.0", "B90.9"),
        example("C50.9", "R64.9"),
        example("O20.0", "Z34.0"),
        example("O01.9", "O73.0"),
    ),
    silent_on=(
        example("J18.9", "R57.2"),
        example("J18.9", "B90.9"),
        example("J18.9", "R64.9"),
        example("Z34.0"),
        example("O01.9"),
    ),
)
def codes_that_hardly_agree(case: Case) -> Iterator[Objection]:
    """Object to both codes of a pair that the classification speaks against."""
    yield from _beside(case, _LINKS["BD005"], case.shaped_codes)


@rule(
    rule_id="BD006",
    name="codes-that-contradict-by-practice",
    severity=Severity.WARNING,
    message="{code} {title} och {other} säger emot varandra. {reason}",
    explanation=(
        "Efter vanlig kodningspraxis behövs bara den ena koden. Ingen källa har lästs för raderna: "
        "finns en anvisning hos er som säger annat avfärdas varningen med det skälet."
    ),
    source=_PRACTICE,
    catalogue=_numbers("BD006"),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    table=_LINKS["BD006"].rows,
    needs=rows_beside(_LINKS["BD006"].rows),
    fires_on=(example("F13.2", "F13.1"), example("C97.9", "C50.9")),
    silent_on=(example("F13.2"), example("R07.4", "Z03.4")),
)
def codes_that_contradict_by_practice(case: Case) -> Iterator[Objection]:
    """Object to both codes of a pair where one is enough."""
    yield from _beside(case, _LINKS["BD006"], case.shaped_codes)


@rule(
    rule_id="BD007",
    name="codes-to-choose-between",
    severity=Severity.ADVICE,
    message="Se efter om både {code} {title} och {other} behövs. {reason}",
    explanation=(
        "Kapitlets Utesluter-text nämner den andra koden. Gäller koderna samma sak räcker den ena; "
        "gäller de olika saker kan båda stå kvar."
    ),
    source=_ICD,
    catalogue=_numbers("BD007"),
    table=_LINKS["BD007"].rows,
    needs=rows_beside(_LINKS["BD007"].rows),
    fires_on=(example("J18.9", "Z21.9", "R75.9"), example("O20.0", "Z35.0")),
    silent_on=(example("J18.9", "Z21.9"), example("Z35.0")),
)
def codes_to_choose_between(case: Case) -> Iterator[Objection]:
    """Point at both codes of a pair that may describe one thing."""
    yield from _beside(case, _LINKS["BD007"], case.shaped_codes)


@rule(
    rule_id="BD008",
    name="same-thing-told-twice",
    severity=Severity.ADVICE,
    message="Se efter om {code} {title} och {other} säger samma sak. {reason}",
    explanation=(
        "Koderna kan beskriva samma sak två gånger. Gäller de olika insjuknanden, tumörer eller "
        "infektioner är båda rätt. Ingen källa har lästs för raderna."
    ),
    source=_PRACTICE,
    catalogue=_numbers("BD008"),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    table=_LINKS["BD008"].rows,
    needs=rows_beside(_LINKS["BD008"].rows),
    fires_on=(
        example("I63.9", "I69.3"),
        example("C50.9", "Z85.3"),
        example("A41.0", "B95.6"),
    ),
    silent_on=(example("I63.9"), example("Z09.9", "Z85.3"), example("L03.1", "B95.6")),
)
def same_thing_told_twice(case: Case) -> Iterator[Objection]:
    """Point at both codes of a pair that may say one thing twice."""
    yield from _beside(case, _LINKS["BD008"], case.shaped_codes)


@rule(
    rule_id="BD009",
    name="symptom-beside-its-disease",
    severity=Severity.ADVICE,
    message="Symtomet {code} {title} kan strykas när {other} är kodad. {reason}",
    explanation=(
        "Symtom kodas när ingen mer specifik diagnos kunde ställas, eller som tillägg när "
        "symtomet i sig är ett betydande vårdproblem. Var det inte det kan koden tas bort."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kapitel 18, Innefattar"),
    catalogue=_numbers("BD009"),
    table=_LINKS["BD009"].rows,
    needs=rows_beside(_LINKS["BD009"].rows),
    fires_on=(example("I21.9", "R07.4"), example("J18.9", "R50.9")),
    silent_on=(example("R07.4", "Z03.4"), example("J18.9", "R07.4"), example("A41.0", "R05.9")),
    companions=frozenset({"BD012"}),
)
def symptom_beside_its_disease(case: Case) -> Iterator[Objection]:
    """Point at a secondary symptom of a disease on the event; as principal it is HD006's."""
    yield from _beside(case, _LINKS["BD009"], case.secondary_codes)


@rule(
    rule_id="BD010",
    name="vaccination-contact-beside-care",
    severity=Severity.WARNING,
    message="{code} {title} bör inte stå tillsammans med {other}. {reason}",
    explanation=(
        "Ett slutenvårdstillfälle med andra diagnoser är ingen kontakt enbart för vaccination. Ta "
        "bort koden; vaccinationen anges som åtgärd."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "U11.9, Anmärkning"),
    catalogue=_numbers("BD010"),
    settings=INPATIENT,
    table=_LINKS["BD010"].rows,
    needs=rows_beside(_LINKS["BD010"].rows),
    fires_on=(example("J18.9", "U11.9"),),
    silent_on=(example("U11.9"), example("J18.9", "I10.9")),
)
def vaccination_contact_beside_care(case: Case) -> Iterator[Objection]:
    """Object to the vaccination contact on a stay for something else."""
    yield from _beside(case, _LINKS["BD010"], case.shaped_codes)


def _beside(case: Case, table: Table[LinkRow], codes: Iterable[str]) -> Iterator[Objection]:
    """Yield each code of the table once a row, beside the first of the others in code order."""
    for code, line in table.about(codes):
        if not line.speaks(case, code) or not is_known(case, code):
            continue
        others = sorted(c for c in case.shaped_codes if c in line.others and is_known(case, c))
        if others:
            values = {"other": others[0], "reason": line.reason}
            yield Objection((code, others[0]), values, catalogue=line.catalogue)


def is_known(case: Case, code: str) -> bool:
    """Whether the code is not proved to be no code; what is has an error of its own."""
    return case.icd(code) is not None or not case.is_proof(CodeSystem.ICD10SE)
