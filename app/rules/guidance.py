"""Facts of the catalogue as help: beside the codes that they are about, or on a screen.

The rows stand in `resources/rules/guidance.toml`. They count as coverage of the catalogue, and
are never findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.domain.codes import CodeSet, CodeSystem, has_icd_shape, has_kva_shape
from app.domain.guidance import Guidance
from app.rules.conditional_rows import parse_procedures
from app.rules.tables import TABLE_FOLDER, Cells, read_rows

_KEYS = frozenset({"number", "text", "source"})
_PLACES = frozenset({"icd10se", "kva", "screen"})
#: The screens that show guidance on their help sheet.
SCREENS = ("coding", "browser", "editions", "kodserver", "candidates")


@dataclass(frozen=True, slots=True)
class GuidanceRow:
    """A fact and where it is told: beside codes of one or both systems, on a screen, or both."""

    guidance: Guidance
    codes: Mapping[CodeSystem, CodeSet]
    screen: str = ""

    def is_about(self, code: str) -> bool:
        """Whether it is told beside a code, which is known by its shape."""
        shapes = ((CodeSystem.ICD10SE, has_icd_shape), (CodeSystem.KVA, has_kva_shape))
        return any(
            system in self.codes and has_shape(code) and code in self.codes[system]
            for system, has_shape in shapes
        )


def guidance_for(code: str) -> tuple[Guidance, ...]:
    """Return what is told beside an ICD-10-SE or KVÅ code, in the order of the catalogue."""
    return tuple(row.guidance for row in guidance_rows() if row.is_about(code))


def screen_guidance(screen: str) -> tuple[Guidance, ...]:
    """Return what is told on a screen, in the order of the catalogue."""
    return tuple(row.guidance for row in guidance_rows() if row.screen == screen)


@cache
def guidance_rows() -> tuple[GuidanceRow, ...]:
    """Return every row, in the order of the catalogue.

    Raises:
        InputFileError: the file cannot be read, or a row is not complete; names file and line.

    """
    return read_guidance(TABLE_FOLDER / "guidance.toml")


def read_guidance(path: Path) -> tuple[GuidanceRow, ...]:
    """Read a file of guidance; see guidance_rows."""
    rows = read_rows(path, _row, optional=_PLACES, common=_KEYS)
    return tuple(sorted(rows, key=lambda row: row.guidance.number))


def _row(cells: Cells) -> GuidanceRow:
    guidance = Guidance(cells.number("number"), cells.sentence("text"), cells.text("source"))
    codes: dict[CodeSystem, CodeSet] = {}
    if cells.has("icd10se"):
        codes[CodeSystem.ICD10SE] = cells.codes("icd10se", CodeSet.parse)
    if cells.has("kva"):
        codes[CodeSystem.KVA] = cells.codes("kva", parse_procedures)
    screens = {screen: screen for screen in SCREENS}
    screen = cells.choice("screen", screens) if cells.has("screen") else ""
    if not codes and not screen:
        raise cells.refuse("raden ska ha icd10se, kva eller screen.")
    return GuidanceRow(guidance, codes, screen)
