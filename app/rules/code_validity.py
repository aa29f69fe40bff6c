"""Rules about each code by itself: is it a code, is it whole, was it valid on the day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.codes import (
    SYSTEM_LABEL,
    CodeSystem,
    has_atc_shape,
    has_icd_shape,
    has_kva_shape,
    is_external_cause,
    is_icd_range,
)
from app.domain.finding import Severity
from app.rules.base import Assumes, Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.examples import example, row
from app.rules.external_causes import CATEGORY_LENGTH, cause_fault
from app.rules.needs import DRUGS, ODD_TEXT, PROCEDURES

_ICD = "ICD-10-SE"
#: How people number the 22 chapters where an edition names them by their code ranges.
_CHAPTER = re.compile(
    r"(?:KAP(?:ITEL)?\.?)?(?:0?[1-9]|1\d|2[0-2]|X?(?:IX|IV|VI{0,3}|I{1,3})|X|XXI{0,2})"
)


@rule(
    rule_id="GK001",
    name="text-without-code-shape",
    severity=Severity.ERROR,
    message="”{code}” är ingen ICD-10-SE-kod.",
    explanation=(
        "En ICD-10-SE-kod är en bokstav och två siffror, och efter punkten en till tre tecken "
        "(I10.9, S52.51, L27.0A). Texten kan därför inte vara giltig i någon utgåva. Sök fram "
        "rätt kod och ersätt texten."
    ),
    source=Source("Socialstyrelsen", _ICD, "kodernas uppbyggnad, kolumnen Kodnivå"),
    catalogue=(11,),
    needs=ODD_TEXT,
    fires_on=(example("J18.9", "HJÄRTSVIKT"), example("12345")),
    silent_on=(example("J18.9", "I50.9"), example("S72.00", row("S52.51", "W01.09"))),
)
def text_without_code_shape(case: Case) -> Iterator[Objection]:
    """Object to text that no edition can hold; headings are the next rule's business."""
    for code in case.icd_codes:
        if not has_icd_shape(code) and not _is_heading(case, code):
            yield Objection((code,))


@rule(
    rule_id="GK002",
    name="heading-as-code",
    severity=Severity.ERROR,
    message="{code} {title} är en rubrik i kodverket och kan inte rapporteras.",
    explanation=(
        "Kapitel och avsnitt (kodintervall som J09–J18) delar in klassifikationen men är inga "
        "koder. Öppna rubriken i hierarkin och välj den kod under den som beskriver tillståndet."
    ),
    source=Source("Socialstyrelsen", _ICD, "kolumnen Kodnivå: Kapitelkod, Avsnittskod"),
    catalogue=(12,),
    fires_on=(example("J09-J18"), example("J18.9", "I10-I15"), example("J18.9", "XX")),
    silent_on=(example("J18.9"), example("XXIV")),
)
def heading_as_code(case: Case) -> Iterator[Objection]:
    """Object to chapter and block rows; an interval or a chapter number is one in any edition."""
    yield from (Objection((code,)) for code in case.icd_codes if _is_heading(case, code))


@rule(
    rule_id="GK003",
    name="category-as-code",
    severity=Severity.ERROR,
    message="{code} {title} är bara en kategori. Välj en kod under den.",
    explanation=(
        "Ingen treställig kategori kan rapporteras i ICD-10-SE: sjukdomar och skador kodas med "
        "minst fyra tecken (A09 → A09.0 eller A09.9) och yttre orsaker med fyra eller fem "
        "(W01 → W01.09). Öppna kategorin i hierarkin och välj."
    ),
    source=Source("Socialstyrelsen", _ICD, "kodlistor per nivå; kolumnen Kodnivå"),
    catalogue=(9, 44),
    fires_on=(example("A09"), example(row("S72.00", "W01")), example("J18.9", "I10")),
    silent_on=(example("A09.9"), example(row("S72.00", "W01.09")), example("J18.9", "I10.9")),
)
def category_as_code(case: Case) -> Iterator[Objection]:
    """Object to three-character codes that have, or in a selection must have, codes below.

    A four-character code with national extensions is whole: they are optional. One of the
    external causes that is too short belongs to YO002.
    """
    is_selection = case.books.icd10se.edition.is_starter
    for code in case.shaped_codes:
        if len(code) != CATEGORY_LENGTH:
            continue
        concept = case.icd(code)
        if is_selection or (concept is not None and not concept.is_leaf):
            yield Objection((code,), catalogue=(9, 44) if is_external_cause(code) else (9,))


