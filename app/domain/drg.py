"""One care contact as NordDRG groups it, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.errors import AppError

#: Older than this nobody is: 125 years in days.
MOST_DAYS_OF_AGE = 45_654
DEAD = "E"


class GroupingInputError(AppError):
    """A contact lacks what grouping rests on; the sentence says what."""


class DrgSex(StrEnum):
    """Sex as the tables write it."""

    MALE = "M"
    FEMALE = "F"
    MISSING = ""


_SEX = {"1": DrgSex.MALE, "M": DrgSex.MALE, "2": DrgSex.FEMALE, "F": DrgSex.FEMALE}


def parse_drg_sex(text: str) -> DrgSex:
    """Read a sex; `K` is a woman on Swedish screens, and what is not known is missing."""
    letter = text.strip().upper()
    return DrgSex.FEMALE if letter == "K" else _SEX.get(letter, DrgSex.MISSING)


def clean_drg_code(text: str) -> str:
    """Write a code as the tables compare it: capitals, no points, blanks or asterisks."""
    if text.isalnum():
        return text.upper()
    return text.replace("\xa0", " ").replace(".", "").replace("*", "").strip().upper()


@dataclass(frozen=True, slots=True)
class DrgDiagnosis:
    """A diagnosis: one code, or a dagger code with its asterisk code. Codes are cleaned."""

    code: str
    asterisk: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The code, or both halves, the dagger first; nothing for an empty place."""
        return tuple(code for code in (self.code, self.asterisk) if code)

    @property
    def label(self) -> str:
        """The code as it is shown; a pair with both halves."""
        return f"{self.code}†/{self.asterisk}*" if self.asterisk else self.code


@dataclass(frozen=True, slots=True)
class DrgCase:
    """What grouping looks at. Codes are cleaned (`clean_drg_code`); see `check_case`."""

    sex: DrgSex
    #: Whole days at admission.
    age_days: int
    #: 0 for an outpatient contact; for a stay the last day minus the first, plus 1.
    stay_days: int
    #: `E` dead, `R` moved to another hospital, anything else as given.
    discharge: str = ""
    #: The first is the principal diagnosis, and stays so when it is blank.
    diagnoses: tuple[DrgDiagnosis, ...] = field(default=(), repr=False)
    #: A repeated code is another procedure.
    procedures: tuple[str, ...] = field(default=(), repr=False)

    @property
    def principal(self) -> DrgDiagnosis | None:
        """The principal diagnosis, None where its place is blank."""
        first = self.diagnoses[0] if self.diagnoses else None
        return first if first is not None and first.codes else None


@dataclass(frozen=True, slots=True)
class DrgOutcome:
    """The group of a contact, and the rule that gave it; all empty where no rule is met."""

    drg: str = ""
    #: Number of the rule in the tables.
    rule: str = ""
    #: Return code of the rule: 0 grouped, else a kind of trouble.
    rtc: str = ""
    #: Major diagnostic category of the principal diagnosis.
    mdc: str = ""

    @property
    def is_grouped(self) -> bool:
        """Whether any rule was met."""
        return bool(self.rule)


def make_case(
    *,
    sex: str,
    age_days: int | None,
    stay_days: int | None,
    discharge: str = "",
    diagnoses: tuple[DrgDiagnosis, ...] = (),
    procedures: tuple[str, ...] = (),
) -> DrgCase:
    """Build a case of what was read; trailing blank places are dropped.

    Raises:
        GroupingInputError: age or length of stay is missing or impossible.

    """
    if age_days is None:
        raise GroupingInputError(
            "Åldern saknas, och utan den går det inte att gruppera. Ange ålder i dagar vid "
            "inskrivningen."
        )
    if stay_days is None:
        raise GroupingInputError(
            "Vårdtiden saknas, och utan den går det inte att gruppera. Ange 0 för öppenvård."
        )
    if age_days < 0:
        raise GroupingInputError(
            f"Åldern är negativ ({age_days} dagar). Rätta födelsedatum eller inskrivningsdag."
        )
    if stay_days < 0:
        raise GroupingInputError(
            f"Vårdtiden är negativ ({stay_days} dagar). Rätta in- eller utskrivningsdag."
        )
    return DrgCase(
        parse_drg_sex(sex), age_days, stay_days, discharge.strip().upper(), diagnoses, procedures
    )
