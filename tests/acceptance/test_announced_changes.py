"""The publisher's real list of changes to KVÅ 2021, held against the real editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.codebook_changes import ChangeKind
from app.domain.codes import CodeSystem
from app.services.announced_changes import Agreement, read_announced_changes
from app.services.codebooks import import_codebook
from app.services.context import AppContext
from app.services.dropped_files import what_is

pytestmark = pytest.mark.acceptance

CHECKED = {ChangeKind.NEW, ChangeKind.WITHDRAWN, ChangeKind.RETITLED}


@pytest.fixture
def changes(shared_data: Path) -> Path:
    return shared_data / "kva" / "2021" / "andringar-2021.xlsx"


def test_kva_2021_agrees_with_everything_that_its_publisher_announced(
    app: AppContext, shared_data: Path, changes: Path
) -> None:
    assert what_is(app, [changes]).changes == (changes,)
    edition = import_codebook(app, [shared_data / "kva" / "2021"]).edition

    found = read_announced_changes(app, changes)

    of_kva = [each for each in found.changes if each.change.system is CodeSystem.KVA]
    checked = [each for each in of_kva if each.change.kind in CHECKED]
    assert (len(found.changes), len(of_kva), len(checked)) == (24, 19, 10)
    assert {each.agreement for each in checked} == {Agreement.AGREES}
    assert {each.edition for each in of_kva} == {edition}
    assert found.count(Agreement.NOT_CHECKED) == 14
    assert any("2020-12-09 till 2020-12-23" in remark for remark in found.remarks)
    assert any("ICD-10-SE är i bruk" in remark for remark in found.remarks)
