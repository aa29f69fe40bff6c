"""The help sheets hold what can be done, and the facts about coding that belong to the screen."""

from __future__ import annotations

import pytest

from app.rules.guidance import SCREENS, screen_guidance
from ui.screens.pages import help_page


@pytest.mark.parametrize("screen", SCREENS)
def test_the_facts_of_a_screen_stand_on_its_sheet_with_their_sources(screen: str) -> None:
    heading, html = help_page(screen)

    assert heading.startswith("Hjälp: ")
    assert html.count("Bra att veta") == 1
    for told in screen_guidance(screen):
        assert told.source.split(",")[0] in html


def test_a_screen_without_facts_has_no_empty_heading() -> None:
    _heading, html = help_page("work_list")

    assert "Bra att veta" not in html
