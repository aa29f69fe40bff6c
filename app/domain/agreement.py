"""How far two persons coded the same events alike: exact code, category, Cohen's kappa.

Kappa is that of J. Cohen (1960): the agreement beyond what the two would reach by chance, from
how often each of them used each code. It is undefined where both used one and the same code
throughout; then it is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.domain.encounter import Encounter

#: Stands for a principal diagnosis that was not set.
NONE = ""
_CATEGORY = 3


@dataclass(frozen=True, slots=True)
class CodedTwice:
    """One event as the first and the second person coded it."""

    encounter_id: str
    first: Encounter
    second: Encounter
    #: Whose coding was reviewed.
    coder_id: str
    coder_name: str
    #: Rules that spoke at the first signature, set aside or not.
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the codings of some events agree. Shares are 0 to 1; None without any event."""

    #: What the events have in common: a person, a chapter, a rule; empty for all.
    name: str
    events: int
    principal_exact: int
    principal_category: int
    kappa_exact: float | None
    kappa_category: float | None
    #: Diagnoses of all kinds that both have, those that either has.
    diagnoses_shared: int
    diagnoses_all: int
    procedures_shared: int
    procedures_all: int

    @property
    def principal_share(self) -> float | None:
        """The part of the events with the same principal diagnosis."""
        return _share(self.principal_exact, self.events)

    @property
    def category_share(self) -> float | None:
        """The part of the events with a principal diagnosis of the same three characters."""
        return _share(self.principal_category, self.events)

    @property
    def diagnosis_share(self) -> float | None:
        """The part of all diagnoses that both have."""
        return _share(self.diagnoses_shared, self.diagnoses_all)

    @property
    def procedure_share(self) -> float | None:
        """The part of all procedures that both have."""
        return _share(self.procedures_shared, self.procedures_all)


def measure(pairs: Sequence[CodedTwice], name: str = "") -> Agreement:
    """Measure the agreement over some events."""
    principals = [(_principal(pair.first), _principal(pair.second)) for pair in pairs]
    categories = [(one[:_CATEGORY], other[:_CATEGORY]) for one, other in principals]
    diagnoses = [_counts(pair, lambda event: event.icd_codes()) for pair in pairs]
    procedures = [_counts(pair, _procedure_codes) for pair in pairs]
    return Agreement(
        name,
        len(pairs),
        _alike(principals),
        _alike(categories),
        cohens_kappa(principals),
        cohens_kappa(categories),
        *(sum(column) for column in _columns(diagnoses)),
        *(sum(column) for column in _columns(procedures)),
    )


def by_person(pairs: Sequence[CodedTwice]) -> list[Agreement]:
    """Measure by whose coding was reviewed, the largest first."""
    return _by(pairs, lambda pair: (pair.coder_name,))


def by_chapter(pairs: Sequence[CodedTwice], chapter_of: Callable[[str], str]) -> list[Agreement]:
    """Measure by the chapter of the first principal diagnosis, the largest first."""
    return _by(pairs, lambda pair: (chapter_of(_principal(pair.first)) or "Utan kapitel",))


def by_rule(pairs: Sequence[CodedTwice]) -> list[Agreement]:
    """Measure by the rules that spoke at the first signature; an event counts under each."""
    return _by(pairs, lambda pair: tuple(dict.fromkeys(pair.rules)))


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa of two persons' choices, or None where it is undefined."""
    if not pairs:
        return None
    firsts = Counter(one for one, _other in pairs)
    seconds = Counter(other for _one, other in pairs)
    count = len(pairs)
    by_chance = sum(firsts[each] * seconds[each] for each in firsts) / count**2
    if by_chance >= 1:
        return None
    return (_alike(pairs) / count - by_chance) / (1 - by_chance)


def differences(first: Encounter, second: Encounter) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes that only the first has and those that only the second has, in order.

    A code that is principal for the one and secondary for the other stands in both.
    """
    mine, theirs = _told(first), _told(second)
    return tuple(code for code in mine if code not in theirs), tuple(
        code for code in theirs if code not in mine
    )


def format_share(share: float | None) -> str:
    """Write a share in percent, as on screen and paper; a dash where there is none."""
    return "–" if share is None else f"{100 * share:.0f} %"


def format_kappa(kappa: float | None) -> str:
    """Write a kappa with two decimals; a dash where it is undefined."""
    return "–" if kappa is None else f"{kappa:.2f}".replace(".", ",").replace("-", "−")


def _told(event: Encounter) -> tuple[str, ...]:
    principal = event.principal
    told = [f"{_principal(event)} (huvuddiagnos)"] if principal is not None else []
    rest = [code for code in event.icd_codes() if principal is None or code != principal.code]
    return (*told, *dict.fromkeys(rest), *dict.fromkeys(_procedure_codes(event)))


def _by(
    pairs: Sequence[CodedTwice], names_of: Callable[[CodedTwice], tuple[str, ...]]
) -> list[Agreement]:
    groups: dict[str, list[CodedTwice]] = {}
    for pair in pairs:
        for name in names_of(pair):
            groups.setdefault(name, []).append(pair)
    measured = [measure(group, name) for name, group in groups.items()]
    return sorted(measured, key=lambda each: (-each.events, each.name))


def _principal(event: Encounter) -> str:
    return event.principal.code if event.principal is not None else NONE


def _procedure_codes(event: Encounter) -> Iterable[str]:
    return (code for procedure in event.procedures for code in procedure.codes)


def _counts(pair: CodedTwice, codes_of: Callable[[Encounter], Iterable[str]]) -> tuple[int, int]:
    first, second = Counter(codes_of(pair.first)), Counter(codes_of(pair.second))
    return (first & second).total(), (first | second).total()


def _columns(rows: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(row[0] for row in rows), tuple(row[1] for row in rows)


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(one == other for one, other in pairs)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
