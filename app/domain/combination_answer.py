"""Why a rate, a visit type and a profession may, or may not, be reported together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.kodserver import Combination, combination_key
from app.domain.period import Period

#: Codes that a reason names; the rest are counted.
_NAMED = 8


@dataclass(frozen=True, slots=True)
class CombinationAnswer:
    """What the imported combinations say about three codes on a day."""

    #: None where no combination at all is valid on the day: then nothing can be said.
    is_allowed: bool | None
    #: Whole Swedish sentences.
    reason: str


def explain_combination(
    combinations: Sequence[Combination], rate: str, visit_type: str, profession: str, day: date
) -> CombinationAnswer:
    """Say whether the three codes may be reported together on a day, and why.

    Codes are compared without regard to capitals and blanks.
    """
    in_force = [row for row in combinations if row.valid.covers(day)]
    if not in_force:
        return CombinationAnswer(None, _nothing(day, is_imported=bool(combinations)))
    asked = combination_key(rate, visit_type, profession)
    found = next((row for row in in_force if row.key == asked), None)
    if found is not None:
        return CombinationAnswer(True, f"Kombinationen gäller {format_span(found.valid)}.")
    other_days = [format_span(row.valid) for row in combinations if row.key == asked]
    if other_days:
        return CombinationAnswer(False, f"Kombinationen gäller bara {_listed(other_days)}.")
    return CombinationAnswer(False, _first_misfit(in_force, asked))


def format_answer(answer: CombinationAnswer, day: date) -> str:
    """Write the answer as one sentence, without its reason."""
    if answer.is_allowed is None:
        return f"Frågan kan inte besvaras för {day.isoformat()}."
    may = "får" if answer.is_allowed else "får inte"
    return f"Kombinationen {may} rapporteras {day.isoformat()}."


def format_span(period: Period) -> str:
    """Write a validity in words: `från 2024-01-01 till 2024-12-31`, `tills vidare`."""
    if period.start is None and period.end is None:
        return "tills vidare"
    start = f"från {period.start.isoformat()}" if period.start else ""
    end = f"till {period.end.isoformat()}" if period.end else ""
    return f"{start} {end}".strip()


def _nothing(day: date, *, is_imported: bool) -> str:
    if is_imported:
        text = f"Ingen av de inlästa kombinationerna gäller {day.isoformat()}."
        return f"{text} Välj en annan dag, eller läs in den tabell som gällde då."
    return "Ingen kombination är inläst. Läs in tabellen över kombinationer."


def _first_misfit(in_force: Iterable[Combination], asked: tuple[str, str, str]) -> str:
    rate, visit_type, profession = asked
    same_rate = [row for row in in_force if row.key[0] == rate]
    if not same_rate:
        return f"Taxan {rate} står inte i någon kombination den dagen."
    same_visit = [row for row in same_rate if row.key[1] == visit_type]
    if not same_visit:
        fits = _listed(_sorted(row.visit_type for row in same_rate))
        return f"Taxan {rate} går inte med besökstyp {visit_type or '–'}, bara med {fits}."
    fits = _listed(_sorted(row.profession for row in same_visit))
    text = f"Taxan {rate} med besökstyp {visit_type} går inte med yrkeskategori"
    return f"{text} {profession or '–'}, bara med {fits}."


def _sorted(codes: Iterable[str]) -> list[str]:
    return sorted(set(codes))


def _listed(words: Sequence[str]) -> str:
    rest = len(words) - _NAMED
    return ", ".join(words[:_NAMED]) + (f" och {rest} till" if rest > 0 else "")
