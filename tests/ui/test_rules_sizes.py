"""The rule browser is whole at every size of text."""

from __future__ import annotations

from tests.ui.test_sizes import at_every_size, clipped, settle, sized
from ui.main_window import MainWindow

__all__ = ["sized"]
#: What fits here fits in every wider window.
NARROW = (900, 700)


@at_every_size
def test_the_rule_browser_is_whole(window: MainWindow, sized, qtbot, scale) -> None:
    window.rules.browse_rules()
    sized(window, scale, NARROW)
    screen = window.stack.currentWidget()
    qtbot.waitUntil(lambda: screen.model.rowCount() > 0)
    settle(window, qtbot)
    assert clipped(window) == []

    screen.open_at(
        next(row.page.rule_id for row in screen.model.items if row.page.basis[:2] == "ej")
    )
    qtbot.waitUntil(screen.hindrance.isVisible)
    settle(window, qtbot)
    assert clipped(window) == []
    screen.field.setText("finns inte")
    settle(window, qtbot)
    assert clipped(window) == []