@rule(
    rule_id="GK004",
    name="code-not-in-edition",
    severity=Severity.ERROR,
    message="{code} gäller inte {day} enligt {edition}.{hint}",
    explanation=(
        "Koden finns inte i den utgåva av ICD-10-SE som gäller på dagen då vårdkontakten "
        "avslutades: den är felskriven, har utgått eller har ännu inte börjat gälla; säger utgåvan "
        "när, står dagen i anmärkningen. Kodverket väljs efter vårdkontaktens dag, inte efter "
        "dagens datum. Sök fram den kod som gällde då. "
        "I övningskodverket, som bara är ett urval, och när ingen inläst utgåva täcker dagen, kan "
        "frånvaro inte visa att en kod är fel; då ges i stället ett råd."
    ),
    source=Source("Socialstyrelsen", _ICD, "kolumnen Giltig från; utgåvan som gäller på dagen"),
    catalogue=(9, 11, 44),
    fires_on=(
        example("Q99.7"),
        example("Q94"),
        example("J18.9", "I10.3"),
        example(row("S72.00", "W01.05")),
    ),
    silent_on=(example("J18.9", "I10.9"), example("J09-J18")),
)
def code_not_in_edition(case: Case) -> Iterator[Objection]:
    """Object to well-formed codes that the edition of the day lacks or holds for other days."""
    for code in case.shaped_codes:
        values = _out_of_force(case, CodeSystem.ICD10SE, code)
        if values is not None:
            fault = cause_fault(code)
            values["hint"] += f" {fault}" if fault else ""
            yield Objection((code,), values, catalogue=_numbers_of_absent(code))


@rule(
    rule_id="GK005",
    name="code-not-in-starter-edition",
    severity=Severity.ADVICE,
    message="Övningskodverket har inte {listed}. Läs in det officiella kodverket för att granska.",
    explanation=(
        "Övningskodverket är ett litet urval. Att en kod saknas där säger inget om huruvida den "
        "är giltig; koden behålls, och granskas utan titel och märkning. En administratör läser "
        "in det officiella kodverket under Kodverk."
    ),
    source=Source("Kodklar", "Övningskodverk", "omfattning"),
    catalogue=(),
    standing=Standing.KODKLAR,
    fires_on=(example("J18.9", "Q99.7", procedures=("JEA99",)),),
    silent_on=(example("J18.9"),),
    assumes=Assumes.STARTER,
)
def code_not_in_starter_edition(case: Case) -> Iterator[Objection]:
    """Remark once on every code that the starter edition happens not to hold."""
    if not any(case.books.of(system).edition.is_starter for system in CodeSystem):
        return
    missing = tuple(
        code
        for system, codes in _by_system(case)
        if case.books.of(system).edition.is_starter
        for code in codes
        if case.concept(system, code) is None and not _is_category(system, code)
    )
    if missing:
        yield Objection(missing, {"listed": ", ".join(missing)})


@rule(
    rule_id="GK006",
    name="no-edition-for-the-day",
    severity=Severity.ADVICE,
    message="Ingen inläst utgåva av {systems} gäller {day}. Koderna är bedömda efter {editions}.",
    explanation=(
        "Koderna är bedömda efter den utgåva som ligger närmast i tiden. Titlar, märkning och "
        "giltighet kan ha varit andra på vårdkontaktens dag, och därför anmärks inte på koder som "
        "saknas i utgåvan. Läs in utgåvan för det året under Kodverk."
    ),
    source=Source("Kodklar", "Val av utgåva", "utgåvan som gäller på vårdkontaktens sista dag"),
    catalogue=(),
    standing=Standing.KODKLAR,
    fires_on=(example("J18.9", "Q99.7"),),
    silent_on=(example(),),
    assumes=Assumes.OUTSIDE,
)
def no_edition_for_the_day(case: Case) -> Iterator[Objection]:
    """Remark once that the nearest edition is used, for the systems that the event has codes in."""
    if not case.books.outside:
        return
    systems = [s for s, codes in _by_system(case) if codes and s in case.books.outside]
    if systems:
        names = " och ".join(SYSTEM_LABEL[system] for system in systems)
        editions = " och ".join(case.books.of(system).edition.label for system in systems)
        yield Objection((), {"systems": names, "day": _day(case), "editions": editions})


