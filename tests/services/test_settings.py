"""Settings: known ones are sound, unknown ones survive."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.services.settings import SETTINGS, read_settings, settings_markdown, write_setting


def test_a_new_workstation_has_every_default(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == {setting.key: setting.default for setting in SETTINGS}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_setting(tmp_path, "theme", "dark")
    write_setting(tmp_path, "scale", 150)
    write_setting(tmp_path, "theme", "light")

    known = read_settings(tmp_path)

    assert (known["theme"], known["scale"]) == ("light", 150)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write_setting(Path(folder), "person", text)
        write_setting(Path(folder), "theme", "dark")

        assert read_settings(Path(folder))["person"] == text


def test_keys_of_a_newer_version_and_comments_survive(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# min\nnew = [1, 2]\nscale = 100\n[table]\nscale = "x"\n', encoding="utf-8")

    write_setting(tmp_path, "scale", 125)
    write_setting(tmp_path, "theme", "dark")

    text = path.read_text(encoding="utf-8")
    assert "# min\n" in text
    assert tomllib.loads(text) == {
        "theme": "dark",
        "new": [1, 2],
        "scale": 125,
        "table": {"scale": "x"},
    }


@pytest.mark.parametrize("line", ['scale = "stor"', "scale = 117", "scale = true", "scale = ["])
def test_an_odd_value_gives_the_default(tmp_path: Path, line: str) -> None:
    (tmp_path / "settings.toml").write_text(line, encoding="utf-8")

    assert read_settings(tmp_path)["scale"] == 100


def test_a_damaged_file_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe = [")

    write_setting(tmp_path, "scale", 125)

    assert read_settings(tmp_path)["scale"] == 125


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")

    with pytest.raises(AppError, match="kunde inte sparas"):
        write_setting(tmp_path / "fil", "scale", 125)


def test_the_table_for_the_handbook_names_every_setting() -> None:
    table = settings_markdown()

    assert all(f"| `{setting.key}` | {setting.label} |" in table for setting in SETTINGS)
