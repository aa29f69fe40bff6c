"""Codes as text: how they are written, compared and counted into ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class CodeSystem(StrEnum):
    """The code systems that an encounter is coded with."""

    ICD10SE = "icd10se"
    KVA = "kva"
    ATC = "atc"


SYSTEM_LABEL = {CodeSystem.ICD10SE: "ICD-10-SE", CodeSystem.KVA: "KVÅ", CodeSystem.ATC: "ATC"}

#: Characters of a three-character category, `I10`.
_CATEGORY_LENGTH = 3
_ICD = re.compile(r"[A-Z]\d\d(?:\.?[0-9A-Z]{1,3})?")
_ICD_RANGE = re.compile(r"[A-Z]\d\d-[A-Z]\d\d")
_KKA = re.compile(r"[A-Z]{3}\d\d")
_KMA = re.compile(r"[A-Z]{2}\d{3}")
_ATC = re.compile(r"[A-Z](?:\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?)?")


def format_icd(text: str) -> str:
    """Write an ICD code the way the classification does: `i109` and `I10.9` give `I10.9`.

    Text that has no ICD shape comes back stripped and in capitals, so that an unknown
    code is kept and can be shown.
    """
    code = "".join(text.split()).upper().rstrip("*†+")
    if not _ICD.fullmatch(code):
        return code
    bare = code.replace(".", "")
    return bare if len(bare) == _CATEGORY_LENGTH else f"{bare[:3]}.{bare[3:]}"


def format_code(system: CodeSystem, text: str) -> str:
    """Write a code of any system in its canonical form."""
    if system is CodeSystem.ICD10SE:
        return format_icd(text)
    return "".join(text.split()).upper()


def has_icd_shape(code: str) -> bool:
    """Whether the text can be an ICD-10-SE category or subcategory, with or without point."""
    return _ICD.fullmatch(code) is not None


def is_icd_range(code: str) -> bool:
    """Whether the code names a block such as `A00-A09`."""
    return _ICD_RANGE.fullmatch(code) is not None


def has_kva_shape(code: str) -> bool:
    """KKÅ: three letters and two digits; KMÅ: two letters and three digits."""
    return bool(_KKA.fullmatch(code) or _KMA.fullmatch(code))


def has_atc_shape(code: str) -> bool:
    """Whether the text can be an ATC code of any level."""
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

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class CodeSet:
    """Several ranges asked as one question."""

    ranges: tuple[CodeRange, ...]

    @classmethod
    def parse(cls, text: str) -> CodeSet:
        """Read ranges separated by spaces or commas."""
        return cls(tuple(CodeRange.parse(part) for part in text.replace(",", " ").split()))

    def __contains__(self, code: object) -> bool:
        return any(code in span for span in self.ranges)

    def __str__(self) -> str:
        return ", ".join(str(span) for span in self.ranges)


#: Chapter 20: external causes of morbidity and mortality.
EXTERNAL_CAUSES = CodeRange("V01", "Y98")


def is_external_cause(code: str) -> bool:
    """Whether an ICD code is an external cause (V01–Y98)."""
    return "V" <= code[:1] <= "Y" and code in EXTERNAL_CAUSES and has_icd_shape(code)
