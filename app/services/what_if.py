"""What would be found if the event were coded otherwise: before deciding, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from app.domain.codes import format_icd, is_external_cause
from app.domain.coding_acts import set_principal
from app.domain.encounter import Encounter
from app.domain.errors import AppError, NotFoundError
from app.domain.finding import Finding
from app.domain.row_changes import leave_out, put_first
from app.rules.case import Case
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.review import review


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The findings of another coding beside those of the present one, most severe first."""

    #: Found only if coded otherwise.
    rises: tuple[Finding, ...]
    #: Found only as it is coded now.
    falls: tuple[Finding, ...]
    #: Found either way.
    stays: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way of coding an event, in words, and what it makes of the findings."""

    #: A whole Swedish sentence: "Sätt J18.9 Pneumoni … som huvuddiagnos."
    sentence: str
    encounter: Encounter = field(repr=False)
    outcome: WhatIf


def compare(app: AppContext, encounter: Encounter, other: Encounter) -> WhatIf:
    """Review an event as it is and otherwise coded, as the region judges both.

    Raises:
        StorageError: the region's decisions cannot be read, and never were.

    """
    return _beside(review(app, encounter), review(app, other))


def compare_stored(
    app: AppContext, encounter_id: str, change: Callable[[Encounter], Encounter]
) -> WhatIf:
    """Compare a stored event with what a change makes of it; nothing is stored.

    Raises:
        NotFoundError: no event has that id.

    """
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(encounter_id)
        record = uow.encounters.record(encounter_id)
    if encounter is None:
        raise NotFoundError(
            f"Vårdhändelsen {encounter_id} finns inte i arbetslistan. Uppdatera listan."
        )
    said = replace(encounter, record_text=record.text)
    return compare(app, said, change(said))


def with_code_first(encounter: Encounter, code: str) -> Encounter:
    """Return the event with a code as principal diagnosis, moved there or added."""
    return set_principal(encounter, format_icd(code))


def without_code(encounter: Encounter, code: str) -> Encounter:
    """Return the event without the first diagnosis that a code leads.

    Raises:
        AppError: no diagnosis on the event is led by the code.

    """
    wanted = format_icd(code)
    for row, line in enumerate(encounter.diagnoses):
        if line.code == wanted:
            return leave_out(encounter, row)
    raise AppError(f"Händelsen har ingen diagnos {wanted}. Ange en av diagnoserna på händelsen.")


def find_variants(
    app: AppContext, encounter: Encounter, control: JobControl = NO_CONTROL
) -> tuple[Variant, ...]:
    """Try each other diagnosis first, then the event without each; in the order of the rows.

    Raises:
        Cancelled: the task was asked to stop.
        StorageError: the region's decisions cannot be read, and never were.

    """
    now = review(app, encounter)
    case = Case(encounter, app.library.for_day(encounter.day))
    tried = _ways(encounter, case)
    variants = []
    for done, (sentence, other) in enumerate(tried):
        control.step(done, len(tried), "Prövar andra sätt att koda …")
        variants.append(Variant(sentence, other, _beside(now, review(app, other))))
    return tuple(variants)


def _ways(encounter: Encounter, case: Case) -> list[tuple[str, Encounter]]:
    """Build the variants with their sentences; rows that are told alike are tried once."""
    rows = list(enumerate(encounter.diagnoses))
    names = [f"{line.code} {line.text or case.title(line.code)}".strip() for _, line in rows]
    first = [
        (f"Sätt {names[row]} som huvuddiagnos.", put_first(encounter, row))
        for row, line in rows
        if not line.is_principal and not is_external_cause(line.code)
    ]
    left = [(f"Utelämna {name}.", leave_out(encounter, row)) for row, name in enumerate(names)]
    ways: dict[str, Encounter] = {}
    for sentence, other in (*first, *left):
        ways.setdefault(sentence, other)
    return list(ways.items())


def _beside(now: Sequence[Finding], then: Sequence[Finding]) -> WhatIf:
    before, after = {f.key for f in now}, {f.key for f in then}
    return WhatIf(
        rises=tuple(f for f in then if f.key not in before),
        falls=tuple(f for f in now if f.key not in after),
        stays=tuple(f for f in then if f.key in before),
    )
