"""The look: contrast that can be read, colours and style sheets in one place only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionTab, QTabBar, QWidget

from tests.ui.conftest import RESOURCES
from ui import theme
from ui.theme import (
    HIGH_CONTRAST,
    MARK_PAIRS,
    TEXT_PAIRS,
    TOKENS,
    ThemeName,
    apply_theme,
    colour,
    current_theme,
    icon,
    other_contrast,
    other_ground,
)

UI = Path(theme.__file__).parent
_COLOUR = re.compile(
    r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|QColor\(|GlobalColor\.(?!transparent)|rgba?\("
)


def _luminance(text: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    shade = QColor(text)
    red, green, blue = (linear(c) for c in (shade.redF(), shade.greenF(), shade.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", list(ThemeName))
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_every_pair_of_text_and_ground_can_be_read(name: ThemeName, text: str, ground: str) -> None:
    wanted = 7 if name in HIGH_CONTRAST else 4.5
    assert _contrast(TOKENS[name][text], TOKENS[name][ground]) >= wanted


@pytest.mark.parametrize("name", list(ThemeName))
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_focus_and_borders_are_seen_against_every_ground(
    name: ThemeName, mark: str, ground: str
) -> None:
    assert _contrast(TOKENS[name][mark], TOKENS[name][ground]) >= 3


@pytest.mark.parametrize("name", sorted(HIGH_CONTRAST))
def test_high_contrast_shows_the_lines_and_the_selection_too(name: ThemeName) -> None:
    for mark in ("line", "selection"):
        for ground in ("surface", "window", "raised"):
            assert _contrast(TOKENS[name][mark], TOKENS[name][ground]) >= 3


def test_every_pair_of_the_style_sheet_is_among_the_pairs_that_are_measured() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", (RESOURCES / "theme.qss").read_text("utf-8"), flags=re.S)
    inked = [
        (ink.group(1), ground.group(1))
        for body in re.findall(r"\{([^}]*)\}", sheet)
        if (ink := re.search(r"(?<![\w-])color: \$(\w+)", body))
        and (ground := re.search(r"(?<![\w-])background: \$(\w+)", body))
    ]

    assert len(inked) > 15
    assert set(inked) <= set(TEXT_PAIRS)


def test_a_command_changes_the_ground_and_another_the_contrast(qapp: QApplication) -> None:
    apply_theme(qapp, RESOURCES, ThemeName.DARK)

    assert other_ground() is ThemeName.LIGHT
    assert other_contrast() is ThemeName.CONTRAST_DARK
    apply_theme(qapp, RESOURCES, other_contrast())
    assert other_ground() is ThemeName.CONTRAST_LIGHT
    assert other_contrast() is ThemeName.DARK


@pytest.mark.parametrize("name", list(ThemeName))
@pytest.mark.parametrize("ground", ["surface", "window", "raised"])
def test_the_orange_of_training_is_seen_against_every_ground(name: ThemeName, ground: str) -> None:
    assert _contrast(TOKENS[name]["training"], TOKENS[name][ground]) >= 3


def test_the_measure_knows_black_on_white() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)


def test_all_themes_name_the_same_colours() -> None:
    assert len({frozenset(TOKENS[name]) for name in ThemeName}) == 1


def test_no_colour_and_no_style_sheet_stands_outside_the_theme() -> None:
    offenders = [
        f"{path.relative_to(UI)}: {line.strip()}"
        for path in sorted(UI.rglob("*.py"))
        if path.name != "theme.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if _COLOUR.search(line) or "setStyleSheet" in line
    ]

    assert offenders == []


def test_the_style_sheet_holds_no_colour_of_its_own() -> None:
    sheet = (RESOURCES / "theme.qss").read_text(encoding="utf-8")

    names = {selector for line in sheet.splitlines() for selector in re.findall(r"#\w+", line)}
    assert not [name for name in names if re.fullmatch(r"#([0-9a-fA-F]{3}){1,2}", name)]


@pytest.mark.parametrize("name", list(ThemeName))
@pytest.mark.parametrize("scale", [100, 150, 200])
def test_each_look_and_size_is_applied_whole(qapp: QApplication, name, scale) -> None:
    apply_theme(qapp, RESOURCES, name, scale)

    assert current_theme() is name
    assert qapp.font().family() == "Kodklar Sans"
    assert qapp.font().pointSizeF() == pytest.approx(10 * scale / 100)
    assert "$" not in qapp.styleSheet().replace("$px", "$")
    assert colour("text") == QColor(TOKENS[name]["text"])


def test_a_look_that_is_there_already_lays_nothing_out_anew(qapp: QApplication, qtbot) -> None:
    class Widget(QWidget):
        styled = 0

        def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt names it
            self.styled += event.type() is QEvent.Type.StyleChange

    widget = Widget()
    qtbot.addWidget(widget)
    widget.ensurePolished()

    apply_theme(qapp, RESOURCES, ThemeName.LIGHT, 100)
    assert widget.styled == 0
    apply_theme(qapp, RESOURCES, ThemeName.DARK, 100)
    assert widget.styled > 0


def test_an_icon_has_the_ink_of_the_look(qapp: QApplication) -> None:
    def inks(look: ThemeName) -> set[str]:
        apply_theme(qapp, RESOURCES, look)
        image = icon("error").pixmap(48, 48).toImage()
        dots = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
        return {dot.name() for dot in dots if dot.alpha() == 255}

    for look in (ThemeName.LIGHT, ThemeName.DARK, ThemeName.LIGHT):
        assert TOKENS[look]["error"].lower() in inks(look)


def test_every_severity_and_status_has_an_icon(qapp: QApplication) -> None:
    for name in ("error", "warning", "advice", "signed", "draft", "parked", "ready", "reopened"):
        assert not icon(name).isNull(), name


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_a_tab_that_has_the_keys_has_room_for_its_name(
    qapp: QApplication, qtbot, scale: int
) -> None:
    apply_theme(qapp, RESOURCES, ThemeName.LIGHT, scale)
    tabs = QTabBar()
    qtbot.addWidget(tabs)
    tabs.addTab("Urval")
    tabs.ensurePolished()
    tabs.resize(tabs.sizeHint())
    option = QStyleOptionTab()
    tabs.initStyleOption(option, 0)
    option.state |= QStyle.StateFlag.State_HasFocus

    room = tabs.style().subElementRect(QStyle.SubElement.SE_TabBarTabText, option, tabs)

    assert room.width() >= tabs.fontMetrics().horizontalAdvance("Urval")
