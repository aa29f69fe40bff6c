"""NordDRG definition tables as they are read, whatever file they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from app.domain.period import ALWAYS, Period


class TableLayout(StrEnum):
    """The family that a set of tables belongs to; it decides how a few things are read."""

    #: One JSON object, Norway 2015 to 2017.
    NORWEGIAN_JSON = "nor-json"
    #: A file a table, dBase III, national versions up to 2015, and TSV made of them.
    NORDIC_DBF = "nordic-dbf"
    #: One workbook, a tab a table, 2021 and later.
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
    diagnoses: tuple[FeatureRow, ...] = field(repr=False)
    procedures: tuple[FeatureRow, ...] = field(repr=False)
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

    @property
    def year(self) -> int | None:
        """The year that the tables are for, where they tell."""
        return self.valid.start.year if self.valid.start is not None else None
