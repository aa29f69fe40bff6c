"""Who the care was for: identity number, protection, and facts of age and sex."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.identity import IdentityNumber


class Sex(StrEnum):
    """Legal sex as registered."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


SEX_LABEL = {Sex.FEMALE: "Kvinna", Sex.MALE: "Man", Sex.UNKNOWN: "Kön saknas"}


class Protection(StrEnum):
    """Protected personal data (skyddade personuppgifter), the strictest last."""

    NONE = "none"
    CONFIDENTIAL = "confidential"
    PROTECTED_REGISTRATION = "protected_registration"


#: The text that replaces the name, as the population register writes it.
PROTECTION_LABEL = {
    Protection.NONE: "",
    Protection.CONFIDENTIAL: "Sekretessmarkering",
    Protection.PROTECTED_REGISTRATION: "Skyddad folkbokföring",
}


def strictest(protections: Iterable[Protection]) -> Protection:
    """Return the strictest of them; none where there are none."""
    return max(protections, key=list(Protection).index, default=Protection.NONE)


@dataclass(frozen=True, slots=True)
class Patient:
    """The person of one encounter. `repr` carries nothing that identifies."""

    identity: IdentityNumber = field(repr=False)
    name: str = field(default="", repr=False)
    sex: Sex = Sex.UNKNOWN
    birth_date: date | None = field(default=None, repr=False)
    protection: Protection = Protection.NONE

    @property
    def is_protected(self) -> bool:
        """Whether name and number are to be masked everywhere, print included."""
        return self.protection is not Protection.NONE

    @property
    def shown_name(self) -> str:
        """The name as it may be shown: the kind of protection replaces a protected one."""
        return PROTECTION_LABEL[self.protection] if self.is_protected else self.name

    @property
    def shown_number(self) -> str:
        """The identity number as it may be shown: masked after the birth year if protected."""
        return self.identity.masked if self.is_protected else self.identity.text

    def age_days(self, on: date) -> int | None:
        """Age in whole days on a day, as the grouper and the age rules count it."""
        return None if self.birth_date is None else (on - self.birth_date).days

    def age_years(self, on: date) -> int | None:
        """Age in whole years on a day."""
        if self.birth_date is None:
            return None
        had_birthday = (on.month, on.day) >= (self.birth_date.month, self.birth_date.day)
        return on.year - self.birth_date.year - (0 if had_birthday else 1)
