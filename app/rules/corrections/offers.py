"""What all correctors share: which codes may be offered, and how an offer is worded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from app.domain.codes import CodeSystem, has_atc_shape, has_icd_shape, has_kva_shape
from app.domain.correction import Correction
from app.domain.encounter import Encounter
from app.domain.finding import Finding
from app.rules.case import Case

#: A corrector yields what can be done about a finding of its rule, the best first.
Corrector = Callable[[Case, Finding], Iterator[Correction]]

#: So many offers fit the digit keys.
MOST = 9
#: So many can be looked through with the arrows, where the codebook itself lists them.
MOST_LISTED = 26
_ICD = CodeSystem.ICD10SE


def named(case: Case, code: str) -> str:
    """Return a code with its title; text that no system knows stands in quotes."""
    title = case.title(code)
    return f"{code} {title}".strip() if title or _has_shape(code) else f"”{code}”"


def is_known(case: Case, code: str, system: CodeSystem = _ICD) -> bool:
    """Whether the edition holds the code, and in use on the day, so that it can be offered."""
    concept = case.concept(system, code)
    if concept is None or concept.is_structural:
        return False
    if case.day is None:
        return concept.valid_to is None
    return concept.has_begun(case.day) and not concept.has_ended(case.day)


def is_usable(case: Case, code: str, system: CodeSystem = _ICD) -> bool:
    """Whether a code that the classification is sure to have may be put on the event.

    In a selection, and where no edition covers the day, it may although the edition lacks it.
    """
    if case.concept(system, code) is None:
        return not case.is_proof(system)
    return is_known(case, code, system)


def known_among(
    case: Case, codes: Iterable[str], system: CodeSystem = _ICD, most: int = MOST
) -> list[str]:
    """Return the codes that can be offered, each once and in order, at most as many as keys."""
    return [code for code in dict.fromkeys(codes) if is_known(case, code, system)][:most]


def offer(sentence: str, encounter: Encounter) -> Correction:
    """Build an offer; external causes on rows of their own have gone to their diagnosis."""
    return Correction(sentence, encounter.folded())


def _has_shape(code: str) -> bool:
    return has_icd_shape(code) or has_kva_shape(code) or has_atc_shape(code)
