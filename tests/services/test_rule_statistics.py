"""What rules did at signing, from a signature to the table of the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.encounter import Diagnosis, DiagnosisRole
from app.domain.errors import AppError
from app.domain.finding import Severity
from app.services.context import AppContext
from app.services.review import review
from app.services.rule_statistics import last_year, months_before, rule_statistics
from app.services.signing import override_finding, sign_event
from tests.services.workday import ANNA, coded, event, put


def sign_with_warning(app: AppContext) -> str:
    """Sign an event whose only warning was set aside; return the id of its rule."""
    (stored,) = put(app, event())
    injured = replace(coded(stored), diagnoses=(Diagnosis("S72.00", DiagnosisRole.PRINCIPAL),))
    answered = injured
    for finding in review(app, injured):
        if finding.severity is Severity.WARNING:
            answered = override_finding(app, answered, finding, "Klinikerns bedömning", ANNA)
    sign_event(app, answered, ANNA, "s1")
    return "YO001"


def test_a_warning_that_was_set_aside_is_counted_with_its_reason(app: AppContext) -> None:
    rule_id = sign_with_warning(app)

    found = last_year(app)

    total = found.total(rule_id)
    assert total is not None
    assert (total.hits, total.overridden) == (1, 1)
    assert total.reasons == (("Klinikerns bedömning", 1),)
    (month,) = found.of_rule(rule_id)
    assert month.month == f"{app.now():%Y-%m}"
    assert found.total("ZZ999") is None


def test_only_the_month_that_is_asked_for_is_counted(app: AppContext) -> None:
    sign_with_warning(app)

    assert rule_statistics(app, "1999-01", "1999-01").by_month == ()
    with pytest.raises(AppError, match="ÅÅÅÅ-MM"):
        rule_statistics(app, "1999-13")
    with pytest.raises(AppError, match="i ordning"):
        rule_statistics(app, "2026-03", "2026-02")


@pytest.mark.parametrize(
    ("months", "month"), [(0, "2026-01"), (1, "2025-12"), (11, "2025-02"), (13, "2024-12")]
)
def test_months_are_counted_back_over_the_turn_of_the_year(months: int, month: str) -> None:
    assert months_before(date(2026, 1, 31), months) == month


def test_the_command_tells_the_same(
    sqlite_url: str, tmp_path: Path, app: AppContext, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.cli import main

    sign_with_warning(app)
    run: Callable[..., int] = lambda *words: main(  # noqa: E731 - three calls below
        ["--data-dir", str(tmp_path), "rules", "--statistics", *words]
    )

    assert run() == 0
    told = capsys.readouterr().out
    assert "YO001" in told and "100 %" in told and "Klinikerns bedömning" in told
    assert run("--json", "--month", f"{app.now():%Y-%m}") == 0
    assert '"overridden": 1' in capsys.readouterr().out
    assert run("--month", "1999-01") == 0
    assert capsys.readouterr().out.startswith("Inga anmärkningar fanns kvar")
