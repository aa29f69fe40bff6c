"""Where one text stands in another, byte for byte: quicker than LIKE, and without wildcards."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class position_of(FunctionElement[int]):  # noqa: N801 - reads as the SQL function it is
    """The place of the second text in the first, counted from 1; 0 where it is absent."""

    type = Integer()
    inherit_cache = True


@compiles(position_of, "sqlite")
def _sqlite(element: position_of, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(position_of, "postgresql")
def _postgresql(element: position_of, compiler: Any, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"
