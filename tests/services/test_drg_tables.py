"""Imported definition tables: all or nothing, and kept ready in the data folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.errors import InputFileError
from app.services import drg_cache, drg_tables
from app.services.context import AppContext
from app.services.drg_cache import keep_cached, read_cached
from app.services.drg_tables import (
    compiled_tables,
    grouper_of,
    import_tables,
    remove_tables,
    table_sets,
)
from tests.exchange.made_tables import as_dbf, as_tsv, write_folder
from tests.grouper.small_tables import as_json, case


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    path = tmp_path / "NOR_2015.json"
    path.write_text(json.dumps(as_json()), encoding="utf-8")
    return path


def kept(app: AppContext) -> list[Path]:
    return sorted((app.data_dir / "cache").glob("drg-*"))


def test_a_refused_set_leaves_nothing_behind(app: AppContext, tmp_path: Path) -> None:
    files = as_dbf()
    files["komplex.dbf"] = files["komplex.dbf"][:-15]
    with pytest.raises(InputFileError, match=r"komplex.dbf är avkortad"):
        import_tables(app, write_folder(tmp_path / "paket", files))
    assert table_sets(app) == []
    assert kept(app) == []


def test_one_set_from_two_forms_is_kept_once(app: AppContext, tmp_path: Path) -> None:
    first, is_new = import_tables(app, write_folder(tmp_path / "a", as_dbf()))
    again, is_again_new = import_tables(app, write_folder(tmp_path / "b", as_tsv()))
    assert (is_new, is_again_new, again.id) == (True, False, first.id)


def test_what_was_not_read_is_told_of_a_set_that_is_kept_already(
    app: AppContext, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "a", as_tsv())
    import_tables(app, folder)
    (folder / "NOR_2015.json").write_text("{}", encoding="utf-8")
    again, is_new = import_tables(app, folder)
    assert not is_new
    assert "I a ligger också NOR_2015.json, som inte lästes." in again.remarks[0]
    assert not any("NOR_2015" in told for each in table_sets(app) for told in each.remarks)


def test_tables_are_kept_ready_and_the_database_is_not_asked(
    app: AppContext, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described, _ = import_tables(app, tables)
    made = compiled_tables(app, described)

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(drg_tables, "_content", refuse)
    assert compiled_tables(app, described) == made


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"garbage\0", None])
def test_a_damaged_cache_is_made_anew_without_a_word(
    app: AppContext, tables: Path, damage: bytes | None
) -> None:
    described, _ = import_tables(app, tables)
    made = compiled_tables(app, described)
    (path,) = kept(app)
    whole = path.read_bytes()
    path.write_bytes(whole[:-5] if damage is None else damage)
    assert compiled_tables(app, described) == made
    assert path.read_bytes() == whole


def test_a_cache_of_another_program_is_not_used(
    app: AppContext, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described, _ = import_tables(app, tables)
    assert read_cached(app.data_dir, described.checksum) is not None
    monkeypatch.setattr(drg_cache, "_program", lambda: "another")
    assert read_cached(app.data_dir, described.checksum) is None


def test_a_folder_that_cannot_be_written_is_let_be(
    app: AppContext, tables: Path, tmp_path: Path
) -> None:
    described, _ = import_tables(app, tables)
    made = compiled_tables(app, described)
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x", encoding="utf-8")
    keep_cached(in_the_way, described.checksum, made)
    assert in_the_way.read_text(encoding="utf-8") == "x"


def test_removed_tables_leave_no_cache(app: AppContext, tables: Path) -> None:
    described, _ = import_tables(app, tables)
    assert grouper_of(app, described).group(case("K358")).rule == "900"
    remove_tables(app, described.id)
    assert kept(app) == []
