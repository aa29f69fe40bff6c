"""Knows the tax agency's test numbers again, which alone may stand in an exercise."""

from __future__ import annotations

from app.domain.errors import AppError
from app.domain.training_identity import FoundNumber, TestNumbers, find_numbers
from app.services.context import AppContext


def numbers_of_tests(app: AppContext) -> TestNumbers:
    """Return the test numbers.

    Raises:
        AppError: the file that ships with the program is missing.

    """
    path = app.resources / "training" / "test-numbers.bin"
    try:
        return TestNumbers.read(path.read_bytes())
    except OSError as error:
        raise AppError(
            "Förteckningen över testnummer saknas. Installera om Kodklar, så återställs den."
        ) from error


def numbers_in(app: AppContext, text: str) -> list[FoundNumber]:
    """Return what in a text may be somebody's identity number, or nearly."""
    return find_numbers(text, numbers_of_tests(app), app.now().date())
