"""A publisher's list of changes on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Kodklar
from tests.persistence.readers.made_workbooks import change_list, kva_workbook

ROWS = [
    ("2026-02-01", "NFB49", "Höftprotes", "Total höftprotes"),
    ("2026-02-02", "NFB99", "Annan protes", "Annan ledprotes"),
    ("2026-02-03", "NFB99", "Annan protes", "", "Så", "Så här", "Förtydligad."),
]


def test_every_change_is_told_with_whether_the_edition_agrees(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    assert kodklar("codebook", "import", kva_workbook(tmp_path)).status == 0

    answer = kodklar("codebook", "changes", change_list(tmp_path, ROWS))

    assert (answer.status, answer.err) == (0, "")
    header, *rows, counts = answer.out.splitlines()
    assert header.split() == ["dag", "vad", "kod", "stämmer", "före", "→", "efter"]
    assert " ".join(rows[0].split()) == (
        "2026-02-01 Ändrad titel NFB49 ja Höftprotes → Total höftprotes"
    )
    assert " nej " in rows[1] and " inte prövad " in rows[2]
    assert counts == "3 ändringar: 1 stämmer, 1 stämmer inte, 1 inte prövad."


def test_the_same_is_given_as_json(kodklar: Kodklar, tmp_path: Path) -> None:
    kodklar("codebook", "import", kva_workbook(tmp_path))

    (told,) = kodklar("codebook", "changes", change_list(tmp_path, ROWS), "--json").objects

    assert told["counts"] == {"agrees": 1, "differs": 1, "not-checked": 1}
    assert told["remarks"] == []
    assert told["changes"][2] == {
        "day": "2026-02-03",
        "system": "kva",
        "kind": "redescribed",
        "code": "NFB99",
        "before": "Så",
        "after": "Så här",
        "comment": "Förtydligad.",
        "agreement": "not-checked",
        "edition": "kva-2026",
    }


def test_a_file_of_another_kind_is_refused_in_a_sentence(kodklar: Kodklar, tmp_path: Path) -> None:
    assert kodklar("codebook", "changes", kva_workbook(tmp_path)).is_one_sentence()
    assert kodklar("codebook", "changes", tmp_path / "borta.xlsx").is_one_sentence()
