"""What each number of the rule catalogue became: rules, help beside a code, or a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.rules.base import Rule
from app.rules.guidance import guidance_rows

#: The catalogue has the numbers 1 to this one.
LAST_NUMBER = 164
#: Why a number has neither rule nor help; docs/rules-not-implemented.md says the same.
NOT_IMPLEMENTED = {
    128: (
        "Kräver statistik över enhetens egna vårdkontakter och en gräns som någon klinik har "
        "prövat. En gissad gräns ger falska varningar. Ålders- och könsgränser som är publicerade "
        "prövas av KO002 och KO004"
    ),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """One number: the rules that name it, whether it is told as help, and why it is neither."""

    number: int
    rule_ids: tuple[str, ...] = ()
    is_told: bool = False
    reason: str = ""


def coverage(rules: Sequence[Rule]) -> tuple[Coverage, ...]:
    """Return every number of the catalogue, in order."""
    named: dict[int, list[str]] = {}
    for rule in rules:
        for number in rule.catalogue:
            named.setdefault(number, []).append(rule.rule_id)
    told = {row.guidance.number for row in guidance_rows()}
    return tuple(
        Coverage(
            number, tuple(named.get(number, ())), number in told, NOT_IMPLEMENTED.get(number, "")
        )
        for number in range(1, LAST_NUMBER + 1)
    )


def coverage_lines(rules: Sequence[Rule]) -> Iterator[str]:
    """Write the coverage as a chapter of the rule book, a line at a time."""
    rows = coverage(rules)
    by_rule = sum(bool(row.rule_ids) for row in rows)
    by_help = sum(row.is_told for row in rows)
    yield from (
        "## Regelkatalogen",
        "",
        f"Av katalogens {LAST_NUMBER} nummer har {by_rule} regler och {by_help} hjälptext vid kod "
        "eller på skärm. De som inte har någotdera står med skälet, och i "
        "[rules-not-implemented.md](rules-not-implemented.md).",
        "",
        "| Nummer | Regler | Hjälptext | Skäl att den saknas |",
        "|---|---|---|---|",
    )
    for row in rows:
        told = "ja" if row.is_told else "–"
        yield f"| {row.number} | {', '.join(row.rule_ids) or '–'} | {told} | {row.reason or '–'} |"
    yield ""
