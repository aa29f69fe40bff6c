"""How the program looks: palettes, style sheet, fonts, icons and scale.

Colours are palette tokens, never literals elsewhere; the only style sheet is
resources/theme.qss with the tokens filled in. A test computes the contrast of every pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.domain.chart import Inks


class ThemeName(StrEnum):
    """The looks a person can choose between."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast-light"
    CONTRAST_DARK = "contrast-dark"


#: Those in which texts reach 7:1 and lines 3:1, for people who see less.
HIGH_CONTRAST = frozenset({ThemeName.CONTRAST_LIGHT, ThemeName.CONTRAST_DARK})
_LIGHT_GROUND = frozenset({ThemeName.LIGHT, ThemeName.CONTRAST_LIGHT})
_OTHER_GROUND = {
    ThemeName.LIGHT: ThemeName.DARK,
    ThemeName.DARK: ThemeName.LIGHT,
    ThemeName.CONTRAST_LIGHT: ThemeName.CONTRAST_DARK,
    ThemeName.CONTRAST_DARK: ThemeName.CONTRAST_LIGHT,
}
_OTHER_CONTRAST = {
    ThemeName.LIGHT: ThemeName.CONTRAST_LIGHT,
    ThemeName.DARK: ThemeName.CONTRAST_DARK,
    ThemeName.CONTRAST_LIGHT: ThemeName.LIGHT,
    ThemeName.CONTRAST_DARK: ThemeName.DARK,
}

TOKENS: dict[ThemeName, dict[str, str]] = {
    ThemeName.LIGHT: {
        "window": "#f3f4f6",
        "surface": "#ffffff",
        "raised": "#fafbfc",
        "line": "#d5d9e0",
        "field_line": "#7f8899",
        "text": "#1b2330",
        "muted": "#566072",
        "accent": "#0b5f8a",
        "on_accent": "#ffffff",
        "selection": "#d3e7f3",
        "on_selection": "#10202e",
        "focus": "#0b74ab",
        "error": "#b3261e",
        "error_surface": "#fdecea",
        "warning": "#8a5200",
        "warning_surface": "#fff3dd",
        "advice": "#1c5fa8",
        "advice_surface": "#e8f1fb",
        "success": "#1f6b3a",
        "banner": "#e6eef7",
        "on_banner": "#1b2330",
        "training": "#b85000",
        "on_training": "#ffffff",
    },
    ThemeName.DARK: {
        "window": "#171b21",
        "surface": "#1f252d",
        "raised": "#262d37",
        "line": "#39424f",
        "field_line": "#76839a",
        "text": "#e7ebf1",
        "muted": "#a8b3c3",
        "accent": "#6bb8e6",
        "on_accent": "#0c1a24",
        "selection": "#28506b",
        "on_selection": "#f3f8fc",
        "focus": "#7cc7f2",
        "error": "#ff9a90",
        "error_surface": "#46211f",
        "warning": "#f3bf66",
        "warning_surface": "#40321a",
        "advice": "#93c2f5",
        "advice_surface": "#1d3147",
        "success": "#85d19f",
        "banner": "#24384a",
        "on_banner": "#e7ebf1",
        "training": "#f59a3c",
        "on_training": "#1a1003",
    },
    ThemeName.CONTRAST_LIGHT: {
        "window": "#ffffff",
        "surface": "#ffffff",
        "raised": "#f4f4f4",
        "line": "#4a4a4a",
        "field_line": "#000000",
        "text": "#000000",
        "muted": "#2e2e2e",
        "accent": "#00337a",
        "on_accent": "#ffffff",
        "selection": "#002a66",
        "on_selection": "#ffffff",
        "focus": "#b0005a",
        "error": "#8a0010",
        "error_surface": "#fff2f1",
        "warning": "#5c3600",
        "warning_surface": "#fff8e6",
        "advice": "#003a80",
        "advice_surface": "#eef5ff",
        "success": "#00491e",
        "banner": "#eef5ff",
        "on_banner": "#000000",
        "training": "#8f3a00",
        "on_training": "#ffffff",
    },
    ThemeName.CONTRAST_DARK: {
        "window": "#000000",
        "surface": "#000000",
        "raised": "#141414",
        "line": "#b4b4b4",
        "field_line": "#ffffff",
        "text": "#ffffff",
        "muted": "#dcdcdc",
        "accent": "#8fe0ff",
        "on_accent": "#000000",
        "selection": "#8fe0ff",
        "on_selection": "#000000",
        "focus": "#ffe14d",
        "error": "#ffb0a8",
        "error_surface": "#2b0000",
        "warning": "#ffd37a",
        "warning_surface": "#2a1e00",
        "advice": "#b5d8ff",
        "advice_surface": "#00152e",
        "success": "#9be8b4",
        "banner": "#00152e",
        "on_banner": "#ffffff",
        "training": "#ffa64d",
        "on_training": "#000000",
    },
}

