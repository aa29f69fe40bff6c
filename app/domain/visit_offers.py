"""What is offered to a clinician for a visit: codes with their reasons, none of them set."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.domain.codes import CodeSystem
from app.domain.encounter import Diagnosis
from app.domain.own_codes import CodeKey

#: Why a procedure is offered that nobody has counted.
USUAL_BY_TABLE = "vanlig vid sådana besök"
#: Why a code is offered that was written itself.
AS_TYPED = "koden som skrevs"
_CATEGORY = 3
#: Offered at most of each kind, so that one column holds them and a digit reaches each.
MOST_CODES = 3
MOST_CHRONIC = 3
MOST_PROCEDURES = 3


@dataclass(frozen=True, slots=True)
class CodeOffer:
    """One code, and why it is offered, in some words."""

    system: CodeSystem
    code: str
    title: str
    why: str
    #: The words that go with it as diagnosis text; empty where what is typed does.
    text: str = field(default="", repr=False)
    #: Found by a look-alike of what was typed, or by some of its words: not taken in passing.
    is_guess: bool = False
    #: Another condition in what is typed, which still wants a code once this one is taken.
    rest: str = field(default="", repr=False)
    #: The earlier event where a chronic condition was signed; empty for anything else.
    source: str = ""

    @property
    def key(self) -> CodeKey:
        """The system and the code."""
        return self.system, self.code


@dataclass(frozen=True, slots=True)
class TeamPrincipal:
    """The principal diagnosis that the members of a team visit share."""

    diagnosis: Diagnosis
    #: Where it comes from: `Läkare, signerad 10:40`.
    told: str


@dataclass(frozen=True, slots=True)
class VisitOffers:
    """What is known of a visit when it is opened, before anything is typed."""

    #: Codes that the clinician wrote in the record.
    noted: tuple[CodeOffer, ...] = ()
    chronic: tuple[CodeOffer, ...] = ()
    procedures: tuple[CodeOffer, ...] = ()
    team: TeamPrincipal | None = None


#: Nothing is known, or nothing is offered.
NO_OFFERS = VisitOffers()


def with_noted(found: tuple[CodeOffer, ...], noted: tuple[CodeOffer, ...]) -> tuple[CodeOffer, ...]:
    """Put the codes that stand in the record first among those found for what is typed.

    Those found, and those of the category of the best one: who writes `hjärninfarkt` where the
    record says I63.3 is offered that before I63.9. A code that was typed stays first.
    """
    if not found or found[0].is_guess or found[0].rest:
        return found
    first = found[0]
    if first.why == AS_TYPED:
        return found
    by_key = {offer.key: offer for offer in found}
    kin = [each for each in noted if each.key in by_key or _is_kin(each, first)]
    ahead = tuple(
        replace(by_key.get(each.key, each), why=_also(each, by_key), text="") for each in kin
    )
    rest = tuple(offer for offer in found if offer.key not in {each.key for each in ahead})
    return (*ahead, *rest)[:MOST_CODES]


def _is_kin(noted: CodeOffer, found: CodeOffer) -> bool:
    return noted.system is found.system and noted.code[:_CATEGORY] == found.code[:_CATEGORY]


def _also(noted: CodeOffer, found: dict[CodeKey, CodeOffer]) -> str:
    offer = found.get(noted.key)
    return noted.why if offer is None else f"{noted.why} · {offer.why}"
