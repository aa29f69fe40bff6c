"""Rules about secondary diagnoses (bidiagnoser)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.domain.finding import Severity
from app.rules.base import Basis, Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.examples import example, row
from app.rules.needs import REPEATED


@rule(
    rule_id="BD001",
    name="same-code-twice",
    severity=Severity.WARNING,
    message="{code} {title} är registrerad {count} gånger. Ta bort dubbletten.",
    explanation=(
        "Samma kod beskriver tillståndet lika väl en gång. Flera rader som hör ihop med samma †- "
        "eller *-kod är inga dubbletter, och inte heller en yttre orsak som står under flera "
        "skador."
    ),
    source=Source("Kodklar", "Kodningspraxis", "allmän kunskap, ingen källa läst"),
    catalogue=(8,),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    needs=REPEATED,
    fires_on=(
        example("J18.9", "I10.9", "I10.9"),
        example("J18.9", "J18.9"),
        example(row("S72.00", "W01.09", "W01.09")),
        example(row("E11.3", partner="H36.0"), "H36.0"),
    ),
    silent_on=(
        example(row("N08.3", partner="E11.2"), row("H36.0", partner="E11.2")),
        example("J18.9", row("A06.5", partner="J17.3"), row("A06.5", partner="J99.8")),
        example(row("S72.00", "W01.09"), row("S52.51", "W01.09")),
        example("E11.2", row("N08.3", partner="E11.2")),
    ),
    companions=frozenset({"GK009"}),
)
def same_code_twice(case: Case) -> Iterator[Objection]:
    """Object to a lead that comes back with the same partner or none.

    A cause is a duplicate when it comes back under one diagnosis.
    """
    rows = Counter(diagnosis.code for diagnosis in case.diagnoses)
    for code, count in rows.items():
        if count > 1:
            partners = {d.partner for d in case.diagnoses if d.code == code}
            if None in partners or len(partners) < count:
                yield Objection((code,), {"count": str(count)})
        elif _stands_as_partner_too(case, code):
            yield Objection((code,), {"count": "2"})
    for diagnosis in case.diagnoses:
        causes = diagnosis.external_causes
        if len(causes) > 1:
            repeated = [code for code in dict.fromkeys(causes) if causes.count(code) > 1]
            yield from (Objection((c,), {"count": str(causes.count(c))}) for c in repeated)


def _stands_as_partner_too(case: Case, code: str) -> bool:
    """Whether a manifestation that leads a row is already the partner of its dagger's row."""
    daggers = {d.code for d in case.diagnoses if d.partner == code}
    if not daggers or not case.is_asterisk(code):
        return False
    return any(d.code == code and d.partner in (None, *daggers) for d in case.diagnoses)
