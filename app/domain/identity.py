"""Swedish identity numbers: kind, validity, birth date and sex read off the number.

Personnummer (SKV 704) and samordningsnummer (SKV 707; the day plus 60) end in a Luhn check
digit; a samordningsnummer may leave the month or the day open, and then says no birth date.
National and local reserve numbers stand in where neither exists. The algorithm of the
check digit of a national reserve number is not public to us: of that kind the shape alone is
checked, and a mistyped one may pass.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from personnummer import personnummer


class IdentityKind(StrEnum):
    """What sort of number it is."""

    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    NATIONAL_RESERVE = "nationellt_reservnummer"
    LOCAL_RESERVE = "lokalt_reservnummer"
    #: Number of an asylum seeker's card; never read off a text, since it has no shape of its own.
    LMA = "lma_nummer"
    UNKNOWN = "okand"


#: Characters of a canonical number.
_LENGTH = 12


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number as read. An invalid one is kept and flagged, never dropped."""

    #: Canonical: twelve characters without separator where the kind has them.
    text: str = field(repr=False)
    kind: IdentityKind = IdentityKind.UNKNOWN
    is_valid: bool = False
    birth_date: date | None = field(default=None, repr=False)
    #: `female`, `male` or None where the number does not say.
    sex: str | None = field(default=None, repr=False)

    @property
    def masked(self) -> str:
        """The birth year alone, for protected persons."""
        return f"{self.text[:4]}••••-••••" if len(self.text) == _LENGTH else "••••••••"


_CIVIC = re.compile(r"([0-9]{2})?([0-9]{6})([-+]?)([0-9]{4})")
_RESERVE = re.compile(r"([0-9]{8})[-+]?([0-9A-Z]{4})")
#: The letters of a national reserve number: A–Z without I, O, Q, V and W.
_NRID_TAIL = re.compile(r"[A-HJ-NPR-UX-Z]{2}[0-9A-HJ-NPR-UX-Z][0-9]")
#: Västra Götaland: K (kvinna), M (man) or X, a number from 06 to 89, a digit.
_VGR_TAIL = re.compile(r"([KMX])(?:0[6-9]|[1-8][0-9])[0-9]")
_VGR_SEX = {"K": "female", "M": "male", "X": None}
_COORDINATION_DAYS = 60
#: Month 00 and day 60 stand for an unknown one; the agency also fills in days such as 31 September.
_COORDINATION_DATE = re.compile(r"[0-9]{4}(?:0[0-9]|1[0-2])(?:[6-8][0-9]|9[01])")
#: A national reserve number writes the birth century plus 3, 6, … 78.
_FIRST_NRID_CENTURY, _LAST_NRID_CENTURY = 22, 98
#: Year, month from 20, day 40–59: a serial number in place of an unknown birth date.
_NRID_SERIAL = re.compile(r"00[0-9]{2}[2-9][0-9][45][0-9]")
#: Nobody with such a number was born earlier.
_FIRST_BIRTH_YEAR = 1800


def read_identity(text: str, today: date | None = None) -> IdentityNumber:
    """Recognise and check an identity number as people and systems write it.

    Ten or twelve characters, with `-`, `+` or no separator. Ten characters mean the latest
    such birth date that is not in the future; `+` means the year in which the person turns
    100, or later. Any text is answered: what is no identity number comes back stripped, of
    kind UNKNOWN and not valid. A blank is not a separator (`19090527 1474` is not valid,
    while `190905271474` is). A birth date after `today` is not valid.
    """
    stripped = text.strip()
    day = today or datetime.now().astimezone().date()
    civic = _CIVIC.fullmatch(stripped)
    if civic and civic[1] != "99":
        century = civic[1] or _century(civic[2], day, is_over_100=civic[3] == "+")
        return _read_civic(century + civic[2] + civic[4], day)
    reserve = _RESERVE.fullmatch(stripped.upper())
    if reserve:
        return _read_reserve(reserve[1], reserve[2], day) or IdentityNumber(stripped)
    return IdentityNumber(stripped)


