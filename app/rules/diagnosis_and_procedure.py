"""Rules about a diagnosis and a procedure that belong, or do not belong, together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.codes import CodeSet
from app.domain.encounter import Procedure
from app.domain.finding import Severity
from app.rules.base import Basis, Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.examples import example
from app.rules.needs import icd, principal, procedures

_PRACTICE = Source("Kodklar", "Kodningspraxis", "allmän kunskap, ingen källa läst")
_CAESAREAN, _INSTRUMENTAL = CodeSet.parse("O82"), CodeSet.parse("O81")
#: Of several children one may be born so; which, the code of the event does not tell.
_SEVERAL = CodeSet.parse("O84")
_SECTION = re.compile(r"MCA\d\d")
#: Vacuum and forceps; MAE20 and MAF20 are attempts, after which the birth may go otherwise.
_EXTRACTION = re.compile(r"MA[EF](?!20)\d\d")
_NOT_DEFINED = frozenset({"Z03.9", "Z04.9"})
#: The chapters of KKÅ that are operations; T, U and X–Z are smaller measures and additions.
_OPERATION = re.compile(r"[A-HJ-NPQ][A-Z]{2}\d\d")
#: General anaesthesia: by induction (SA–SG), and as an additional code.
_ANAESTHESIA = re.compile(r"S[A-G]\d{3}|ZXH60")
_TUMOURS = CodeSet.parse("C00-C97")
_BESIDE_TUMOUR = CodeSet.parse("C00-D48, Z00-Z99, U00-U99")
_SESSION_REASON = CodeSet.parse("Z51.0-Z51.1")
#: Cytostatics given, and radiotherapy given; planning of it is no session.
_SESSION = frozenset(
    {*("DT107", "DT108", "DT112", "DT116", "DT135"), *("DV069", "DV070", "DV071", "DV072", "DV144")}
)
#: ATC: antineoplastic agents.
_CYTOSTATICS = "L01"
_ECT = ("DA024", "DA025")
_MENTAL = CodeSet.parse("F00-F99")
#: Removal of internal fixation, from the limbs and the spine, and from the chest wall.
_REMOVAL = re.compile(r"N[A-H]U49|GAE56")
_AFTERCARE = CodeSet.parse("Z47.0, T84")


@rule(
    rule_id="OB005",
    name="way-of-birth-and-procedure-apart",
    severity=Severity.WARNING,
    message="{code} {title} saknar sin motsvarighet: {fault}.",
    explanation=(
        "Kejsarsnitt kodas med O82.- och en åtgärd ur MCA, förlossning med sugklocka eller tång "
        "med O81.- och en åtgärd ur MAE eller MAF. Lägg till den del som saknas. Försök med "
        "sugklocka eller tång (MAE20, MAF20) räknas inte, och vid flerbörd räcker O84.-."
    ),
    source=_PRACTICE,
    catalogue=(95,),
    needs=icd(_CAESAREAN, _INSTRUMENTAL) | procedures("MC", "MA"),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    fires_on=(
        example("O82.0", "Z37.0"),
        example("O80.9", "Z37.0", procedures=("MCA10",)),
        example("O81.0", "Z37.0"),
    ),
    silent_on=(
        example("O82.0", "Z37.0", procedures=("MCA10",)),
        example("O82.0", "Z37.0", procedures=("MAE20", "MCA10")),
        example("O81.0", "Z37.0", procedures=("MAE00",)),
        example("O80.9", "Z37.0"),
    ),
)
def way_of_birth_and_procedure_apart(case: Case) -> Iterator[Objection]:
    """Object to a way of birth without its procedure, and to a procedure without its way."""
    pairs = (
        (_CAESAREAN, _SECTION, "ingen åtgärd ur MCA", "inget O82.-"),
        (_INSTRUMENTAL, _EXTRACTION, "ingen åtgärd ur MAE eller MAF", "inget O81.-"),
    )
    for births, acts, no_act, no_birth in pairs:
        born = sorted(case.codes_in(births))
        done = sorted(code for code in case.kva_codes if acts.fullmatch(code))
        if born and not done:
            yield Objection((born[0],), {"fault": f"{no_act} finns på vårdkontakten"})
        if done and not born and not any(case.codes_in(_SEVERAL)):
            yield Objection((done[0],), {"fault": f"{no_birth} finns på vårdkontakten"})


@rule(
    rule_id="HD011",
    name="undefined-principal-despite-operation",
    severity=Severity.WARNING,
    message="{code} {title} är huvuddiagnos fast {other} har gjorts: ange tillståndet.",
    explanation=(
        "Z03.9 och Z04.9 säger inte vad som misstänktes. En kontakt med operation eller narkos "
        "har ett tillstånd som föranledde den: NordDRG räknar den annars till Z71N ”Huvuddiagnos "
        "ogiltig”. Välj sjukdomen, symtomet eller den närmare angivna misstanken."
    ),
    source=Source("Nordic Casemix Centre", "NordDRG SWE 2014", "egenskapen 23P01, Z71N"),
    catalogue=(121,),
    needs=principal("Z03.9", "Z04.9"),
    fires_on=(example("Z03.9", procedures=("JEA01",)),),
    silent_on=(example("Z03.9", procedures=("AF063",)), example("Z03.4", procedures=("JEA01",))),
)
def undefined_principal_despite_operation(case: Case) -> Iterator[Objection]:
    """Object to an observation of nothing in particular with an operation or anaesthesia."""
    for code in case.principal_codes:
        if code in _NOT_DEFINED:
            done = sorted(filter(_is_operation, case.kva_codes))
            if done:
                yield Objection((code, done[0]), {"other": done[0]})


@rule(
    rule_id="HD012",
    name="tumour-as-principal-of-a-session",
    severity=Severity.ADVICE,
    message="{code} {title} är huvuddiagnos, men kontakten gällde bara behandling: se Z51.-.",
    explanation=(
        "När kontakten bara gäller en omgång cytostatika eller strålning skiljer sig "
        "anvisningarna mellan vårdformer: somliga vill ha Z51.0 eller Z51.1 som huvuddiagnos, "
        "andra tumören med Z51 som bidiagnos. Följ den som gäller hos er. Ingen källa har lästs."
    ),
    source=_PRACTICE,
    catalogue=(87,),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    needs=principal(_TUMOURS),
    fires_on=(example("C50.9", procedures=("DV071",)),),
    silent_on=(
        example("C50.9", "Z51.1", procedures=("DV071",)),
        example("C50.9", procedures=("DV071", "HAC20")),
        example("C50.9", "J18.9", procedures=("DV071",)),
        example("C50.9"),
    ),
)
def tumour_as_principal_of_a_session(case: Case) -> Iterator[Objection]:
    """Point at a tumour first where nothing but cytostatics or radiation was given."""
    acts = [lead for lead, _extras in case.led_procedures]
    if not acts or not all(map(_is_session, acts)) or any(case.codes_in(_SESSION_REASON)):
        return
    if all(code in _BESIDE_TUMOUR for code in case.shaped_codes):
        principals = (code for code in case.principal_codes if code in case.shaped_codes)
        yield from (Objection((code,)) for code in principals if code in _TUMOURS)


@rule(
    rule_id="HD013",
    name="ect-without-mental-disorder",
    severity=Severity.WARNING,
    message="{code} {title} är huvuddiagnos fast {other} (ECT) har getts: se vilken som stämmer.",
    explanation=(
        "Elektrokonvulsiv terapi ges vid psykisk sjukdom, främst depression, och huvuddiagnosen "
        "väntas då i kapitel 5 (F). Kontrollera huvuddiagnosen och åtgärdskoden. Gavs "
        "behandlingen av annat skäl avfärdas varningen med det. Regeln är praxis."
    ),
    source=Source(
        "Socialstyrelsen", "KVÅ 2021", "DA024 och DA025, beskrivningen; regeln är praxis"
    ),
    catalogue=(163,),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    needs=procedures("DA"),
    fires_on=(example("J18.9", procedures=("DA024",)),),
    silent_on=(
        example("F32.2", procedures=("DA024",)),
        example("J18.9", "F32.2", procedures=("AF063",)),
        example(procedures=("DA024",)),
    ),
)
def ect_without_mental_disorder(case: Case) -> Iterator[Objection]:
    """Object to ECT where no principal is a mental disorder."""
    given = next((code for code in _ECT if code in case.kva_codes), "")
    codes = [code for code in case.principal_codes if code in case.shaped_codes]
    if given and codes and not any(code in _MENTAL for code in codes):
        yield Objection((codes[0], given), {"other": given})


@rule(
    rule_id="HD014",
    name="removal-of-fixation-without-aftercare-code",
    severity=Severity.ADVICE,
    message="{code} {title} har gjorts: vid planerat borttagande anges Z47.0.",
    explanation=(
        "Planerat borttagande av osteosyntesmaterial kodas med Z47.0. Tas materialet bort på grund "
        "av en komplikation är det i stället T84.-."
    ),
    source=Source("Region Östergötland", "Frågor och svar om sjukdomsklassifikation"),
    catalogue=(62,),
    standing=Standing.REGIONAL,
    needs=procedures("NA", "NB", "NC", "ND", "NE", "NF", "NG", "NH", "GA"),
    fires_on=(example("M25.5", procedures=("NGU49",)),),
    silent_on=(
        example("Z47.0", procedures=("NGU49",)),
        example("M25.5", procedures=("NGU49", "NFB49")),
        example("M25.5"),
    ),
    companions=frozenset({"KV006"}),
)
def removal_of_fixation_without_aftercare_code(case: Case) -> Iterator[Objection]:
    """Point at a removal that is the only operation and is told by no diagnosis."""
    operations = [lead.code for lead, _ in case.led_procedures if _OPERATION.fullmatch(lead.code)]
    is_removal = bool(operations) and all(map(_REMOVAL.fullmatch, operations))
    if is_removal and not any(case.codes_in(_AFTERCARE)):
        yield Objection((operations[0],))


def _is_session(act: Procedure) -> bool:
    """Whether a tumour was treated: by its own codes, or by a cytostatic given otherwise."""
    return act.code in _SESSION or any(drug.startswith(_CYTOSTATICS) for drug in act.drugs)


def _is_operation(code: str) -> bool:
    return bool(_OPERATION.fullmatch(code) or _ANAESTHESIA.fullmatch(code))