_GROUNDS = ("surface", "window", "raised")
#: Pairs of text and ground that appear on screen: each reaches WCAG AA (4.5:1), and AAA (7:1)
#: in high contrast.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "window"),
    ("text", "surface"),
    ("text", "raised"),
    ("muted", "window"),
    ("muted", "surface"),
    ("muted", "raised"),
    ("accent", "surface"),
    ("accent", "window"),
    ("on_accent", "accent"),
    ("on_selection", "selection"),
    ("error", "surface"),
    ("error", "error_surface"),
    ("text", "error_surface"),
    ("warning", "surface"),
    ("warning", "warning_surface"),
    ("text", "warning_surface"),
    ("advice", "surface"),
    ("advice", "advice_surface"),
    ("text", "advice_surface"),
    ("success", "surface"),
    ("success", "window"),
    ("on_banner", "banner"),
    ("on_training", "training"),
    ("accent", "raised"),
    ("accent", "advice_surface"),
    ("accent", "warning_surface"),
    ("error", "raised"),
    ("warning", "raised"),
    ("advice", "raised"),
    ("success", "raised"),
    ("muted", "error_surface"),
    ("muted", "warning_surface"),
    ("muted", "advice_surface"),
    ("muted", "banner"),
)
#: Lines, marks and borders that mean something, and what they stand on: 3:1 everywhere.
MARK_PAIRS: tuple[tuple[str, str], ...] = (
    *((mark, ground) for mark in ("focus", "field_line", "accent") for ground in _GROUNDS),
    ("focus", "banner"),
    ("focus", "warning_surface"),
    ("focus", "advice_surface"),
    ("focus", "error_surface"),
)

_FAMILY = "Kodklar Sans"
_BASE_POINT_SIZE = 10.0


@dataclass(slots=True)
class _Current:
    """What is applied right now; Qt has one look for the whole application."""

    name: ThemeName = ThemeName.LIGHT
    resources: Path = Path()
    has_style: bool = False


_current = _Current()


def apply_theme(qt: QApplication, resources: Path, name: ThemeName, scale: int = 100) -> None:
    """Give the application a look; `scale` is in per cent of the normal text size."""
    _current.name, _current.resources = name, resources
    _load_fonts(resources)
    if not _current.has_style:
        qt.setStyle("Fusion")
        _current.has_style = True
    if qt.font() != _font(scale):
        qt.setFont(_font(scale))
    qt.setPalette(_palette(TOKENS[name]))
    sheet = _style_sheet(resources, name, scale)
    if qt.styleSheet() != sheet:  # Qt would lay out every widget anew
        qt.setStyleSheet(sheet)


@cache
def _style_sheet(resources: Path, name: ThemeName, scale: int) -> str:
    sheet = Template((resources / "theme.qss").read_text(encoding="utf-8"))
    sizes = {f"px{n}": f"{max(1, round(n * scale / 100))}px" for n in range(1, 65)}
    ground = "light" if name in _LIGHT_GROUND else "dark"
    pictures = {
        part: (resources / "icons" / f"{part}-{ground}.svg").as_posix()
        for part in ("chevron", "check")
    }
    return sheet.substitute(TOKENS[name], **pictures, **sizes)


def current_theme() -> ThemeName:
    """Return the look in use."""
    return _current.name


def other_ground() -> ThemeName:
    """Return the dark look of a light one, or the other way round; the contrast stays."""
    return _OTHER_GROUND[_current.name]


def other_contrast() -> ThemeName:
    """Return the look of high contrast of a usual one, or the other way round."""
    return _OTHER_CONTRAST[_current.name]


def colour(token: str) -> QColor:
    """Return a colour of the present look by its token."""
    return QColor(TOKENS[_current.name][token])


def chart_inks() -> Inks:
    """Return the inks of charts in the present look: of texts, of bars, of lines."""
    tokens = TOKENS[_current.name]
    return Inks(tokens["text"], tokens["accent"], tokens["line"])


def icon(name: str, token: str = "") -> QIcon:
    """Return an icon from resources/icons, tinted with a token (severities have their own)."""
    ink = token or _ICON_TOKEN.get(name, "text")
    return _tinted(_current.resources, _current.name, name, ink)


#: Icons whose colour means something.
_ICON_TOKEN = {"error": "error", "warning": "warning", "advice": "advice", "signed": "success"}


@cache
def _tinted(resources: Path, look: ThemeName, name: str, token: str) -> QIcon:
    path = resources / "icons" / f"{name}.svg"
    if not path.exists():
        return QIcon()
    svg, result = path.read_text(encoding="utf-8"), QIcon()
    for mode, ink in ((QIcon.Mode.Normal, token), (QIcon.Mode.Selected, "on_selection")):
        drawn = svg.replace("currentColor", QColor(TOKENS[look][ink]).name())
        renderer = QSvgRenderer(QByteArray(drawn.encode()))
        for size in (16, 32, 48):
            pixmap = QPixmap(QSize(size, size))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter)
            painter.end()
            result.addPixmap(pixmap, mode)
    return result


@cache
def _load_fonts(resources: Path) -> None:
    for path in sorted((resources / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def _font(scale: int) -> QFont:
    font = QFont(_FAMILY)
    font.setPointSizeF(_BASE_POINT_SIZE * scale / 100)
    return font


def _palette(tokens: dict[str, str]) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, token in {
        role.Window: "window",
        role.Base: "surface",
        role.AlternateBase: "raised",
        role.Button: "raised",
        role.ToolTipBase: "raised",
        role.Text: "text",
        role.WindowText: "text",
        role.ButtonText: "text",
        role.ToolTipText: "text",
        role.PlaceholderText: "muted",
        role.Highlight: "selection",
        role.HighlightedText: "on_selection",
        role.Link: "accent",
        role.Accent: "accent",
        role.Mid: "line",
    }.items():
        palette.setColor(target, QColor(tokens[token]))
    for target in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(tokens["muted"]))
    return palette
