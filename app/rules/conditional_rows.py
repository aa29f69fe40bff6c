"""Rows of rule tables that set a condition: a sex, an age, another code, a lead procedure.

A table is indexed by category, so that a rule asks only the rows that a code can lie in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from app.domain.codes import CodeRange, CodeSet
from app.domain.patient import SEX_LABEL, Sex
from app.domain.period import ALWAYS, Period
from app.rules.case import Case
from app.rules.categories import parse_diagnoses
from app.rules.tables import TABLE_FOLDER, Cells, TableRow, read_rows

R = TypeVar("R", bound=TableRow)

_CATEGORY = 3
_START = 2
#: A KVÅ code or the beginning of one.
_PROCEDURE = re.compile(r"[A-Z]{1,3}\d{0,3}")
_SEXES = {"female": Sex.FEMALE, "male": Sex.MALE}
_PLACES = {"principal": True, "any": False}
_LINK_KEYS = frozenset({"valid_from", "valid_to", "beside", "place"})


@dataclass(frozen=True, slots=True)
class SexRow(TableRow):
    """Codes that one sex only can have."""

    sex: Sex

    @property
    def told(self) -> str:
        """The codes and the sex."""
        return f"{self.codes}: {SEX_LABEL[self.sex].lower()}"


@dataclass(frozen=True, slots=True)
class AgeRow(TableRow):
    """Codes of an age, in whole days on the day of admission, both ends included."""

    is_for_principal: bool
    least_days: int | None = None
    most_days: int | None = None

    def covers(self, days: int) -> bool:
        """Whether somebody of that age may have the codes."""
        is_old_enough = self.least_days is None or days >= self.least_days
        return is_old_enough and (self.most_days is None or days <= self.most_days)

    @property
    def told(self) -> str:
        """The codes, where on the event, and the ages."""
        ends = []
        if self.least_days is not None:
            ends.append(f"från {self.least_days} dagar")
        if self.most_days is not None:
            ends.append(f"till och med {self.most_days} dagar")
        place = " som huvuddiagnos" if self.is_for_principal else ""
        return f"{self.codes}{place}: {' '.join(ends)}"


@dataclass(frozen=True, slots=True)
class LinkRow(TableRow):
    """Codes that must, or must not, stand beside others; which of the two, the rule knows."""

    #: The id of the rule that reads the row.
    rule: str
    others: CodeSet
    valid: Period = ALWAYS
    #: The row speaks only where one of these stands on the event too.
    beside: CodeSet | None = None
    is_for_principal: bool = False

    @property
    def told(self) -> str:
        """The codes, where on the event and beside what, the others, and since when."""
        place = " som huvuddiagnos" if self.is_for_principal else ""
        beside = f" bredvid {self.beside}" if self.beside else ""
        since = f", från {self.valid.start}" if self.valid.start else ""
        until = f", till {self.valid.end}" if self.valid.end else ""
        return f"{self.codes}{place}{beside} – {self.others}{since}{until}"

    def speaks(self, case: Case, code: str) -> bool:
        """Whether the row says anything of a code of its own where it stands on this event."""
        if self.valid is not ALWAYS and case.day is not None and not self.valid.covers(case.day):
            return False
        if self.is_for_principal and code not in case.principal_codes:
            return False
        return self.beside is None or any(c in self.beside for c in case.shaped_codes)

    def names(self, code: str) -> bool:
        """Whether the row names the code itself, and not only its category."""
        return any(len(span.last) > _CATEGORY and code in span for span in self.codes.ranges)

    def says_the_same(self, other: LinkRow) -> bool:
        """Whether another row of the rule says the same from the other end, on any event."""
        if self.beside or other.beside or self.is_for_principal or other.is_for_principal:
            return False
        return _overlap(self.codes, other.others) and _overlap(other.codes, self.others)


@dataclass(frozen=True)
class Table(Generic[R]):
    """The rows of one rule."""

    rows: tuple[R, ...]

    @cached_property
    def _by_category(self) -> dict[str, tuple[R, ...]]:
        found: dict[str, list[R]] = {}
        for row in self.rows:
            for category in dict.fromkeys(_categories(row.codes)):
                found.setdefault(category, []).append(row)
        return {category: tuple(rows) for category, rows in found.items()}

    def about(self, codes: Iterable[str]) -> Iterator[tuple[str, R]]:
        """Yield each code beside each row that it lies in, in order of the codes."""
        by_category = self._by_category
        for code in codes:
            for row in by_category.get(code[:_CATEGORY], ()):
                if code in row.codes:
                    yield code, row


def read_sexes() -> Table[SexRow]:
    """Read `sex.toml`."""
    return Table(read_rows(TABLE_FOLDER / "sex.toml", _sex_row, frozenset({"sex"})))


def read_ages() -> Table[AgeRow]:
    """Read `age.toml`."""
    ends = frozenset({"least_days", "most_days"})
    return Table(read_rows(TABLE_FOLDER / "age.toml", _age_row, frozenset({"place"}), ends))


def read_links(name: str, *rule_ids: str) -> dict[str, Table[LinkRow]]:
    """Read a table of codes beside others, and return the rows of each rule by its id.

    Raises:
        InputFileError: a row is not complete, names a rule that does not read the table, or
            sets its codes against themselves, or goes in a loop with a row before it.

    """
    return links_of(TABLE_FOLDER / name, *rule_ids)


def links_of(path: Path, *rule_ids: str) -> dict[str, Table[LinkRow]]:
    """Read such a table from any file; see read_links."""
    readers = {rule_id: rule_id for rule_id in rule_ids}
    known: dict[str, list[LinkRow]] = {rule_id: [] for rule_id in rule_ids}

    def build(cells: Cells) -> LinkRow:
        row = _link_row(cells, readers)
        if any(row.says_the_same(earlier) for earlier in known[row.rule]):
            raise cells.refuse("raden går i ring med en tidigare rad: den säger samma sak omvänt.")
        known[row.rule].append(row)
        return row

    read_rows(path, build, frozenset({"rule", "others"}), _LINK_KEYS)
    return {rule_id: Table(tuple(rows)) for rule_id, rows in known.items()}


def _link_row(cells: Cells, readers: dict[str, str]) -> LinkRow:
    row = LinkRow(
        *_common(cells),
        cells.choice("rule", readers),
        cells.codes("others", parse_diagnoses),
        valid=cells.period(),
        beside=cells.codes("beside", parse_diagnoses) if cells.has("beside") else None,
        is_for_principal=cells.has("place") and cells.choice("place", _PLACES),
    )
    if _overlap(row.codes, row.others):
        raise cells.refuse("codes och others får inte ha koder gemensamt.")
    return row


def _common(cells: Cells) -> tuple[CodeSet, tuple[int, ...], str, str]:
    return (
        cells.codes("codes", parse_diagnoses),
        cells.numbers("catalogue"),
        cells.text("source"),
        cells.sentence("reason"),
    )


def _sex_row(cells: Cells) -> SexRow:
    return SexRow(*_common(cells), cells.choice("sex", _SEXES))


def _age_row(cells: Cells) -> AgeRow:
    least = cells.number("least_days") if cells.has("least_days") else None
    most = cells.number("most_days") if cells.has("most_days") else None
    if (least is None and most is None) or (least or 0) > (
        most if most is not None else least or 0
    ):
        raise cells.refuse("least_days och most_days ska ge ett åldersintervall.")
    return AgeRow(*_common(cells), cells.choice("place", _PLACES), least, most)


def _categories(codes: CodeSet) -> Iterator[str]:
    for span in codes.ranges:
        first, last = span.first[:_CATEGORY], span.last[:_CATEGORY]
        for letter in range(ord(first[0]), ord(last[0]) + 1):
            for number in range(100):
                category = f"{chr(letter)}{number:02}"
                if first <= category <= last:
                    yield category


def _overlap(codes: CodeSet, others: CodeSet) -> bool:
    return any(_meet(one, other) for one in codes.ranges for other in others.ranges)


def _meet(one: CodeRange, other: CodeRange) -> bool:
    return one.first in other or other.first in one


def parse_procedures(text: str) -> CodeSet:
    """Read KVÅ codes, ranges and beginnings of codes: `XU003-XU004 NF S`.

    Raises:
        ValueError: a part has the shape of none of them.

    """
    spans = []
    for part in text.replace(",", " ").split():
        first, _dash, last = part.partition("-")
        last = last or first
        if not all(_PROCEDURE.fullmatch(end) for end in (first, last)) or len(first) != len(last):
            raise ValueError(f"not procedures: {part!r}")
        spans.append(CodeRange(first, last))
    return CodeSet(tuple(spans))


def read_procedures(*rule_ids: str) -> dict[str, tuple[LinkRow, ...]]:
    """Read `procedures.toml`, whose codes are KVÅ, and return the rows of each rule by its id."""
    readers = {rule_id: rule_id for rule_id in rule_ids}

    def build(cells: Cells) -> LinkRow:
        return LinkRow(
            cells.codes("codes", parse_procedures),
            cells.numbers("catalogue"),
            cells.text("source"),
            cells.sentence("reason"),
            cells.choice("rule", readers),
            cells.codes("others", parse_procedures),
        )

    path = TABLE_FOLDER / "procedures.toml"
    rows = read_rows(path, build, frozenset({"rule", "others"}))
    return {rule_id: tuple(row for row in rows if row.rule == rule_id) for rule_id in rule_ids}


def starting(rows: tuple[LinkRow, ...]) -> dict[str, tuple[LinkRow, ...]]:
    """Sort rows of KVÅ codes by the first two letters of their codes, for `rows_about`."""
    found: dict[str, list[LinkRow]] = {}
    for row in rows:
        for start in dict.fromkeys(span.first[:_START] for span in row.codes.ranges):
            found.setdefault(start, []).append(row)
    return {start: tuple(lines) for start, lines in found.items()}


def rows_about(code: str, rows: dict[str, tuple[LinkRow, ...]]) -> Iterator[LinkRow]:
    """Yield the rows that a KVÅ code lies in."""
    return (row for row in rows.get(code[:_START], ()) if code in row.codes)
