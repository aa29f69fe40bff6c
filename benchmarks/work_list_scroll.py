"""How the work list moves over 100,000 events: first page, filter as typed, scrolling.

    .venv/bin/python benchmarks/work_list_scroll.py [--events 100000] [--runs 15] [--keep FILE]

Prints medians: what storage needs for each question, and the whole way in the window from the
key or the turn of the wheel to the painted rows. The longest time during which the window does
not answer is told too.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from sqlalchemy import insert, inspect  # noqa: E402

from app.bootstrap import bootstrap  # noqa: E402
from app.domain.access import Person, Role  # noqa: E402
from app.domain.care_types import EncounterClass, EncounterType  # noqa: E402
from app.domain.encounter import (  # noqa: E402
    Diagnosis,
    DiagnosisRole,
    Encounter,
    Status,
    Unit,
)
from app.domain.identity import IdentityNumber  # noqa: E402
from app.domain.patient import Patient, Sex  # noqa: E402
from app.domain.work_list import SortKey, WorkListQuery  # noqa: E402
from app.persistence.encounter_rows import fill_row  # noqa: E402
from app.persistence.orm_encounters import EncounterRow  # noqa: E402
from app.persistence.unit_of_work import SqlUnitOfWork  # noqa: E402
from app.services import work_list  # noqa: E402
from app.services.context import AppContext  # noqa: E402
from ui.jobs import Jobs  # noqa: E402
from ui.main import start_qt  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402
from ui.presenters.work_list_presenter import WorkListPresenter  # noqa: E402

PAGE = 200
#: Seconds that each round of the event loop took.
DEAF: list[float] = []
UNSIGNED = tuple(status for status in Status if status is not Status.SIGNED)
FIRST = ("Anna", "Björn", "Cecilia", "David", "Eva", "Folke", "Gunilla", "Håkan", "Inga", "Johan")
LAST = ("Andersson", "Berg", "Carlsson", "Dahl", "Ek", "Fors", "Grahn", "Holm", "Isaksson", "Öst")
UNITS = tuple(f"Avdelning {number}" for number in range(1, 61))
CODES = ("I10.9", "J18.9", "S72.00", "E11.9", "N10.9", "A41.5", "F32.1", "K35.8")


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        path = arguments.keep or Path(folder, "kodklar.sqlite")
        is_new = not path.exists()
        app = bootstrap(Path(folder), f"sqlite:///{path}")
        if is_new:
            seconds = timed(lambda: fill(app, arguments.events))
            print(f"made {arguments.events} events in {seconds:.0f} s")
        measure_storage(app, arguments.runs)
        measure_window(app, arguments.runs)
        app.close()


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--keep", type=Path, help="keep the database here, or use the one there")
    return parser.parse_args()


def fill(app: AppContext, count: int) -> None:
    """Store made-up events, a few thousand at a time."""
    columns = [column.key for column in inspect(EncounterRow).column_attrs]
    batch: list[dict[str, object]] = []
    with app.unit_of_work() as uow:
        for encounter in encounters(count):
            row = EncounterRow(version=1, last_save_id="bench")
            fill_row(row, encounter)
            batch.append({key: getattr(row, key) for key in columns})
            if len(batch) == 5_000 or encounter.id == f"e{count - 1}":
                # Past the unit of work: 100,000 events one by one would take minutes.
                cast("SqlUnitOfWork", uow)._session.execute(insert(EncounterRow), batch)
                batch.clear()
        uow.commit()


def encounters(count: int) -> Iterator[Encounter]:
    """Events of two years, most of them signed, as in a hospital."""
    chance, now = random.Random(1), datetime(2025, 12, 1)  # noqa: DTZ001 - local wall clock
    statuses = [Status.SIGNED] * 6 + [Status.READY] * 2 + [Status.DRAFT, Status.PARKED]
    for number in range(count):
        end = now - timedelta(minutes=chance.randrange(2 * 365 * 24 * 60))
        status = chance.choice(statuses)
        code = chance.choice(CODES)
        diagnoses = () if status is Status.READY else (Diagnosis(code, DiagnosisRole.PRINCIPAL),)
        unit = chance.choice(UNITS)
        serial = f"{chance.randrange(1930, 2020)}{chance.randrange(1, 13):02}{number % 10_000:04}"
        yield Encounter(
            f"e{number}",
            Patient(
                IdentityNumber(f"{serial}{number % 100:02}"[:12]),
                f"{chance.choice(FIRST)} {chance.choice(LAST)}",
                chance.choice((Sex.FEMALE, Sex.MALE)),
            ),
            chance.choice((EncounterClass.INPATIENT, EncounterClass.OUTPATIENT)),
            chance.choice((EncounterType.INPATIENT, EncounterType.SPECIALIST_OUTPATIENT)),
            Unit(unit, unit),
            end - timedelta(hours=chance.randrange(1, 200)),
            end,
            diagnoses=diagnoses,
            status=status,
        )


def measure_storage(app: AppContext, runs: int) -> None:
    """Time each question to storage."""
    print("storage, ms")
    everything, unsigned = WorkListQuery(), WorkListQuery(statuses=UNSIGNED, include_changed=True)
    typed = WorkListQuery(text="holm", statuses=UNSIGNED, include_changed=True)
    rare = WorkListQuery(text="finnsinte", statuses=UNSIGNED, include_changed=True)
    questions: dict[str, Callable[[], object]] = {
        "count, all": lambda: work_list.work_count(app, everything),
        "count, unsigned": lambda: work_list.work_count(app, unsigned),
        "first page, unsigned": lambda: work_list.work_page(app, unsigned, 0, PAGE),
        "page 150 of all": lambda: work_list.work_page(app, everything, 150 * PAGE, PAGE),
        "last page of all": lambda: work_list.work_page(app, everything, 499 * PAGE, PAGE),
        "counts by status": lambda: work_list.status_counts(app),
        "units": lambda: work_list.list_units(app),
        "count, typed": lambda: work_list.work_count(app, typed),
        "first page, typed": lambda: work_list.work_page(app, typed, 0, PAGE),
        "count, typed in vain": lambda: work_list.work_count(app, rare),
        "first page, typed in vain": lambda: work_list.work_page(app, rare, 0, PAGE),
    }
    for key in SortKey:
        query = WorkListQuery(sort=key)
        questions[f"first page by {key.value}"] = lambda q=query: work_list.work_page(
            app, q, 0, PAGE
        )
    taken = {name: 1000 * middle(ask, runs) for name, ask in questions.items()}
    for name, milliseconds in taken.items():
        print(f"  {name:32} {milliseconds:8.1f}")
    parts = ("count, unsigned", "first page, unsigned", "counts by status", "units")
    print(f"  {'list in all':32} {sum(taken[part] for part in parts):8.1f}")


def measure_window(app: AppContext, runs: int) -> None:
    """Time the whole way to painted rows, and how long the window was deaf."""
    qt, jobs = start_qt(app), Jobs()
    window = MainWindow(app, jobs)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    until(qt, window.isActiveWindow)
    window.sit_down(Person("bench", "Bench", Role.CODER))
    work = window.work_list
    assert work is not None
    until(qt, lambda: work.model.rowCount() > 0)
    settled = time.monotonic() + 4  # the search index is built in the background at the start
    until(qt, lambda: time.monotonic() > settled)
    DEAF.clear()
    print("window, ms")

    def refresh() -> None:
        wait_for_answer(qt, work.presenter, work.presenter.refresh)
        work.grab()

    print(f"  {'read anew and paint':32} {1000 * middle(refresh, runs):8.1f}")
    keys: list[float] = []
    for word in ("holm", "avdelning", "öst"):
        work.focus_filter()
        for letter in word:
            begun = time.perf_counter()
            wait_for_answer(qt, work.presenter, lambda x=letter: press(qt, x))
            work.table.grab()
            keys.append(time.perf_counter() - begun)
    print(f"  {'key in the filter to painted':32} {1000 * median(keys):8.1f}")
    print(f"  {'  worst':32} {1000 * max(keys):8.1f}")
    work.filter.clear()
    until(qt, lambda: work.model.rowCount() > 30_000)
    pages: list[float] = []
    for row in range(3_000, min(36_000, work.model.rowCount()), 2_000):
        begun = time.perf_counter()
        work.table.scrollTo(work.model.index(row, 0))
        until(qt, lambda r=row: work.model.row_item(r) is not None)
        work.table.grab()
        pages.append(time.perf_counter() - begun)
    print(f"  {'scroll to a new page, painted':32} {1000 * median(pages):8.1f}")
    print(f"  {'longest without an answer':32} {1000 * max(DEAF):8.1f}")
    jobs.shut_down()
    window.deleteLater()


def press(qt: QApplication, letter: str) -> None:
    """Press a letter in the field that has the focus."""
    widget = qt.focusWidget()
    if letter.isascii():
        QTest.keyClick(widget, letter)
    else:
        widget.insert(letter)


def wait_for_answer(
    qt: QApplication, presenter: WorkListPresenter, act: Callable[[], None]
) -> None:
    """Do something and go on once the list has answered."""
    answers: list[int] = []
    link = presenter.answered.connect(lambda count, _rows: answers.append(count))
    act()
    until(qt, lambda: bool(answers))
    presenter.disconnect(link)


def until(qt: QApplication, condition: Callable[[], bool]) -> None:
    """Let the program work until something is true."""
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            sys.exit("the window did not answer")
        DEAF.append(timed(qt.processEvents))
        time.sleep(0.0005)


def middle(act: Callable[[], object], runs: int) -> float:
    """Return the median of some runs, in seconds."""
    return median(timed(act) for _ in range(runs))


def timed(act: Callable[[], object]) -> float:
    """Seconds that something took."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
