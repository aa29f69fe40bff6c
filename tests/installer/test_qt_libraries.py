"""What Qt lacks on a Linux machine is named with its package, or installed in CI."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "installer" / "qt_libraries.py"
SPEC = importlib.util.spec_from_file_location("kodklar_qt_libraries", SCRIPT)
qt_libraries = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(qt_libraries)


def test_missing_libraries_are_named_with_package_and_command() -> None:
    missing = qt_libraries.missing_libraries(
        "xcb", lambda name: name not in {"libEGL.so.1", "libxcb-cursor.so.0"}
    )
    text = qt_libraries.message(missing)

    assert missing == {"libEGL.so.1": "libegl1", "libxcb-cursor.so.0": "libxcb-cursor0"}
    assert "libEGL.so.1" in text
    assert "sudo apt-get install libegl1 libxcb-cursor0" in text


def test_work_without_a_display_asks_for_no_window_libraries() -> None:
    assert not any("xcb" in name for name in qt_libraries.missing_libraries("offscreen", bool))
    assert "libxcb-cursor.so.0" not in qt_libraries.PLATFORM_LIBRARIES["offscreen"]


def test_a_library_that_does_not_exist_does_not_load() -> None:
    assert not qt_libraries.loads("libkodklar-finns-inte.so.9")


@pytest.mark.parametrize(
    ("variables", "platform"),
    [
        ({}, "offscreen"),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "wayland"),
        ({"QT_QPA_PLATFORM": "minimal"}, "offscreen"),
    ],
)
def test_the_platform_follows_the_display(variables: dict[str, str], platform: str) -> None:
    assert qt_libraries.platform_of(variables) == platform


def test_missing_libraries_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(qt_libraries, "missing_libraries", lambda _platform: {"libx.so": "libx1"})
    ran: list[Sequence[str]] = []

    with pytest.raises(qt_libraries.MissingLibrariesError, match="apt-get install libx1"):
        qt_libraries.ensure("xcb", False, print, lambda command, _: ran.append(command))

    assert ran == []


def test_ci_installs_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    answers = iter([{"libx.so": "libx1"}, {}])
    monkeypatch.setattr(qt_libraries, "missing_libraries", lambda _platform: next(answers))
    ran: list[Sequence[str]] = []

    qt_libraries.ensure("offscreen", True, print, lambda command, _: ran.append(command))

    assert [command[-1] for command in ran] == ["update", "libx1"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no root here")
@pytest.mark.parametrize(
    ("user", "variables", "arguments", "allowed"),
    [
        (0, {"CI": "true"}, (), True),
        (0, {}, (qt_libraries.INSTALL_FLAG,), True),
        (0, {}, (), False),
        (1000, {"CI": "true"}, (), False),
    ],
)
def test_only_root_installs_and_only_when_asked(
    monkeypatch: pytest.MonkeyPatch,
    user: int,
    variables: dict[str, str],
    arguments: tuple[str, ...],
    allowed: bool,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(qt_libraries.shutil, "which", lambda _name: "/usr/bin/apt-get")

    assert qt_libraries.may_install(arguments, variables) == allowed
