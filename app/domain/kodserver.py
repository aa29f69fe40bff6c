"""The tables of Region Stockholm's Kodserver, and what they say about a contact.

Source of the tables and their names: seed 000. Source of the KVÅ codes that follow from
contact type and profession: seed 001, section 7.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from app.domain.file_import import FileImport
from app.domain.period import ALWAYS, Period


class KodserverTable(StrEnum):
    """A table of codes, by the name that Kodserver gives it."""

    BTYP = "BTYP"
    VDG = "VDG"
    TAXA = "TAXA"
    AKUT = "AKUT"
    IKOD = "IKOD"
    UKOD = "UKOD"
    DIAGNOS = "DIAGNOS"
    OPKOD = "OPKOD"
    ATC = "ATC"
    PRODUKT = "PRODUKT"


TABLE_LABEL = {
    KodserverTable.BTYP: "Besökstyp",
    KodserverTable.VDG: "Yrkeskategori",
    KodserverTable.TAXA: "Taxa",
    KodserverTable.AKUT: "Akut/Ej akut",
    KodserverTable.IKOD: "Inskrivning i slutenvård",
    KodserverTable.UKOD: "Utskrivning i slutenvård",
    KodserverTable.DIAGNOS: "Diagnoskoder",
    KodserverTable.OPKOD: "Åtgärdskoder",
    KodserverTable.ATC: "Läkemedelskoder",
    KodserverTable.PRODUKT: "DRG-koder och andra produkter",
}
#: The name under which the import of combinations is remembered, beside the tables.
COMBINATIONS = "KOMBINATION"


@dataclass(frozen=True, slots=True)
class KodserverCode:
    """One row of a table: a code, its text, and the days on which it may be reported."""

    code: str
    text: str
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Combination:
    """A rate, visit type and profession that may be reported together while it is valid."""

    rate: str
    visit_type: str
    profession: str
    valid: Period = ALWAYS

    @property
    def key(self) -> tuple[str, str, str]:
        """The three codes as they are compared."""
        return combination_key(self.rate, self.visit_type, self.profession)


@dataclass(frozen=True, slots=True)
class XsCode:
    """A KVÅ code that follows from the contact, so that nobody has to write it.

    `contact_types` or `professions` is empty; where both are, only the text tells when.
    """

    code: str
    text: str
    contact_types: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KodserverStarter:
    """What ships with the program: codes where a source states them, a remedy where none does."""

    codes: dict[KodserverTable, tuple[KodserverCode, ...]] = field(default_factory=dict, hash=False)
    #: For each table a Swedish sentence: what to import, or where the rows come from.
    remarks: dict[KodserverTable, str] = field(default_factory=dict, hash=False)
    contact_types: tuple[KodserverCode, ...] = ()
    product_types: tuple[KodserverCode, ...] = ()
    xs_codes: tuple[XsCode, ...] = ()


@dataclass(frozen=True, slots=True)
class TableState:
    """How one table stands: its rows, and where they come from."""

    table: KodserverTable
    rows: int
    #: None while the table has not been imported; what it holds is then the starter's.
    latest: FileImport | None = None
    #: A Swedish sentence on what to import, or where the starter's rows come from.
    remark: str = ""


def code_key(table: KodserverTable, code: str) -> str:
    """Write a code as it is compared: capitals, no blanks, and diagnoses without their point."""
    key = "".join(code.split()).upper()
    return key.replace(".", "") if table is KodserverTable.DIAGNOS else key


def combination_key(rate: str, visit_type: str, profession: str) -> tuple[str, str, str]:
    """Write the three codes of a combination as they are compared."""
    return _plain(rate), _plain(visit_type), _plain(profession)


def codes_on(codes: Iterable[KodserverCode], day: date) -> tuple[KodserverCode, ...]:
    """Return the codes that may be reported on a day, in the order given."""
    return tuple(row for row in codes if row.valid.covers(day))


def find_code(
    table: KodserverTable, codes: Iterable[KodserverCode], code: str, day: date
) -> KodserverCode | None:
    """Return the row of a code on a day, or None where it may not be reported then."""
    key = code_key(table, code)
    return next((r for r in codes_on(codes, day) if code_key(table, r.code) == key), None)


def combination_is_allowed(
    combinations: Iterable[Combination], rate: str, visit_type: str, profession: str, day: date
) -> bool | None:
    """Whether the three codes may be reported together on a day.

    None where no combination at all is valid on the day: nothing has been imported for it, so
    nothing can be said.
    """
    in_force = [row for row in combinations if row.valid.covers(day)]
    if not in_force:
        return None
    asked = combination_key(rate, visit_type, profession)
    return any(row.key == asked for row in in_force)


def derived_xs_codes(
    mapping: Iterable[XsCode], contact_type: str, profession: str
) -> tuple[str, ...]:
    """Return the KVÅ codes that follow from a contact, that of the contact type first.

    Both may be given as code (`KT`, `10`) or in words as the mapping has them (`Teambesök`,
    `Läkare`); what the mapping does not know gives nothing.
    """
    rows = tuple(mapping)
    of_contact = [x.code for x in rows if not x.professions and _names(x, contact_type)]
    of_profession = [x.code for x in rows if x.professions and _names(x, profession)]
    return tuple(dict.fromkeys((*of_contact, *of_profession)))


def find_overlap(periods: Sequence[Period]) -> tuple[int, int] | None:
    """Return the indexes of two periods that share a day, lowest first, or None."""
    order = sorted(range(len(periods)), key=lambda i: (periods[i].start or date.min, i))
    for earlier, later in pairwise(order):
        end, start = periods[earlier].end, periods[later].start
        if end is None or start is None or start <= end:
            return min(earlier, later), max(earlier, later)
    return None


def _names(row: XsCode, asked: str) -> bool:
    word = _plain(asked)
    names = (*row.contact_types, *row.professions, *row.text.split("/"))
    return bool(word) and word in {_plain(name) for name in names}


def _plain(text: str) -> str:
    return "".join(text.split()).upper()
