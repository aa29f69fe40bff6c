"""How quickly the window goes from one desk to another, with a coded event on the desk.

    .venv/bin/python benchmarks/desk_switch.py [--runs 15] [--data ../shared/data]

Imports ICD-10-SE 2022, KVÅ 2021 and ATC 2020 and loads the demonstration events. Prints medians
in milliseconds from the command (Ctrl+Alt+1, Ctrl+Alt+2, Ctrl+H) until the screen that it leads
to has been painted, off screen, and the slowest single switch; and beside it the time of the
thread that the window lives in, so that other programs on the machine do not count. Begins some
seconds after the window stands, as whoever has chosen an event does. The first switch builds the
clinician's desk; it is told by itself.
"""

from __future__ import annotations

import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from ui_speed import EVENTS, FOLDERS, Bench, read_arguments

from app.bootstrap import bootstrap
from app.services.codebooks import import_codebook
from app.services.demonstration import load_demo_once
from ui.action_spec import Where

#: Where each command leads.
_TARGETS = {
    "show_clinician_desk": Where.CLINICIAN,
    "open_in_coder_view": Where.CODING,
    "show_coder_desk": Where.WORK_LIST,
}
_PATIENCE_S = 20.0
#: Nobody chooses an event sooner after the window stands; what is prepared then is ready.
_SETTLED_S = 4.0


class Switcher:
    """Goes round the desks and times each step."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def go(self, command: str) -> tuple[float, float]:
        """Return the milliseconds from a command until its screen has been painted.

        On the clock, and those of the window's thread.
        """
        window, target = self._bench.window, _TARGETS[command]
        started, worked = time.perf_counter(), time.thread_time()
        window.actions_by_name[command].trigger()
        while getattr(window.stack.currentWidget(), "place", None) is not target:
            self._bench.qt.processEvents()
            if time.perf_counter() - started > _PATIENCE_S:
                raise TimeoutError(command)
        window.grab()
        return 1000 * (time.perf_counter() - started), 1000 * (time.thread_time() - worked)

    def settle(self) -> None:
        """Let the program prepare what it prepares after a start."""
        deadline = time.perf_counter() + _SETTLED_S
        while time.perf_counter() < deadline:
            self._bench.qt.processEvents()
            time.sleep(0.01)

    def open(self, encounter_id: str) -> None:
        """Put an event on the desk that coders and clinicians share."""
        presenter = self._bench.coding.presenter
        presenter.open(encounter_id)
        deadline = time.perf_counter() + _PATIENCE_S
        while not (presenter.encounter and presenter.encounter.id == encounter_id):
            self._bench.qt.processEvents()
            if time.perf_counter() > deadline:
                raise TimeoutError(encounter_id)


def main() -> None:
    """Measure and print."""
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        app = bootstrap(Path(folder), f"sqlite:///{Path(folder, 'kodklar.sqlite')}")
        for source in FOLDERS:
            import_codebook(app, [arguments.data / source])
        load_demo_once(app)
        app.engine.prepare(date(2025, 11, 1))
        bench = Bench(app, arguments.runs)
        try:
            measure(Switcher(bench), arguments.runs)
        finally:
            bench.jobs.shut_down()
            app.close()


def measure(switcher: Switcher, runs: int) -> None:
    """Go round the desks and print the medians."""
    switcher.settle()
    clock, worked = switcher.go("show_clinician_desk")
    print(f"first switch, the desk is built: {clock:.0f} ms, of the thread {worked:.0f} ms")
    took: dict[str, list[tuple[float, float]]] = {command: [] for command in _TARGETS}
    for number in range(runs):
        switcher.open(EVENTS[number % len(EVENTS)])
        for command in ("open_in_coder_view", "show_clinician_desk", "show_coder_desk"):
            took[command].append(switcher.go(command))
        took["show_clinician_desk"].append(switcher.go("show_clinician_desk"))
    for command, times in took.items():
        clocks, worked_for = [clock for clock, _ in times], [worked for _, worked in times]
        print(
            f"{command}: median {median(clocks):.0f} ms, slowest {max(clocks):.0f} ms; "
            f"of the thread {median(worked_for):.0f} ms"
        )


if __name__ == "__main__":
    main()
