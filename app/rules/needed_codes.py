"""Rules about codes that need another code on the same event; which, stands in a table."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.finding import Severity
from app.rules.base import Basis, Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.conditional_rows import LinkRow, Table, read_links
from app.rules.examples import example, row
from app.rules.excluded_codes import is_known
from app.rules.needs import icd
from app.rules.principal_diagnosis import is_reserved

#: The rows of every rule about a code that is missing; some of the rules stand with their subject.
NEEDED = read_links("needed.toml", "BD002", "BD003", "BD012", "LM005", "OB003", "YO003")


def numbers_of(rule_id: str) -> tuple[int, ...]:
    """Return the catalogue numbers that the rows of a rule rest on, in order."""
    rows = NEEDED[rule_id].rows
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
    catalogue=numbers_of("BD002"),
    table=NEEDED["BD002"].rows,
    needs=icd(*(line.codes for line in NEEDED["BD002"].rows)),
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
    yield from alone(case, NEEDED["BD002"])


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
    catalogue=numbers_of("BD003"),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    table=NEEDED["BD003"].rows,
    needs=icd(*(line.codes for line in NEEDED["BD003"].rows)),
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
    yield from alone(case, NEEDED["BD003"])


@rule(
    rule_id="BD012",
    name="additional-code-that-would-tell-more",
    severity=Severity.ADVICE,
    message="{code} {title} kan kompletteras. {reason}",
    explanation=(
        "Kodverket låter koden kompletteras med en tilläggskod, eller binder den till en annan "
        "kod. Lägg till den om uppgiften finns i journalen; annars är kodningen hel som den är. "
        "Raderna i tabellen säger vilka koder det gäller."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "Kodningsinformation; raderna i tabellen"),
    catalogue=numbers_of("BD012"),
    table=NEEDED["BD012"].rows,
    needs=icd(*(line.codes for line in NEEDED["BD012"].rows)),
    fires_on=(
        example("I21.9"),
        example("E11.3"),
        example("E11.9", "H36.0"),
        example(row("T81.4", "Y83.9")),
        example("U07.1"),
        example("O85.9"),
        example("N39.0", "U82.1"),
    ),
    silent_on=(
        example("I21.9", "U98.1"),
        example("R07.4", "I21.9"),
        example("E11.3", "H36.0"),
        example(row("T81.4", "Y83.9"), "B95.6"),
        example("U07.1", "J12.8"),
        example("S72.00", "U07.1"),
        example("O85.9", "B95.6"),
        example("N39.0", "B95.6", "U82.1"),
        example("I50.9", "U82.1"),
    ),
    companions=frozenset({"GK009"}),
)
def additional_code_that_would_tell_more(case: Case) -> Iterator[Objection]:
    """Offer what the tables add to a code, where none of it is on the event.

    An additional code as principal has its own error, and is to be moved first.
    """
    for objection in alone(case, NEEDED["BD012"]):
        code = objection.codes[0]
        if code not in case.principal_codes or not is_reserved(case, code):
            yield objection


def alone(case: Case, table: Table[LinkRow]) -> Iterator[Objection]:
    """Yield the codes that stand without any of the others of their row.

    One that is no code has its own error, unless the row names it: it came, or went, with another
    edition.
    """
    for code, line in table.about(case.shaped_codes):
        if not line.speaks(case, code) or not (is_known(case, code) or line.names(code)):
            continue
        if not any(other in line.others for other in case.shaped_codes):
            yield Objection((code,), {"reason": line.reason}, catalogue=line.catalogue)
