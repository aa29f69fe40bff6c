"""The log tells what happened and never to whom."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.log import scrub, start_logging, stop_logging

NUMBER = st.from_regex(r"(19|20)?[0-9]{6}[-+]?[0-9]{4}", fullmatch=True)
AROUND = st.text(st.sampled_from("abc åö_-.,:/()\n"), max_size=8)


@given(AROUND, NUMBER, AROUND)
def test_no_identity_number_survives(before: str, number: str, after: str) -> None:
    scrubbed = scrub(f"{before}{number}{after}")

    assert number not in scrubbed
    assert "[nummer]" in scrubbed


@pytest.mark.parametrize(
    "number",
    [
        "191212121212",
        "121212-1212",
        "121212+1212",
        "19121212 1212",
        "22640311-KD21",
        "19640823K069",
    ],
)
def test_every_kind_of_number_is_blotted_out_also_in_a_file_name(number: str) -> None:
    assert scrub(f"Filen Get_{number}_0.xml.") == "Filen Get_[nummer]_0.xml."


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21 23:51:21,123 INFO app.cli",
        "S72.00 NFB09 B01AC06",
        "icd10se-2022: 38939 koder",
        "rad 12345",
    ],
)
def test_what_is_no_number_is_left(text: str) -> None:
    assert scrub(text) == text


def test_the_log_is_scrubbed_traceback_and_all(tmp_path: Path) -> None:
    handler = start_logging(tmp_path)
    try:
        logging.getLogger("app.test").info("öppnade %s", "191212121212")
        try:
            int("19121212-1212")
        except ValueError:
            logging.getLogger("ui.test").exception("gick fel")
    finally:
        stop_logging(handler)

    text = (tmp_path / "kodklar.log").read_text(encoding="utf-8")
    assert "öppnade [nummer]" in text
    assert "ValueError: invalid literal" in text and "'[nummer]'" in text
    assert "1212" not in text


def test_nothing_is_written_after_the_log_is_stopped(tmp_path: Path) -> None:
    stop_logging(start_logging(tmp_path))

    logging.getLogger("app.test").info("sent")

    assert not (tmp_path / "kodklar.log").exists()


def test_a_log_that_cannot_be_written_disturbs_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kodklar.log").mkdir()
    handler = start_logging(tmp_path)
    try:
        logging.getLogger("app.test").info("ingenstans")
    finally:
        stop_logging(handler)

    assert capsys.readouterr().err == ""
