"""Hunts tests that count on a quick machine: every answer of a worker thread comes late.

Given to pytest as a plugin, `pytest -p tests.late_answers tests/ui`; each job then waits a while
before it works and again before it answers, each time another while. A test that passes without
this and fails with it looks at the window before what it looks for has come.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from app.services.job_control import JobControl
from ui.jobs import Jobs

T = TypeVar("T")
#: Seconds; most answers come within some milliseconds where nothing else is at work.
_LATEST = 0.12


@pytest.fixture(autouse=True)
def late_answers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every job wait before and after its work, except where jobs by the thousand are tried."""
    if request.path.name == "test_jobs.py":
        return
    run = Jobs.run

    def run_late(jobs: Jobs, work: Callable[[JobControl], T], **options: Any) -> JobControl:
        def late(control: JobControl) -> T:
            time.sleep(random.uniform(0, _LATEST))
            try:
                return work(control)
            finally:
                time.sleep(random.uniform(0, _LATEST))

        return run(jobs, late, **options)

    monkeypatch.setattr(Jobs, "run", run_late)
