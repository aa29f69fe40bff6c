"""The one most important thing that is missing before a visit can be signed, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.completion import Offer
from app.domain.correction import Correction
from app.domain.finding import Finding, Severity

#: What an override is stored under, and an offer is found by.
Key = tuple[str, tuple[str, ...]]


#: Rules of external causes and of drugs: their questions give all that is missing in one go,
#: while a correction may leave the next thing out (Y57.9 without the drug).
_ASKED_RATHER = ("LM", "YO")


class Mend(StrEnum):
    """What mends it."""

    #: A correction that is taken at once.
    CORRECT = "correct"
    #: Questions of pair completion.
    COMPLETE = "complete"
    #: A reason why it is right as it is.
    OVERRIDE = "override"
    #: Nothing but another code, or something outside the codes.
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing: the sentence, how grave it is, and what mends it."""

    sentence: str
    mend: Mend
    severity: Severity = Severity.ADVICE
    finding: Finding | None = None
    correction: Correction | None = None
    offer: Offer | None = None

    @property
    def is_blocking(self) -> bool:
        """Whether the visit cannot be signed before it is dealt with."""
        return self.severity > Severity.ADVICE


def most_important(
    findings: Sequence[Finding],
    corrections: Mapping[Key, Sequence[Correction]],
    offers: Sequence[Offer],
) -> Missing | None:
    """Choose one thing: the first error, else the first warning, else the first completion.

    `findings` are those that still ask for an answer, the most severe first; advice never is
    the most important. None where nothing is missing.
    """
    blocking = next((each for each in findings if each.severity > Severity.ADVICE), None)
    if blocking is None:
        return Missing(offers[0].sentence, Mend.COMPLETE, offer=offers[0]) if offers else None
    offered = corrections.get(blocking.key, ())
    offer = next((each for each in offers if each.code in blocking.codes), None)
    if offer is not None and blocking.rule_id.startswith(_ASKED_RATHER):
        return _about(blocking, Mend.COMPLETE, offer=offer)
    # Of several ways, as the types of diabetes that an asterisk may have, one is not ours to take.
    if offered and (len(offered) == 1 or offer is None):
        return _about(blocking, Mend.CORRECT, correction=offered[0])
    if offer is not None:
        return _about(blocking, Mend.COMPLETE, offer=offer)
    is_error = blocking.severity is Severity.ERROR
    return _about(blocking, Mend.CODE if is_error else Mend.OVERRIDE)


def _about(
    finding: Finding,
    mend: Mend,
    correction: Correction | None = None,
    offer: Offer | None = None,
) -> Missing:
    return Missing(finding.message, mend, finding.severity, finding, correction, offer)
