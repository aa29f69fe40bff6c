"""A column that no index is to be chosen for: SQLite guesses without statistics, and guesses badly.

A filter on a column with few values leads it away from the index that holds all that is asked
for, and an order away from the index that has that order. PostgreSQL keeps statistics and is
left to choose.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement


class passed_by(FunctionElement[Any]):  # noqa: N801 - reads as the SQL function it is
    """The column itself, its indexes passed by."""

    inherit_cache = True

    def __init__(self, column: InstrumentedAttribute[Any] | ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(passed_by, "sqlite")
def _sqlite(element: passed_by, compiler: Any, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


@compiles(passed_by)
def _others(element: passed_by, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))
