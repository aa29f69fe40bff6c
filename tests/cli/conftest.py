"""A terminal: commands run in this process on a data folder of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import main


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The lines of stdout, each read as JSON."""
        return [json.loads(line) for line in self.out.splitlines()]

    def is_one_sentence(self) -> bool:
        """Whether it failed with one line on stderr, in Swedish, and nothing else."""
        return (
            self.status == 2
            and self.out == ""
            and self.err.count("\n") == 1
            and self.err.rstrip().endswith(".")
            and "Traceback" not in self.err
        )


Kodklar = Callable[..., Answer]


@pytest.fixture
def kodklar(
    capsys: pytest.CaptureFixture[str],
    sqlite_url: str,
    tmp_path: Path,
    keep_indexes: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> Kodklar:
    """Run `kodklar --data-dir <a folder with an empty database> WORDS…`."""
    keep_indexes(tmp_path)
    monkeypatch.delenv("KODKLAR_DATABASE_URL", raising=False)

    def run(*words: str | Path) -> Answer:
        capsys.readouterr()
        try:
            status = main(["--data-dir", str(tmp_path), *map(str, words)])
        except SystemExit as left:
            status = int(left.code or 0)
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return run
