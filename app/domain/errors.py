"""Errors whose text may be shown to the user as it stands."""

from __future__ import annotations


class AppError(Exception):
    """A foreseen failure. The message is whole Swedish sentences, without patient data.

    `on_terminal` is one more sentence with the option that is the remedy on the command line;
    a window does not show it.
    """

    def __init__(self, sentences: str = "", *, on_terminal: str = "") -> None:
        super().__init__(sentences)
        self.on_terminal = on_terminal


class NotFoundError(AppError):
    """Something the user asked for does not exist."""


class InputFileError(AppError):
    """A file is not what it should be; the text names file, row and remedy."""


class CodebookFileError(InputFileError):
    """A codebook file cannot be used."""


class StorageError(AppError):
    """The database cannot be reached, written or understood."""


class CrossedError(StorageError):
    """Two waited for each other's events, and this one was given up: the same again succeeds."""


class StaleSaveError(AppError):
    """Somebody else saved the encounter since it was read."""


class ClaimedByOtherError(AppError):
    """Another person works on the encounter right now."""


class NotAllowedError(AppError):
    """The act is not open to this person or in this state."""


class SigningBlockedError(AppError):
    """Errors, or warnings without a reason, stand in the way of signing."""


class Cancelled(AppError):  # noqa: N818 - a request, not a failure
    """The user cancelled; never shown, only used to unwind."""
