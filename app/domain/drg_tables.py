"""NordDRG definition tables as they are read, whatever file they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple, overload

from app.domain.period import ALWAYS, Period


class TableLayout(StrEnum):
    """The family that a set of tables belongs to; it decides how a few things are read."""

    #: One JSON object, Norway 2015 to 2017.
    NORWEGIAN_JSON = "nor-json"
    #: A file a table, dBase III, national versions up to 2015, and TSV made of them.
    NORDIC_DBF = "nordic-dbf"
    #: The tables of the manual of 2021: a workbook with a tab a table, JSON or TSV.
    WORKBOOK = "workbook"


class LogicRow(NamedTuple):
    """One rule: every filled column must be met; the first rule that is met wins."""

    ord: str
    drg: str
    rtc: str = ""
    icd: str = ""
    mdc: str = ""
    dgcat: str = ""
    pdgprop: str = ""
    or_proc: str = ""
    procpro: str = ""
    secpro: str = ""
    dgprop1: str = ""
    dgprop2: str = ""
    dgprop3: str = ""
    dgprop4: str = ""
    agelim: str = ""
    compl: str = ""
    sex: str = ""
    dur: str = ""
    disch: str = ""

    @property
    def dgprops(self) -> tuple[str, str, str, str]:
        """The four columns for properties of diagnoses, which are independent."""
        return self.dgprop1, self.dgprop2, self.dgprop3, self.dgprop4


class FeatureRow(NamedTuple):
    """A property of a code, or of an asterisk code together with its dagger code."""

    code: str
    dagger: str
    kind: str
    value: str


class FeatureColumns(Sequence[FeatureRow]):
    """Properties kept by columns: there are more than a hundred thousand, mostly asked for so."""

    def __init__(
        self, codes: list[str], daggers: list[str], kinds: list[str], values: list[str]
    ) -> None:
        self._columns = codes, daggers, kinds, values

    @property
    def columns(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """Codes, dagger codes, kinds and values, in the order of the rows; not to be changed."""
        return self._columns

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[FeatureRow]:
        return map(FeatureRow, *self._columns)

    @overload
    def __getitem__(self, place: int) -> FeatureRow: ...

    @overload
    def __getitem__(self, place: slice) -> FeatureColumns: ...

    def __getitem__(self, place: int | slice) -> FeatureRow | FeatureColumns:
        codes, daggers, kinds, values = self._columns
        if isinstance(place, slice):
            return FeatureColumns(codes[place], daggers[place], kinds[place], values[place])
        return FeatureRow(codes[place], daggers[place], kinds[place], values[place])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FeatureColumns):
            return self._columns == other.columns
        return isinstance(other, tuple) and tuple(self) == other

    def __hash__(self) -> int:
        return hash(len(self))


def columns_of(rows: Sequence[FeatureRow]) -> FeatureColumns:
    """Return rows as columns; those that are so already, themselves."""
    if isinstance(rows, FeatureColumns):
        return rows
    return FeatureColumns(*(list(map(itemgetter(at), rows)) for at in range(4)))


class ExclusionRow(NamedTuple):
    """A principal diagnosis beside which a complication category says nothing."""

    category: str
    code: str
    dagger: str


class CategoryRow(NamedTuple):
    """A complication category and, where it sleeps, the property that wakes it."""

    category: str
    wakes: str


class DrgName(NamedTuple):
    """What a DRG is called, and the major diagnostic category it is listed under."""

    drg: str
    mdc: str
    text: str


@dataclass(frozen=True, slots=True)
class DefinitionTables:
    """A whole set of tables. Codes and values are trimmed; rules stand in matching order."""

    layout: TableLayout
    rules: tuple[LogicRow, ...] = field(repr=False)
    #: Features of diagnoses and of procedures.
    diagnoses: Sequence[FeatureRow] = field(repr=False)
    procedures: Sequence[FeatureRow] = field(repr=False)
    categories: tuple[CategoryRow, ...] = field(repr=False)
    exclusions: tuple[ExclusionRow, ...] = field(repr=False)
    names: tuple[DrgName, ...] = field(repr=False)
    #: Codes that the tables list without giving them any property.
    plain: tuple[str, ...] = field(default=(), repr=False)
    #: Texts of properties by the kind of property and its value, as far as the tables hold any.
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    #: What the tables say of themselves, for example `NordDRG DRGL_2014_SWE Swe 13/10/23`.
    version: str = ""
    country: str = ""
    valid: Period = ALWAYS
    #: Rows above the first rule in its table: heading and version.
    rows_above: int = 0
    #: What was odd about the files, as Swedish sentences; no part of what tables say.
    remarks: tuple[str, ...] = field(default=(), compare=False)

    @property
    def year(self) -> int | None:
        """The year that the tables are for, where they tell."""
        return self.valid.start.year if self.valid.start is not None else None
