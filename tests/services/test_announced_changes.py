"""A publisher's list of changes is held against the edition of each change's day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from app.domain.codebook_changes import ChangeKind, CodeChange
from app.domain.codebook_ports import CodebookReaders
from app.domain.codes import CodeSystem
from app.domain.concept import Edition
from app.domain.errors import Cancelled, CodebookFileError
from app.services.announced_changes import Agreement, AnnouncedChange, read_announced_changes
from app.services.codebooks import import_codebook
from app.services.context import AppContext
from app.services.dropped_files import what_is
from app.services.job_control import JobControl
from tests.persistence.readers.made_files import icd_folder, kva_folder
from tests.persistence.readers.made_formats import write_format
from tests.persistence.readers.made_workbooks import change_list, kva_workbook

DAY = "2026-02-01"
BEFORE, TITLE = "Höftprotes", "Total  höftprotes"


@pytest.fixture
def kva_2026(app: AppContext, tmp_path: Path) -> Edition:
    """KVÅ 2026 of a handful of codes, in use."""
    return import_codebook(app, [kva_workbook(tmp_path)]).edition


def compare(app: AppContext, folder: Path, *row: str) -> list[Agreement]:
    found = read_announced_changes(app, change_list(folder, [row]))
    return [each.agreement for each in found.changes]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("NFB49", "", "", "", "", "Ny kod."), Agreement.AGREES),
        (("NFB50", "", "", "", "", "Ny kod."), Agreement.DIFFERS),
        (("NFB49", "", "", "", "", "Kod utgår."), Agreement.DIFFERS),
        (("NFB50", "", "", "", "", "Kod utgår."), Agreement.AGREES),
        (("NFB49", BEFORE, TITLE), Agreement.AGREES),
        (("NFB49", BEFORE, "Hel höftprotes"), Agreement.DIFFERS),
        (("NFB50", BEFORE, TITLE), Agreement.DIFFERS),
        (("NFB49", BEFORE, "", "Så", "Så här"), Agreement.NOT_CHECKED),
        (("NFB49", BEFORE, "", "", "", "Stod fel."), Agreement.NOT_CHECKED),
    ],
)
def test_each_kind_of_change_is_held_against_the_code(
    app: AppContext, kva_2026: Edition, tmp_path: Path, row: tuple[str, ...], expected: Agreement
) -> None:
    assert compare(app, tmp_path, DAY, *row) == [expected]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("NFB", Agreement.DIFFERS),  # a heading of KKÅ alone
        ("N", Agreement.NOT_CHECKED),  # a heading of both parts
        ("NFB49-NFB99", Agreement.NOT_CHECKED),
    ],
)
def test_headings_are_found_in_their_part_and_nothing_is_said_of_ranges(
    app: AppContext, kva_2026: Edition, tmp_path: Path, code: str, expected: Agreement
) -> None:
    assert compare(app, tmp_path, DAY, code, "", "", "", "", "Kategori utgår.") == [expected]


@dataclass(frozen=True, slots=True)
class _Readers:
    """Readers whose list of changes has one change."""

    change: CodeChange

    def changes(self, _path: Path) -> list[CodeChange]:
        return [self.change]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(ChangeKind.WITHDRAWN, Agreement.AGREES), (ChangeKind.NEW, Agreement.DIFFERS)],
)
def test_a_code_that_its_edition_calls_retired_is_withdrawn(
    app: AppContext, tmp_path: Path, kind: ChangeKind, expected: Agreement
) -> None:
    edition = import_codebook(app, [write_format(tmp_path, "ATC register")]).edition
    change = CodeChange(CodeSystem.ATC, kind, "C07A", "x", "y", date(2022, 6, 1))
    told = replace(app, readers=cast("CodebookReaders", _Readers(change)))

    found = read_announced_changes(told, tmp_path / "lista.xlsx")

    assert [(each.agreement, each.edition) for each in found.changes] == [(expected, edition)]


def test_the_edition_of_the_changes_own_day_is_asked(app: AppContext, tmp_path: Path) -> None:
    for year, title in (("2025", BEFORE), ("2026", TITLE)):
        rows = [("KKÅ", "N", "Rörelse"), ("KKÅ", "NFB49", title), ("KMÅ", "A", "Nerver")]
        name = f"kva-inkl-beskrivningstexter-{year}.xlsx"
        import_codebook(app, [kva_workbook(tmp_path, rows, name=name)])
    changes = [(day, "NFB49", BEFORE, TITLE) for day in ("2025-12-31", "2026-01-01")]

    found = read_announced_changes(app, change_list(tmp_path, changes))

    assert [(each.edition and each.edition.version, each.agreement) for each in found.changes] == [
        ("2025", Agreement.DIFFERS),
        ("2026", Agreement.AGREES),
    ]
    assert found.remarks == ()


def test_a_day_that_no_edition_covers_is_told_and_the_nearest_is_asked(
    app: AppContext, kva_2026: Edition, tmp_path: Path
) -> None:
    rows = [(day, "NFB49", BEFORE, TITLE) for day in ("2025-12-09", "2025-12-23", DAY)]
    remark = ("2025-11-01", "NFB49", BEFORE, "", "", "", "Stod fel.")

    found = read_announced_changes(app, change_list(tmp_path, [remark, *rows]))

    assert found.count(Agreement.AGREES) == 3
    assert found.remarks == (
        "Ingen utgåva av KVÅ gäller 2025-12-09 till 2025-12-23. De ändringarna är jämförda med "
        "den närmaste, KVÅ 2026.",
    )


def test_the_starter_edition_answers_for_no_publisher(app: AppContext, tmp_path: Path) -> None:
    found = read_announced_changes(
        app, change_list(tmp_path, [(DAY, "NFB49", BEFORE, TITLE)], [(DAY, "A00", "Förr", "Nu")])
    )

    assert {(each.agreement, each.edition) for each in found.changes} == {
        (Agreement.NOT_CHECKED, None)
    }
    assert [remark.split(" är i bruk")[0] for remark in found.remarks] == [
        "Ingen officiell utgåva av ICD-10-SE",
        "Ingen officiell utgåva av KVÅ",
    ]
    assert found.summary == "2 ändringar: 0 stämmer, 0 stämmer inte, 2 inte prövade."


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ChangeKind.NEW, "efter"),
        (ChangeKind.WITHDRAWN, "före"),
        (ChangeKind.RETITLED, "före → efter"),
        (ChangeKind.REMARK, "utgivarens ord"),
    ],
)
def test_what_is_said_is_the_text_that_the_kind_asks_for(kind: ChangeKind, expected: str) -> None:
    change = CodeChange(
        CodeSystem.KVA, kind, "NFB49", "före", "efter", date(2026, 2, 1), "utgivarens ord"
    )

    assert AnnouncedChange(change, Agreement.NOT_CHECKED, None).said == expected


def test_another_file_is_refused_and_a_cancelled_reading_stops(
    app: AppContext, tmp_path: Path
) -> None:
    with pytest.raises(CodebookFileError, match="lista över ändringar"):
        read_announced_changes(app, kva_workbook(tmp_path))
    control = JobControl()
    control.cancel()
    with pytest.raises(Cancelled):
        read_announced_changes(app, change_list(tmp_path, [(DAY, "A", "", "")]), control)


def test_dropped_alone_or_in_a_folder_of_its_own_it_is_known(
    app: AppContext, tmp_path: Path
) -> None:
    path = change_list(tmp_path / "lista", [])

    for chosen in (path, path.parent):
        dropped = what_is(app, [chosen])
        assert (dropped.changes, dropped.refusals, dropped.unused) == ((path,), (), ())


def test_beside_a_codebook_it_is_named_as_not_used(app: AppContext, tmp_path: Path) -> None:
    path = change_list(kva_folder(tmp_path, "2021"), [])

    for chosen in ([path.parent], [path, icd_folder(tmp_path)]):
        dropped = what_is(app, chosen)
        assert dropped.codebooks and dropped.changes == ()
        assert dropped.unused == (path.name,)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("products-sv-2026.tsv", "product\tatc\tsubstances\tstrength\tform\nA\tN02BE01\tb\t\t\n"),
        ("vård.csv", "händelse_id;personnummer;klass;enhet;start;slut\n"),
    ],
)
def test_beside_what_has_no_report_it_is_refused(
    app: AppContext, tmp_path: Path, name: str, text: str
) -> None:
    other = tmp_path / name
    other.write_text(text, encoding="utf-8")

    dropped = what_is(app, [change_list(tmp_path, []), other])

    assert (dropped.lists or dropped.events) and dropped.changes == ()
    assert dropped.refusals == (
        "andringar-2021.xlsx är utgivarens ändringar i ett kodverk. Släpp den filen för sig.",
    )
