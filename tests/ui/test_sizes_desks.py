"""The screens of the desks at the largest text in the smallest window: no words are cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import RESOURCES
from tests.ui.test_accessible_desks import shown
from tests.ui.test_sizes import clipped, settle
from ui.main_window import MainWindow
from ui.theme import ThemeName, apply_theme

__all__ = ["shown"]

MEASURED = (
    "clinician", "coding", "help", "own keys", "rules", "second review", "statistics", "tour",
    "visit", "work list",
)  # fmt: skip


@pytest.mark.parametrize("shown", MEASURED, indirect=True)
def test_no_words_are_cut_off_at_200_per_cent_in_a_small_window(
    shown: MainWindow, qapp: QApplication, qtbot
) -> None:
    apply_theme(qapp, RESOURCES, ThemeName.CONTRAST_DARK, 200)
    shown.resize(900, 600)
    settle(shown, qtbot)

    assert (shown.width(), shown.height()) == (900, 600)
    assert clipped(shown) == []
