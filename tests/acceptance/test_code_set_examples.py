"""The example templates hold codes of the official editions too."""

from __future__ import annotations

from pathlib import Path

from app.domain.codes import CodeSystem
from app.services.code_set_examples import read_examples
from app.services.context import AppContext

#: Where the codes of a system are listed; every file is one of its levels.
_FOLDERS = {CodeSystem.ICD10SE: "icd10se/2022", CodeSystem.KVA: "kva/2021"}


def listed(folder: Path) -> set[str]:
    """The first words of all lines: codes without dot, and a few headings."""
    files = [each for each in folder.rglob("*.txt") if each.is_file()]
    lines = (line for file in files for line in file.read_text("utf-8-sig").splitlines())
    return {line.split("\t")[0].removeprefix("Kod: ").split(" ")[0] for line in lines if line}


def test_every_code_of_the_examples_is_in_an_official_edition(
    app: AppContext, shared_data: Path
) -> None:
    official = {system: listed(shared_data / folder) for system, folder in _FOLDERS.items()}

    missing = [
        (each.name, item.code)
        for each in read_examples(app)
        for item in each.items
        if item.code.replace(".", "") not in official[item.system]
    ]

    assert missing == []
