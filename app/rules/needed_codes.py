"""Rules about codes that need another code on the same event; which, stands in a table."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.finding import Severity
from app.rules.base import Basis, Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.conditional_rows import LinkRow, Table, read_links
from app.rules.examples import example
from app.rules.excluded_codes import is_known
from app.rules.needs import icd
from app.rules.principal_diagnosis import is_reserved

_LINKS = read_links("needed.toml", "BD002", "BD003")


def _numbers(rule_id: str) -> tuple[int, ...]:
    rows = _LINKS[rule_id].rows
    return tuple(sorted({number for line in rows for number in line.catalogue}))


@rule(
    rule_id="BD002",
    name="additional-code-without-its-condition",
    severity=Severity.WARNING,
    message="{code} {title} behöver en annan kod på vårdkontakten. {reason}",
    explanation=(
        "Koden säger något om ett tillstånd som ska vara kodat för sig. Lägg till den kod som "
        "saknas, eller ta bort tillägget; raderna i tabellen säger vilka koder det gäller."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "anvisningar vid koderna; raderna i tabellen"),
    catalogue=_numbers("BD002"),
    table=_LINKS["BD002"].rows,
    needs=icd(*(line.codes for line in _LINKS["BD002"].rows)),
    fires_on=(
        example("J18.9", "U98.1"),
        example("O84.0", "Z37.2"),
        example("Z09.9", "U12.9"),
    ),
    silent_on=(
        example("I21.9", "U98.1"),
        example("O84.0", "O80.9", "Z37.2"),
        example("L27.0", "U12.9"),
    ),
)
def additional_code_without_its_condition(case: Case) -> Iterator[Objection]:
    """Object to a code none of whose conditions stands on the event."""
    yield from _alone(case, _LINKS["BD002"])


@rule(
    rule_id="BD003",
    name="code-without-what-usually-lies-behind",
    severity=Severity.WARNING,
    message="{code} {title} väntas tillsammans med en annan kod. {reason}",
    explanation=(
        "Koden står utan den infektion eller tumör som den brukar höra till. Listan över vad som "
        "räknas är Kodklars egen och inte verifierad: är grundsjukdomen kodad på annat sätt "
        "avfärdas varningen med det skälet."
    ),
    source=Source("Kodklar", "Kodningspraxis", "listorna är vår egen; raderna i tabellen"),
    catalogue=_numbers("BD003"),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    table=_LINKS["BD003"].rows,
    needs=icd(*(line.codes for line in _LINKS["BD003"].rows)),
    fires_on=(
        example("I50.9", "R57.2"),
        example("I50.9", "U82.1"),
        example("C78.7"),
    ),
    silent_on=(
        example("J18.9", "R57.2"),
        example("L03.1", "B95.6", "U82.1"),
        example("C50.9", "C78.7"),
        example("C78.7", "Z85.3"),
    ),
)
def code_without_what_usually_lies_behind(case: Case) -> Iterator[Objection]:
    """Object to a code that stands without any of the codes that it usually follows."""
    yield from _alone(case, _LINKS["BD003"])


def _alone(case: Case, table: Table[LinkRow]) -> Iterator[Objection]:
    """Yield the codes that stand alone; an additional code as principal has its own error."""
    for code, line in table.about(case.shaped_codes):
        if not line.speaks(case, code) or not is_known(case, code):
            continue
        if code in case.principal_codes and is_reserved(case, code):
            continue
        if not any(other in line.others for other in case.shaped_codes):
            yield Objection((code,), {"reason": line.reason}, catalogue=line.catalogue)
