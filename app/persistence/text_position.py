"""Whether one text stands in another, byte for byte: as each database tells it quickest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

#: What stands for other letters in LIKE, and the sign before one that stands for itself.
_WILDCARDS = str.maketrans({sign: f"\\{sign}" for sign in "\\%_"})


class _HasText(FunctionElement[bool]):
    """Column, text, and the pattern of that text: each database takes one of the two."""

    type = Boolean()
    inherit_cache = True


def has_text(whole: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Ask for rows in which a text stands, whatever signs are in it; capitals count."""
    pattern = f"%{text.translate(_WILDCARDS)}%"
    return _HasText(whole, literal(text), literal(pattern))


@compiles(_HasText, "sqlite")
def _sqlite(element: _HasText, compiler: Any, **options: Any) -> str:
    whole, text, _pattern = element.clauses
    return f"instr({compiler.process(whole, **options)}, {compiler.process(text, **options)}) > 0"


@compiles(_HasText, "postgresql")
def _postgresql(element: _HasText, compiler: Any, **options: Any) -> str:
    # strpos makes itself ready anew for each row, and takes half as long again.
    whole, _text, pattern = element.clauses
    return f"({compiler.process(whole, **options)} LIKE {compiler.process(pattern, **options)})"