def describe_identity(text: str) -> dict[str, str | bool | None]:
    """Tell the facts of one number, ready to be printed as JSON."""
    identity = read_identity(text)
    return {
        "number": identity.text,
        "kind": identity.kind.value,
        "valid": identity.is_valid,
        "birth_date": identity.birth_date.isoformat() if identity.birth_date else None,
        "sex": identity.sex,
    }


def _century(six: str, today: date, *, is_over_100: bool) -> str:
    """Find the two century digits that a ten-digit number leaves out."""
    latest = today.year - 100 if is_over_100 else today.year
    year = latest - (latest - int(six[:2])) % 100
    month_and_day = _without_coordination(f"{year:04}{six[2:]}")[4:]
    if month_and_day > f"{today:%m%d}" and year == today.year:
        year -= 100
    return f"{year // 100:02}"


def _read_civic(number: str, today: date) -> IdentityNumber:
    born, sex = _birth_date(_without_coordination(number[:8]), today), _sex_of_digit(number[10])
    if _COORDINATION_DATE.fullmatch(number[:8]):
        is_past = born is not None or _is_incomplete(number[:8], today)
        is_valid = is_past and number[8:11] != "000" and _has_luhn(number[2:])
        return IdentityNumber(number, IdentityKind.SAMORDNINGSNUMMER, is_valid, born, sex)
    is_valid = born is not None and personnummer.valid(number)
    return IdentityNumber(number, IdentityKind.PERSONNUMMER, is_valid, born, sex)


def _read_reserve(day: str, tail: str, today: date) -> IdentityNumber | None:
    if day[:2] == "99":
        return _read_stockholm(day + tail)
    if _NRID_TAIL.fullmatch(tail) and (national := _read_national(day, tail, today)):
        return national
    born = _birth_date(day, today)
    if born is None or tail.isdigit():
        return None
    vgr = _VGR_TAIL.fullmatch(tail)
    sex = _VGR_SEX[vgr[1]] if vgr else None
    return IdentityNumber(
        day + tail, IdentityKind.LOCAL_RESERVE, is_valid=True, birth_date=born, sex=sex
    )


def _read_stockholm(number: str) -> IdentityNumber | None:
    if not number.isdigit():
        return None
    return IdentityNumber(number, IdentityKind.LOCAL_RESERVE, _has_luhn(number[2:]))


def _read_national(day: str, tail: str, today: date) -> IdentityNumber | None:
    kind, sex, century = IdentityKind.NATIONAL_RESERVE, _sex_of_digit(tail[2]), int(day[:2])
    if _NRID_SERIAL.fullmatch(day):
        return IdentityNumber(day + tail, kind, is_valid=True, sex=sex)
    if not _FIRST_NRID_CENTURY <= century <= _LAST_NRID_CENTURY:
        return None
    # 22, 25, … stand for 19; 23, 26, … for 20; 24, 27, … for 18.
    born = _birth_date(f"{18 + century % 3}{day[2:]}", today)
    return IdentityNumber(day + tail, kind, born is not None, born, sex)


def _without_coordination(eight: str) -> str:
    day = int(eight[6:])
    return f"{eight[:6]}{day - _COORDINATION_DAYS:02}" if day >= _COORDINATION_DAYS else eight


def _is_incomplete(eight: str, today: date) -> bool:
    """Whether a coordination number leaves the month or day open, in a year that has begun."""
    year, month, day = int(eight[:4]), int(eight[4:6]), int(eight[6:]) - _COORDINATION_DAYS
    if not _FIRST_BIRTH_YEAR <= year <= today.year:
        return False
    return not (month and day and day <= monthrange(year, month)[1])


def _birth_date(eight: str, today: date) -> date | None:
    """Read a birth date; None where there is no such day, or not yet."""
    try:
        born = date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return None
    return born if born.year >= _FIRST_BIRTH_YEAR and born <= today else None


def _sex_of_digit(character: str) -> str | None:
    if not character.isdigit():
        return None
    return "male" if int(character) % 2 else "female"


def _has_luhn(ten: str) -> bool:
    doubled = (str(int(digit) * (2 - index % 2)) for index, digit in enumerate(ten))
    return sum(int(digit) for digit in "".join(doubled)) % 10 == 0
