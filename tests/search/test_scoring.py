"""What is left out before scoring would not have been among the best."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search import scoring
from tests.search.conftest import Ask

WORDS = ("hjärt", "infarkt", "akut", "fraktur", "lår", "sjukdom", "diabetes", "in", "an")


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), limit=st.integers(1, 6))
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_leaving_out_what_is_out_of_reach_changes_no_answer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, words: list[str], limit: int
) -> None:
    text, told = " ".join(words), []

    for pruned_from in (0, 10**9):
        ask("något annat")
        with monkeypatch.context() as patched:
            patched.setattr(scoring, "PRUNED_FROM", pruned_from)
            told.append(ask(text, limit=limit))

    assert told[0] == told[1]
