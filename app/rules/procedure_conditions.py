"""Rules about procedures that set conditions on each other; the pairs stand in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.codes import CodeSystem, has_kva_shape
from app.domain.finding import Severity
from app.rules.base import Basis, Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.conditional_rows import read_procedures, rows_about, starting
from app.rules.examples import example, procedure, stay_under, with_drugs
from app.rules.needs import PROCEDURES, procedures

_LINKS = read_procedures("KV005", "KV006", "KV009", "KV011", "KV012", "KV015", "KV016", "KV021")
_BY_START = {rule_id: starting(rows) for rule_id, rows in _LINKS.items()}
_KVA = Source("Socialstyrelsen", "KVÅ 2021", "kodernas beskrivningar; raderna i tabellen")
_PRACTICE = Source("Kodklar", "Kodningspraxis", "allmän kunskap, ingen källa läst")
_HIP, _DRUG, _ATC = "NFB49", "DT016", "J01CA04"
_IMAGING = "AG020"
#: Additional codes of images, and the words in titles by which an image is known.
_FOR_IMAGES = frozenset({"ZV037", "ZV046"})
_IMAGE = re.compile(
    r"röntgen|tomografi|magnetresonans|radiolog|ultraljud|sonograf|ograf[iin]|skintigraf|"
    r"genomlys|bilddiagnos|doppler|\b(?:PET|DT|MR|MRT|SPECT)\b",
    re.IGNORECASE,
)


@rule(
    rule_id="KV005",
    name="several-of-one-kind-on-a-procedure",
    severity=Severity.WARNING,
    message="{code} {title} och {other} står på samma åtgärd. {reason}",
    explanation=(
        "Tilläggskoder av samma slag utesluter varandra på en och samma åtgärd. Behåll den som "
        "stämmer; ingrepp på båda sidor vid samma tillfälle tar ZXA10."
    ),
    source=_PRACTICE,
    catalogue=(135, 139),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    table=_LINKS["KV005"],
    needs=PROCEDURES,
    fires_on=(
        example("J18.9", procedures=(procedure(_HIP, additional=("ZXA00", "ZXA05")),)),
        example("J18.9", procedures=(_HIP, "ZXA00", "ZXD00", "ZXD10")),
    ),
    silent_on=(
        example("J18.9", procedures=(procedure(_HIP, additional=("ZXA00", "ZXD10")),)),
        example("J18.9", procedures=(_HIP, "ZXA00", "NGB49", "ZXA05")),
    ),
)
def several_of_one_kind(case: Case) -> Iterator[Objection]:
    """Object to two different additional codes of one kind after the same lead."""
    for _lead, extras in case.led_procedures:
        if len(extras) > 1:
            for line in _LINKS["KV005"]:
                found = sorted({code for code in extras if code in line.codes})
                if len(found) > 1:
                    values = {"other": found[1], "reason": line.reason}
                    yield Objection(tuple(found), values, catalogue=line.catalogue)


@rule(
    rule_id="KV006",
    name="side-missing-on-a-paired-organ",
    severity=Severity.WARNING,
    message="{code} {title} saknar sida. {reason}",
    explanation=(
        "Åtgärden gäller ett organ som finns på båda sidor. Lägg till ZXA00 (höger), ZXA05 "
        "(vänster) eller ZXA10 (bilateralt) på åtgärden. Listan över åtgärder är Kodklars egen: "
        "gäller åtgärden inte någon sida avfärdas varningen med det skälet."
    ),
    source=_PRACTICE,
    catalogue=(134,),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    table=_LINKS["KV006"],
    needs=procedures(*(line.codes for line in _LINKS["KV006"])),
    fires_on=(example("J18.9", procedures=(_HIP,)),),
    silent_on=(
        example("J18.9", procedures=(procedure(_HIP, additional=("ZXA00",)),)),
        example("J18.9", procedures=(_HIP, "ZXA10")),
        example("J18.9", procedures=("JEA01", "DA024")),
    ),
)
def side_missing(case: Case) -> Iterator[Objection]:
    """Object to a lead on a paired organ without any code of side after it."""
    yield from _lacking(case, "KV006")


@rule(
    rule_id="KV009",
    name="two-codes-for-one-restraint",
    severity=Severity.ERROR,
    message="{code} {title} och {other} börjar samtidigt. {reason}",
    explanation=(
        "Varje tillfälle med fastspänning eller avskiljning rapporteras med en enda kod, den som "
        "svarar mot hur länge det varade. Behåll den, eller rätta tiderna om tillfällena var två."
    ),
    source=_KVA,
    catalogue=(149, 150),
    table=_LINKS["KV009"],
    needs=procedures("XU"),
    fires_on=(
        stay_under(
            "LPT",
            procedure("XU000", start="2022-03-14T11:00"),
            procedure("XU003", start="2022-03-14T11:00"),
            "DU045",
        ),
    ),
    silent_on=(
        stay_under(
            "LPT",
            procedure("XU000", start="2022-03-14T11:00"),
            procedure("XU000", start="2022-03-15T09:30"),
            "DU045",
        ),
        stay_under("LPT", "XU000", "XU003", "DU045"),
    ),
)
def two_codes_for_one_restraint(case: Case) -> Iterator[Objection]:
    """Object to two codes of one kind with the same start; days without a clock prove nothing."""
    timed = [line for line in case.encounter.procedures if line.start and line.code[:2] == "XU"]
    for number, first in enumerate(timed):
        for second in timed[number + 1 :]:
            for line in _LINKS["KV009"]:
                is_pair = first.code in line.codes and second.code in line.codes
                if is_pair and first.start == second.start:
                    values = {"other": second.code, "reason": line.reason}
                    codes = (first.code, second.code)
                    yield Objection(codes, values, catalogue=line.catalogue)


@rule(
    rule_id="KV011",
    name="additional-code-on-the-wrong-procedure",
    severity=Severity.ERROR,
    message="{code} {title} hör inte till {other}. {reason}",
    explanation=(
        "Tilläggskoden är enligt sin beskrivning bara till för en viss sorts åtgärd. Flytta den "
        "till den åtgärden, eller ta bort den."
    ),
    source=_KVA,
    catalogue=(156,),
    table=_LINKS["KV011"],
    needs=procedures(*(line.codes for line in _LINKS["KV011"])),
    fires_on=(
        example("J18.9", procedures=(with_drugs(procedure(_DRUG, additional=("ZV300",)), _ATC),)),
        example("J18.9", procedures=(procedure("AF063", additional=("ZV037",)),)),
    ),
    silent_on=(
        example("J18.9", procedures=(procedure("SP999", additional=("ZV300",)),)),
        example("J18.9", procedures=(procedure(_IMAGING, additional=("ZV037",)),)),
    ),
)
def additional_code_on_the_wrong_procedure(case: Case) -> Iterator[Objection]:
    """Object to an additional code after a lead of another kind than its own."""
    yield from _added(case, "KV011", is_wanted=True)
    for lead, extras in case.led_procedures:
        for code in extras:
            if code in _FOR_IMAGES and not _may_be_image(case, lead.code):
                reason = f"{lead.code} är ingen bilddiagnostisk undersökning."
                yield Objection((code, lead.code), {"other": lead.code, "reason": reason})


@rule(
    rule_id="KV012",
    name="additional-code-told-by-another",
    severity=Severity.WARNING,
    message="{code} {title} bör inte läggas till {other}. {reason}",
    explanation=(
        "Beskrivningen av tilläggskoden eller av åtgärden säger att det kodas på annat sätt. Följ "
        "beskrivningen, som står hos koden i kodverket."
    ),
    source=_KVA,
    catalogue=(153, 155, 159, 161),
    table=_LINKS["KV012"],
    needs=procedures(*(line.codes for line in _LINKS["KV012"])),
    fires_on=(
        example("J18.9", procedures=(with_drugs(procedure(_DRUG, additional=("ZV229",)), _ATC),)),
        example("J18.9", procedures=("DV097", "ZV400")),
    ),
    silent_on=(
        example("J18.9", procedures=(procedure("AF063", additional=("ZV229",)),)),
        example("J18.9", procedures=("DV097", "AF063", "ZV400")),
    ),
)
def additional_code_told_by_another(case: Case) -> Iterator[Objection]:
    """Object to an additional code after a lead that its description speaks against."""
    yield from _added(case, "KV012", is_wanted=False)


@rule(
    rule_id="KV015",
    name="oxytocin-for-two-purposes",
    severity=Severity.WARNING,
    message="{code} {title} och {other} står på samma vårdkontakt. {reason}",
    explanation=(
        "Koderna utesluter varandra enligt sina beskrivningar. Behåll den som gäller; vanlig "
        "läkemedelstillförsel (DT016) används inte för oxytocin vid förlossning."
    ),
    source=_KVA,
    catalogue=(157,),
    table=_LINKS["KV015"],
    needs=procedures(*(line.codes for line in _LINKS["KV015"])),
    fires_on=(example("O80.9", "Z37.0", procedures=("DT036", "DT037")),),
    silent_on=(example("O80.9", "Z37.0", procedures=("DT036", _DRUG)),),
)
def oxytocin_for_two_purposes(case: Case) -> Iterator[Objection]:
    """Object to both codes on one event."""
    codes = case.kva_codes
    for line in _LINKS["KV015"]:
        firsts = [code for code in codes if code in line.codes]
        seconds = [code for code in codes if code in line.others]
        if firsts and seconds:
            values = {"other": seconds[0], "reason": line.reason}
            yield Objection((firsts[0], seconds[0]), values, catalogue=line.catalogue)


@rule(
    rule_id="KV016",
    name="two-kinds-of-watch-on-a-day",
    severity=Severity.ADVICE,
    message="{code} {title} och {other} har samma datum. {reason}",
    explanation=(
        "Extravak (XV014) är ständig närvaro hos en patient, extra tillsyn (GA002) är observation. "
        "Gäller de skilda delar av dygnet kan båda stå kvar."
    ),
    source=_KVA,
    catalogue=(160,),
    table=_LINKS["KV016"],
    needs=procedures(*(line.codes for line in _LINKS["KV016"])),
    fires_on=(example("J18.9", procedures=("XV014", "GA002")),),
    silent_on=(example("J18.9", procedures=("XV014", procedure("GA002", "2022-03-15"))),),
)
def two_kinds_of_watch(case: Case) -> Iterator[Objection]:
    """Point at both codes on the same day."""
    for line in _LINKS["KV016"]:
        for first in case.encounter.procedures:
            if first.code in line.codes and first.date:
                for second in case.encounter.procedures:
                    if second.code in line.others and second.date == first.date:
                        values = {"other": second.code, "reason": line.reason}
                        yield Objection((first.code, second.code), values)
                        return


@rule(
    rule_id="KV021",
    name="side-of-joint-missing",
    severity=Severity.WARNING,
    message="{code} {title} säger inte vilken sida av leden. {reason}",
    explanation=(
        "Ingreppet görs på den yttre eller den inre sidan av knäet eller fotleden. Lägg till "
        "ZXB00 (lateralt), ZXB10 (medialt) eller ZXB20 (båda). Listan över åtgärder är Kodklars "
        "egen: gäller åtgärden inte någon sida avfärdas varningen med det skälet."
    ),
    source=_PRACTICE,
    catalogue=(136,),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    table=_LINKS["KV021"],
    needs=procedures("NG", "NH"),
    fires_on=(example("J18.9", procedures=(procedure("NGD11", additional=("ZXA00",)),)),),
    silent_on=(
        example("J18.9", procedures=(procedure("NGD11", additional=("ZXA00", "ZXB10")),)),
        example("J18.9", procedures=(procedure("NGB49", additional=("ZXA00",)),)),
    ),
)
def side_of_joint_missing(case: Case) -> Iterator[Objection]:
    """Object to a lead on one side of a joint without any code of that side after it."""
    yield from _lacking(case, "KV021")


def _lacking(case: Case, rule_id: str) -> Iterator[Objection]:
    """Yield leads of the table's rows that none of the wanted codes follows."""
    for lead, extras in case.led_procedures:
        for line in rows_about(lead.code, _BY_START[rule_id]):
            is_bare = not any(code in line.others for code in extras)
            if is_bare and has_kva_shape(lead.code):
                yield Objection((lead.code,), {"reason": line.reason}, catalogue=line.catalogue)


def _may_be_image(case: Case, code: str) -> bool:
    """Whether the title tells of an image; unknown codes are given the benefit of their letter."""
    concept = case.concept(CodeSystem.KVA, code)
    if concept is None:
        return code[:1] in "AX"
    return _IMAGE.search(concept.title) is not None


def _added(case: Case, rule_id: str, *, is_wanted: bool) -> Iterator[Objection]:
    """Yield additional codes whose lead is, against the row, one of the others or none of them."""
    for lead, extras in case.led_procedures:
        for code in extras:
            for line in rows_about(code, _BY_START[rule_id]):
                if (lead.code in line.others) is not is_wanted:
                    values = {"other": lead.code, "reason": line.reason}
                    yield Objection((code, lead.code), values, catalogue=line.catalogue)
