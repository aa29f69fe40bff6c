"""Codes as text: how they are written, compared and counted into ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache


class CodeSystem(StrEnum):
    """The code systems that an encounter is coded with."""

    ICD10SE = "icd10se"
    KVA = "kva"
    ATC = "atc"


SYSTEM_LABEL = {CodeSystem.ICD10SE: "ICD-10-SE", CodeSystem.KVA: "KVÅ", CodeSystem.ATC: "ATC"}

#: Characters of a three-character category, `I10`.
_CATEGORY_LENGTH = 3
#: More beginnings of codes than any code system has.
_MOST_STARTS = 4_096
_ICD = re.compile(r"[A-Z]\d\d(?:\.?[0-9A-Z]{1,3})?")
_ICD_RANGE = re.compile(r"[A-Z]\d\d-[A-Z]\d\d")
_KKA = re.compile(r"[A-Z]{3}\d\d")
_KMA = re.compile(r"[A-Z]{2}\d{3}")
_ATC = re.compile(r"[A-Z](?:\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?)?")


#: Longer text is no code, and is not worth remembering what was said of it.
_LONGEST_REMEMBERED = 8
_REMEMBERED = 16_384


def format_icd(text: str) -> str:
    """Write an ICD code the way the classification does: `i109` and `I10.9` give `I10.9`.

    Text that has no ICD shape comes back stripped and in capitals, so that an unknown
    code is kept and can be shown.
    """
    is_short = len(text) <= _LONGEST_REMEMBERED
    return _format_remembered(text) if is_short else _format_icd(text)


def _format_icd(text: str) -> str:
    code = "".join(text.split()).upper().rstrip("*†+")
    if not _ICD.fullmatch(code):
        return code
    bare = code.replace(".", "")
    return bare if len(bare) == _CATEGORY_LENGTH else f"{bare[:3]}.{bare[3:]}"


_format_remembered = lru_cache(_REMEMBERED)(_format_icd)


def format_code(system: CodeSystem, text: str) -> str:
    """Write a code of any system in its canonical form."""
    if system is CodeSystem.ICD10SE:
        return format_icd(text)
    return "".join(text.split()).upper()


def has_icd_shape(code: str) -> bool:
    """Whether the text can be an ICD-10-SE category or subcategory, with or without point."""
    return len(code) <= _LONGEST_REMEMBERED and _has_icd_shape(code)


@lru_cache(_REMEMBERED)
def _has_icd_shape(code: str) -> bool:
    return _ICD.fullmatch(code) is not None


def is_icd_range(code: str) -> bool:
    """Whether the code names a block such as `A00-A09`."""
    return _ICD_RANGE.fullmatch(code) is not None


def has_kva_shape(code: str) -> bool:
    """KKÅ: three letters and two digits; KMÅ: two letters and three digits."""
    return len(code) <= _LONGEST_REMEMBERED and _has_kva_shape(code)


@lru_cache(_REMEMBERED)
def _has_kva_shape(code: str) -> bool:
    return bool(_KKA.fullmatch(code) or _KMA.fullmatch(code))


def has_atc_shape(code: str) -> bool:
    """Whether the text can be an ATC code of any level."""
    return len(code) <= _LONGEST_REMEMBERED and _has_atc_shape(code)


@lru_cache(_REMEMBERED)
def _has_atc_shape(code: str) -> bool:
    return _ATC.fullmatch(code) is not None


@dataclass(frozen=True, slots=True)
class CodeRange:
    """A span of ICD codes such as `V01-Y98`, `R65` or `R65.0-R65.9`; both ends whole."""

    first: str
    last: str

    @classmethod
    def parse(cls, text: str) -> CodeRange:
        """Read `V01-Y98`, `V01–Y98`, `R65.-` or a single code."""
        first, _dash, last = text.replace("–", "-").replace(".-", "").partition("-")
        ends = (first.strip(), last.strip() or first.strip())
        if not all(has_icd_shape(end) for end in ends):
            raise ValueError(f"not a code range: {text!r}")
        return cls(*(format_icd(end) for end in ends))

    def __contains__(self, code: object) -> bool:
        """Whether the code, or any ancestor of it, lies in the span."""
        if not isinstance(code, str):
            return False
        return self.first <= code and code[: len(self.last)] <= self.last

    @property
    def is_of_categories(self) -> bool:
        """Whether three characters of a code tell if it lies in the span."""
        return len(self.first) <= _CATEGORY_LENGTH and len(self.last) <= _CATEGORY_LENGTH

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class CodeSet:
    """Several ranges asked as one question."""

    ranges: tuple[CodeRange, ...]
    #: By the first three characters of codes that were asked about: the answer, where they
    #: decide it, else the ranges that do.
    _by_start: dict[str, bool | tuple[CodeRange, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def parse(cls, text: str) -> CodeSet:
        """Read ranges separated by spaces or commas."""
        return cls(tuple(CodeRange.parse(part) for part in text.replace(",", " ").split()))

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, str):
            return False
        start = code[:_CATEGORY_LENGTH]
        answer = self._by_start.get(start)
        if answer is None:
            answer = self._decide(start)
            if len(self._by_start) < _MOST_STARTS:
                self._by_start[start] = answer
        return answer if isinstance(answer, bool) else any(code in span for span in answer)

    def _decide(self, start: str) -> bool | tuple[CodeRange, ...]:
        """Tell whether all codes that begin so are in the set, or none, or which ranges say."""
        undecided = []
        for span in self.ranges:
            if len(start) < _CATEGORY_LENGTH or span.is_of_categories:
                if start in span:
                    return True
            elif (
                span.first[:_CATEGORY_LENGTH] <= start
                and start[: len(span.last)] <= span.last[:_CATEGORY_LENGTH]
            ):
                undecided.append(span)
        return tuple(undecided) or False

    def __str__(self) -> str:
        return ", ".join(str(span) for span in self.ranges)


#: Chapter 20: external causes of morbidity and mortality.
EXTERNAL_CAUSES = CodeRange("V01", "Y98")


def is_external_cause(code: str) -> bool:
    """Whether an ICD code is an external cause (V01–Y98)."""
    return "V" <= code[:1] <= "Y" and code in EXTERNAL_CAUSES and has_icd_shape(code)
