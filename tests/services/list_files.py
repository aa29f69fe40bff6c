"""What the tests of tables and lists share: the workstation, files, and a task that is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.domain.ports import UnitOfWork
from app.persistence.readers.file_readers import FileReaders
from app.rules.registry import ALL_RULES
from app.services.context import AppContext
from app.services.job_control import JobControl
from tests.services.desk import REPOSITORY, desk


def list_desk(unit_of_work: Callable[[], UnitOfWork], folder: Path) -> AppContext:
    """A workstation with file formats and rules, but without codebooks."""
    readers = FileReaders(REPOSITORY / "resources")
    return replace(desk(unit_of_work, folder), readers=readers, rules=ALL_RULES)


def csv_file(folder: Path, text: str, name: str = "fil.csv") -> Path:
    """A file in UTF-8."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def stopped_at(step: int) -> JobControl:
    """A handle that asks the task to stop when it has reported so many steps."""
    seen: list[str] = []

    def report(_done: int, _total: int, text: str) -> None:
        seen.append(text)
        if len(seen) == step:
            control.cancel()

    control = JobControl(report)
    return control