@rule(
    rule_id="GK007",
    name="procedure-not-in-edition",
    severity=Severity.ERROR,
    message="Åtgärdskoden {code} gäller inte {day} enligt {edition}.{hint}",
    explanation=(
        "Åtgärdskoden finns inte i den utgåva av KVÅ som gäller på dagen då vårdkontakten "
        "avslutades: den är felskriven, har utgått eller har ännu inte börjat gälla. Sök fram den "
        "kod som gällde då."
    ),
    source=Source("Socialstyrelsen", "KVÅ", "kodlistan som gäller på dagen"),
    catalogue=(11, 143),
    needs=PROCEDURES,
    fires_on=(example("K35.8", procedures=("JEA99",)),),
    silent_on=(example("K35.8", procedures=("JEA01",)), example("K35.8", procedures=("JEA",))),
)
def procedure_not_in_edition(case: Case) -> Iterator[Objection]:
    """Object to well-formed KVÅ codes that the edition of the day lacks or holds for other days."""
    yield from _missing(case, CodeSystem.KVA, case.kva_codes)


@rule(
    rule_id="GK008",
    name="drug-code-not-in-edition",
    severity=Severity.WARNING,
    message="ATC-koden {code} gäller inte {day} enligt {edition}.{hint}",
    explanation=(
        "ATC-koden finns inte i det inlästa registret, eller hade utgått på vårdkontaktens dag; "
        "då står den sista dagen i anmärkningen. Nya substanser tillkommer under året, och "
        "därför är detta en varning: kontrollera koden mot läkemedlet och uppdatera registret."
    ),
    source=Source("Läkemedelsverket", "ATC i Nationellt substansregister", "kodlistan"),
    catalogue=(11,),
    needs=DRUGS,
    fires_on=(example(row("L27.0", "Y57.9", drugs=("J01XX99",))),),
    silent_on=(example(row("L27.0", "Y57.9", drugs=("J01CA04",))),),
)
def drug_code_not_in_edition(case: Case) -> Iterator[Objection]:
    """Object to ATC codes that the edition of the day lacks or holds for other days."""
    yield from _missing(case, CodeSystem.ATC, case.atc_codes)


def _missing(case: Case, system: CodeSystem, codes: tuple[str, ...]) -> Iterator[Objection]:
    has_shape = has_kva_shape if system is CodeSystem.KVA else has_atc_shape
    for code in filter(has_shape, codes):
        values = _out_of_force(case, system, code)
        if values is not None:
            yield Objection((code,), values)


def _numbers_of_absent(code: str) -> tuple[int, ...]:
    """Tell the numbers of a code that is absent and perhaps too short besides."""
    if len(code) == CATEGORY_LENGTH:
        return (9, 11, 44) if is_external_cause(code) else (9, 11)
    return (11, 44) if cause_fault(code) else (11,)


def _out_of_force(case: Case, system: CodeSystem, code: str) -> dict[str, str] | None:
    """Tell why a code does not apply on the event's day; None where it does, or may.

    That a code is retired its edition says itself; that it is absent or begins later proves
    nothing where the edition is a selection or does not cover the day.
    """
    concept = case.concept(system, code)
    if concept is not None and concept.valid_from is None and concept.valid_to is None:
        return None
    if concept is not None and case.day is not None and concept.has_ended(case.day):
        hint = f" Koden utgick {concept.valid_to}."
    elif not case.is_proof(system):
        return None
    elif concept is None:
        hint = ""
    elif case.day is not None and not concept.has_begun(case.day):
        hint = f" Koden gäller från {concept.valid_from}."
    else:
        return None
    return {"day": _day(case), "edition": case.books.of(system).edition.label, "hint": hint}


def _is_heading(case: Case, code: str) -> bool:
    if not has_icd_shape(code):
        is_range = is_icd_range(code.replace("–", "-"))
        if is_range or _CHAPTER.fullmatch(code):
            return True
    concept = case.icd(code)
    return concept is not None and concept.is_structural


def _is_category(system: CodeSystem, code: str) -> bool:
    return system is CodeSystem.ICD10SE and len(code) == CATEGORY_LENGTH


def _by_system(case: Case) -> tuple[tuple[CodeSystem, tuple[str, ...]], ...]:
    return (
        (CodeSystem.ICD10SE, case.shaped_codes),
        (CodeSystem.KVA, tuple(filter(has_kva_shape, case.kva_codes))),
        (CodeSystem.ATC, tuple(filter(has_atc_shape, case.atc_codes))),
    )


def _day(case: Case) -> str:
    return f"den {case.day}" if case.day else "i dag"
