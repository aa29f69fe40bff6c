"""Files that are handed out are whole, or not there."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.services.context import AppContext
from app.services.written_file import whole_file, write_whole


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "Disken är full"), (errno.EACCES, "kunde inte sparas")]
)
def test_what_cannot_be_written_leaves_the_earlier_file(
    app: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    target = tmp_path / "ut.csv"
    target.write_text("förra")

    def refuse(path: Path, _content: bytes) -> int:
        path.touch()
        raise OSError(code, "no")

    monkeypatch.setattr(Path, "write_bytes", refuse)

    with pytest.raises(AppError, match=said):
        write_whole(app, target, b"ny")
    assert target.read_text() == "förra"
    assert not list(tmp_path.glob("*.tmp"))


def test_a_folder_is_no_file_and_a_missing_folder_is_told(app: AppContext, tmp_path: Path) -> None:
    (tmp_path / "mapp").mkdir()

    with pytest.raises(AppError, match="mapp är en mapp"):
        write_whole(app, tmp_path / "mapp", b"x")
    with pytest.raises(AppError, match=r"Mappen .*finns inte finns inte\. Skapa den"):
        write_whole(app, tmp_path / "finns inte" / "ut.csv", b"x")


def test_a_folder_that_is_a_file_is_told_too(app: AppContext, tmp_path: Path) -> None:
    (tmp_path / "fil").touch()

    with pytest.raises(AppError, match=r"Mappen .*fil finns inte"):
        write_whole(app, tmp_path / "fil" / "ut.csv", b"x")


def test_what_goes_wrong_before_the_file_is_handed_out_leaves_none(
    app: AppContext, tmp_path: Path
) -> None:
    target = tmp_path / "ut" / "blad.pdf"
    target.parent.mkdir()

    with pytest.raises(ValueError, match="log"), whole_file(app, target, b"x"):
        raise ValueError("log")

    assert list(target.parent.iterdir()) == []
