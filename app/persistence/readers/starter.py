"""The starter edition that ships with the program: a folder with a manifest and a TSV a system."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.codes import CodeSystem, format_code, has_kva_shape
from app.domain.concept import Concept, Edition, Level, Note, RecognisedCodebook, SourceFile
from app.persistence.readers.atc_keyvalue import atc_level, atc_parent
from app.persistence.readers.starter_limits import limit_note, read_limits
from app.persistence.readers.text_file import Row, file_error, read_header, read_rows, row_error
from app.persistence.readers.tree import Draft, build_concepts, read_mark

_MANIFEST = "manifest.toml"
_REINSTALL = "Installera om programmet, eller hämta mappen codebooks på nytt."
_COLUMNS = {
    CodeSystem.ICD10SE: (
        "code", "level", "parent", "title", "mark", "not_principal", "partners", "note", "sex",
        "ages",
    ),
    CodeSystem.KVA: ("code", "parent", "title", "description"),
    CodeSystem.ATC: ("code", "title"),
}  # fmt: skip
#: The cells that may be left out at the end of a row.
_NEEDED = {CodeSystem.ICD10SE: 4, CodeSystem.KVA: 3, CodeSystem.ATC: 2}
_LEVELS = {
    "chapter": Level.CHAPTER,
    "block": Level.BLOCK,
    "category": Level.CATEGORY,
    "subcategory": Level.SUBCATEGORY,
    "national": Level.EXTENSION,
}
#: What the manifest counts, as levels.
_COUNTED_AS = {
    **_LEVELS,
    "heading": Level.HEADING,
    **dict.fromkeys(("kka", "kma"), Level.ITEM),
    **dict.fromkeys(("level1", "level2", "level3", "level4"), Level.HEADING),
    "level5": Level.ITEM,
}


def recognises(files: Sequence[Path]) -> list[RecognisedCodebook]:
    """Find the files that stand beside a manifest and have our own header."""
    return [_recognised(path) for path in files if _is_known(path)]


def read(codebook: RecognisedCodebook) -> Iterator[Concept]:
    """Yield the concepts of one system.

    "Not as principal", sex and ages are inherited from the codes above, and told as a note.

    Raises:
        CodebookFileError: the file cannot be used.

    """
    path, system = codebook.files[0], codebook.system
    columns = _COLUMNS[system]
    rows = [
        (row, dict(zip(columns, row.cells, strict=False)))
        for row in read_rows(path, columns=_NEEDED[system], header=columns)
    ]
    drafts = [_DRAFT[system](row, cells) for row, cells in rows]
    limits = {
        draft.code: read_limits(row, cells)
        for draft, (row, cells) in zip(drafts, rows, strict=True)
    }
    yield from _inherit(list(build_concepts(system, drafts)), limits)


def starter_editions(folder: Path) -> list[Edition]:
    """Return the editions that the manifest names, without reading them.

    Raises:
        CodebookFileError: the folder has no manifest, or one that cannot be understood.

    """
    path = folder / _MANIFEST
    try:
        manifest = tomllib.loads(path.read_text(encoding="utf-8"))
        return [_edition(system, manifest[system.value]) for system in CodeSystem]
    except OSError as error:
        raise file_error(path, f"med övningskodverket saknas. {_REINSTALL}") from error
    except (KeyError, ValueError) as error:
        raise file_error(path, f"med övningskodverket är skadad. {_REINSTALL}") from error


def starter_file(folder: Path, edition: Edition) -> RecognisedCodebook:
    """Return the file of a starter edition, ready to be read."""
    path = folder / edition.sources[0].name
    return RecognisedCodebook(
        edition.system, edition.name, (path,), reader=__name__, is_starter=True
    )


def _edition(system: CodeSystem, manifest: Mapping[str, Any]) -> Edition:
    return Edition(
        id=f"{system.value}-starter",
        system=system,
        name=manifest["name"],
        version=manifest["version"],
        is_starter=True,
        sources=(SourceFile(manifest["file"], manifest["sha256"]),),
        counts=_count_levels(manifest.get("counts", {})),
    )


def _count_levels(counts: Mapping[str, int]) -> dict[str, int]:
    by_level: Counter[str] = Counter()
    for name, number in counts.items():
        by_level[_COUNTED_AS[name].value] += number
    return dict(by_level)


def _is_known(path: Path) -> bool:
    if path.suffix != ".tsv" or path.stem not in _systems():
        return False
    header = read_header(path)
    return path.with_name(_MANIFEST).is_file() and header == _COLUMNS[CodeSystem(path.stem)]


def _systems() -> set[str]:
    return {system.value for system in CodeSystem}


def _recognised(path: Path) -> RecognisedCodebook:
    editions = {edition.system: edition for edition in starter_editions(path.parent)}
    edition = editions[CodeSystem(path.stem)]
    return RecognisedCodebook(
        edition.system,
        edition.name,
        (path,),
        reader=__name__,
        version=edition.version,
        is_starter=True,
    )


def _icd_draft(row: Row, cells: Mapping[str, str]) -> Draft:
    level = _LEVELS.get(cells["level"])
    if level is None:
        known = ", ".join(_LEVELS)
        raise row_error(row, f"”{cells['level']}” är ingen nivå. Skriv någon av {known}.")
    return Draft(
        row,
        _code(CodeSystem.ICD10SE, cells),
        cells["title"],
        level,
        _parent(CodeSystem.ICD10SE, cells),
        mark=read_mark(row, cells.get("mark", "")),
        may_be_principal=cells.get("not_principal", "") == "",
        description=cells.get("note", ""),
        partners=tuple(cells.get("partners", "").split()),
    )


def _kva_draft(row: Row, cells: Mapping[str, str]) -> Draft:
    code = _code(CodeSystem.KVA, cells)
    level = Level.ITEM if has_kva_shape(code) else Level.HEADING
    parent = _parent(CodeSystem.KVA, cells)
    return Draft(row, code, cells["title"], level, parent, description=cells.get("description", ""))


def _atc_draft(row: Row, cells: Mapping[str, str]) -> Draft:
    code = _code(CodeSystem.ATC, cells)
    return Draft(row, code, cells["title"], atc_level(code), atc_parent(code))


_DRAFT = {
    CodeSystem.ICD10SE: _icd_draft,
    CodeSystem.KVA: _kva_draft,
    CodeSystem.ATC: _atc_draft,
}


def _code(system: CodeSystem, cells: Mapping[str, str]) -> str:
    return format_code(system, cells["code"])


def _parent(system: CodeSystem, cells: Mapping[str, str]) -> str | None:
    return format_code(system, cells["parent"]) or None


def _inherit(
    concepts: Sequence[Concept], limits: Mapping[str, tuple[str, str]]
) -> Iterator[Concept]:
    by_code = {concept.code: concept for concept in concepts}
    notes: dict[tuple[str, str], tuple[Note, ...]] = {}
    for concept in concepts:
        above = list(_upwards(concept, by_code))
        sex, ages = (
            next((cell for step in above if (cell := limits[step.code][column])), "")
            for column in (0, 1)
        )
        if (sex, ages) not in notes:
            note = limit_note(sex, ages)
            notes[sex, ages] = (note,) if note else ()
        is_free = all(step.may_be_principal for step in above)
        yield replace(concept, may_be_principal=is_free, notes=notes[sex, ages])


def _upwards(concept: Concept, by_code: Mapping[str, Concept]) -> Iterator[Concept]:
    """Yield the concept itself and those above it, nearest first."""
    step: Concept | None = concept
    while step is not None:
        yield step
        step = by_code[step.parent] if step.parent else None
