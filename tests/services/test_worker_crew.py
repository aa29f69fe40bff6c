"""Work in several processes: answers in order, and a process that dies loses nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

import pytest

from app.services.worker_crew import WorkerCrew, WorkKillsError


class Needed:
    folder: ClassVar[Path]


def begin(needed: Path) -> None:
    Needed.folder = Path(needed.read_text(encoding="utf-8"))


def double(number: int) -> int:
    return 2 * number


def double_but_die_once(number: int) -> int:
    sign = Needed.folder / "died"
    if number == 7 and not sign.exists():
        sign.touch()
        os._exit(9)
    return 2 * number


def double_but_die_at_seven(number: int) -> int:
    if number == 7:
        os._exit(9)
    return 2 * number


def double_but_refuse_seven(number: int) -> int:
    if number == 7:
        raise ValueError("seven")
    return 2 * number


@pytest.fixture
def needed(tmp_path: Path) -> Path:
    path = tmp_path / "needed"
    path.write_text(str(tmp_path), encoding="utf-8")
    return path


def answers(do, needed: Path, count: int = 2) -> list[tuple[int, int]]:
    crew = WorkerCrew(do, begin, needed, count)
    try:
        return list(crew.each(range(20)))
    finally:
        crew.close()


WANTED = [(number, 2 * number) for number in range(20)]


def test_answers_come_in_the_order_of_the_work(needed: Path) -> None:
    assert answers(double, needed) == WANTED


def test_a_process_that_dies_loses_nothing(needed: Path) -> None:
    assert answers(double_but_die_once, needed) == WANTED
    assert (needed.parent / "died").exists()


def test_work_that_kills_every_process_is_told_after_what_came_before_it(needed: Path) -> None:
    crew = WorkerCrew(double_but_die_at_seven, begin, needed, 2)
    done = crew.each(range(20))
    got = [next(done) for _ in range(7)]
    with pytest.raises(WorkKillsError):
        next(done)
    crew.close()
    assert got == WANTED[:7]


def test_an_error_in_the_work_is_raised_here(needed: Path) -> None:
    with pytest.raises(ValueError, match="seven"):
        answers(double_but_refuse_seven, needed)
