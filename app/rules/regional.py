"""Rules that read the region's own block list (spärrlista)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.customs import Customs, PairFirst, PairOrder
from app.domain.finding import Severity
from app.domain.region import format_row
from app.domain.regional import Block, BlockKind
from app.rules.base import Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.examples import example, procedure, row
from app.rules.needs import BLOCKS

_SOURCE = Source("Regionen", "spärrlistan")
_HOW = (
    "Regionen bestämmer spärrlistan, och en administratör har läst in den (Kodverk → Regionens "
    "listor). Bara de rader frågas som gäller den dag då vårdkontakten slutade. Är raden fel, "
    "tala med den som har hand om listan."
)


@rule(
    rule_id="RE001",
    name="blocked-as-principal",
    severity=Severity.ERROR,
    message="{code} {title} får enligt regionens spärrlista inte vara huvuddiagnos: ”{reason}”.",
    explanation=(
        "Koden är spärrad som huvuddiagnos. Välj det tillstånd som koden hör till som "
        f"huvuddiagnos, och behåll koden som bidiagnos om den ska vara med. {_HOW}"
    ),
    source=_SOURCE,
    catalogue=(129,),
    standing=Standing.REGIONAL,
    blocks=(Block("I50", BlockKind.NOT_PRINCIPAL, "Ange orsaken till hjärtsvikten"),),
    needs=BLOCKS,
    fires_on=(example("I50.9", "I10.9"),),
    silent_on=(example("I10.9", "I50.9"), example("J18.9")),
)
def blocked_as_principal(case: Case) -> Iterator[Objection]:
    """Object to a principal diagnosis that the region's list reserves for other places."""
    yield from _blocked(case, BlockKind.NOT_PRINCIPAL, case.principal_codes)


@rule(
    rule_id="RE002",
    name="blocked-as-secondary",
    severity=Severity.ERROR,
    message="{code} {title} får enligt regionens spärrlista inte vara bidiagnos: ”{reason}”.",
    explanation=(
        "Koden är spärrad som bidiagnos; dit räknas även yttre orsaker och den andra koden i ett "
        "par. Ta bort den, eller välj den kod som regionen vill ha i stället. "
        f"{_HOW}"
    ),
    source=_SOURCE,
    catalogue=(129,),
    standing=Standing.REGIONAL,
    blocks=(Block("Z09", BlockKind.NOT_SECONDARY, "Används bara som kontaktorsak"),),
    needs=BLOCKS,
    fires_on=(example("J18.9", "Z09.9"),),
    silent_on=(example("Z09.9"), example("J18.9", "I10.9")),
)
def blocked_as_secondary(case: Case) -> Iterator[Objection]:
    """Object to a code beside the principal diagnosis that the region's list does not want."""
    if case.blocks:
        yield from _blocked(case, BlockKind.NOT_SECONDARY, dict.fromkeys(_beside_principal(case)))


@rule(
    rule_id="RE003",
    name="blocked-beside-other-code",
    severity=Severity.ERROR,
    message=(
        "{code} {title} får enligt regionens spärrlista inte stå tillsammans med {other}: "
        "”{reason}”."
    ),
    explanation=(
        "De två koderna är spärrade tillsammans, diagnoser såväl som åtgärder. Behåll den som "
        f"svarar mot det som gjordes eller som patienten hade, och ta bort den andra. {_HOW}"
    ),
    source=_SOURCE,
    catalogue=(129,),
    standing=Standing.REGIONAL,
    blocks=(
        Block("I10", BlockKind.NOT_WITH, "Kontrollen ingår", "AF063"),
        Block("E11.2–E11.3", BlockKind.NOT_WITH, "Välj en av dem", "E11.2–E11.3"),
    ),
    needs=BLOCKS,
    fires_on=(
        example("I10.9", procedures=("AF063",)),
        example("J18.9", "E11.3", "E11.2"),
    ),
    silent_on=(
        example("I10.9", procedures=("JEA01",)),
        example("J18.9", "E11.2", procedures=(procedure("AF063"),)),
        example(row("E11.3")),
    ),
    companions=frozenset({"BD012"}),
)
def blocked_beside_other_code(case: Case) -> Iterator[Objection]:
    """Object to two codes that the region's list keeps apart; once, whichever is named first."""
    if not case.blocks:
        return
    pairs: dict[tuple[str, str], dict[Block, None]] = {}
    codes = sorted({*case.icd_codes, *case.kva_codes})
    for code in codes:
        for block, other in case.blocks.beside(code, codes, case.day):
            pair = (other, code) if (other, code) in pairs else (code, other)
            pairs.setdefault(pair, {})[block] = None
    for pair, rows in pairs.items():
        yield _objection(pair, rows)


@rule(
    rule_id="RE004",
    name="dagger-before-asterisk-against-the-region",
    severity=Severity.WARNING,
    message="{code}* {title} ska enligt regionen stå före {other}†: ”{reason}”.",
    explanation=(
        "För de här *-koderna har regionen bestämt att manifestationen (*) skrivs först och "
        "grundsjukdomen (†) som dess andra led, tvärtemot ICD-10-SE. Byt plats på de två koderna. "
        "Är regionens val fel, tala med den som har hand om det."
    ),
    source=Source("Regionen", "ordning i par av † och *"),
    catalogue=(39,),
    standing=Standing.REGIONAL,
    customs=Customs((PairOrder("H36", PairFirst.ASTERISK, "Ögonklinikens rutin"),)),
    fires_on=(example(row("E11.3", partner="H36.0")),),
    silent_on=(
        example(row("H36.0", partner="E11.3")),
        example(row("E11.2", partner="N08.3")),
        example("E11.3", "H36.0"),
    ),
    companions=frozenset({"GK009"}),
)
def dagger_before_asterisk_against_the_region(case: Case) -> Iterator[Objection]:
    """Object to a pair that stands in the order of the codebook where the region turned it."""
    if not case.customs.pair_orders:
        return
    for diagnosis in case.diagnoses:
        partner = diagnosis.partner
        if not partner or not case.is_asterisk(partner) or case.is_asterisk(diagnosis.code):
            continue
        order = case.customs.pair_order(partner, case.day)
        if order is not None and order.first is PairFirst.ASTERISK:
            values = {"other": diagnosis.code, "reason": order.reason.strip().rstrip(".")}
            yield Objection((partner, diagnosis.code), values)


def _blocked(case: Case, kind: BlockKind, codes: Iterable[str]) -> Iterator[Objection]:
    if not case.blocks:
        return
    for code in codes:
        rows = tuple(case.blocks.about(kind, code, case.day))
        if rows:
            yield _objection((code,), rows)


def _objection(codes: tuple[str, ...], rows: Iterable[Block]) -> Objection:
    """Build one objection of all rows that say the same of the same codes."""
    reasons = dict.fromkeys(block.reason.strip().rstrip(".") for block in rows)
    values = {"reason": "”, ”".join(reasons), "other": codes[-1]}
    return Objection(codes, values, remark=" ".join(map(format_row, rows)))


def _beside_principal(case: Case) -> Iterator[str]:
    for diagnosis in case.diagnoses:
        lead, *others = diagnosis.codes
        if not diagnosis.is_principal:
            yield lead
        yield from others
