"""A list that was dropped fills the table that it is told to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.access import Person
from app.domain.errors import CodebookFileError
from app.domain.kodserver import KodserverTable
from app.services.context import AppContext
from app.services.dropped_files import DroppedList, ListKind, what_is
from app.services.dropped_lists import import_dropped_list

FILES = {
    "VDG.csv": "kod;text;giltig från;giltig till\n1;Läkare;;\n",
    "kombination.csv": "taxa;besökstyp;yrkeskategori;giltig från;giltig till\nT1;1;1;;\n",
    "region.csv": "kod;spärr;skäl;giltig från;giltig till\nA00;ej huvuddiagnos;region;;\n",
    "products-sv-2026.tsv": "product\tatc\tsubstances\tstrength\tform\nAlvedon\tN02BE01\t\t\t\n",
}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_list_is_told_apart_and_read_in(
    app: AppContext, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text(FILES[name], encoding="utf-8")
    (found,) = what_is(app, [path]).lists

    report = import_dropped_list(app, found, by=Person("anna", "Anna"))

    assert report.latest.rows == 1
    assert report.latest.imported_by == "Anna"
    assert report.latest.source.name == name
    assert import_dropped_list(app, found).already_imported


def test_a_list_that_is_broken_fills_nothing(app: AppContext, tmp_path: Path) -> None:
    path = tmp_path / "VDG.csv"
    path.write_text("kod;text\n;\n", encoding="utf-8")

    with pytest.raises(CodebookFileError, match=r"VDG\.csv"):
        import_dropped_list(app, DroppedList(path, ListKind.KODSERVER, KodserverTable.VDG))

    with app.unit_of_work() as uow:
        assert not uow.kodserver.imports()
