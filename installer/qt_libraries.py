"""Find which system libraries Qt lacks on Linux, and name or install their packages."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence

INSTALL_FLAG = "--install-system-libraries"

#: Shared library → Debian package; what `readelf -d` names on the Qt 6.11 files themselves.
QT_CORE_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
#: Qt's printing plugin: without it the system's printers are missing from the dialog.
PRINT_LIBRARIES = {"libcups.so.2": "libcups2"}
PLATFORM_LIBRARIES = {
    "offscreen": QT_CORE_LIBRARIES,
    "xcb": {**QT_CORE_LIBRARIES, **X11_LIBRARIES, **PRINT_LIBRARIES},
    "wayland": {**QT_CORE_LIBRARIES, **WAYLAND_LIBRARIES, **PRINT_LIBRARIES},
}

Loads = Callable[[str], bool]
Say = Callable[[str], None]
Run = Callable[[Sequence[str], Say], None]


class MissingLibrariesError(Exception):
    """Qt cannot start; the text names what is missing and the command that installs it."""


def platform_of(environment: Mapping[str, str]) -> str:
    """Return the Qt platform that a window would be opened on."""
    chosen = environment.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if chosen:
        return chosen if chosen in PLATFORM_LIBRARIES else "offscreen"
    if environment.get("DISPLAY"):
        return "xcb"
    return "wayland" if environment.get("WAYLAND_DISPLAY") else "offscreen"


def loads(name: str) -> bool:
    """Tell whether the system really can load a library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_libraries(platform: str, can_load: Loads = loads) -> dict[str, str]:
    """Return the libraries that the platform needs and lacks, each with its Debian package."""
    wanted = PLATFORM_LIBRARIES[platform]
    return {name: package for name, package in wanted.items() if not can_load(name)}


def message(missing: Mapping[str, str]) -> str:
    """Name what is missing and the one command that installs it."""
    rows = [f"  {name:24} i Debian-paketet {package}" for name, package in missing.items()]
    return "\n".join(
        [
            "Qt behöver systembibliotek som saknas på den här datorn:",
            *rows,
            "Installera dem på Debian och Ubuntu med:",
            f"  sudo apt-get install {' '.join(packages_of(missing))}",
        ]
    )


def packages_of(missing: Mapping[str, str]) -> list[str]:
    """Return each package once, in alphabetical order."""
    return sorted(set(missing.values()))


def may_install(arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Tell whether packages may be installed unasked: as root, where it was asked for or in CI."""
    asked = INSTALL_FLAG in arguments or environment.get("CI", "").lower() in {"1", "true"}
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return asked and is_root and shutil.which("apt-get") is not None


def ensure(platform: str, may_install_them: bool, say: Say, run: Run) -> None:
    """Make sure that Qt can start on the platform.

    Raises:
        MissingLibrariesError: something is missing, and may not or could not be installed.

    """
    if sys.platform != "linux":
        return
    missing = missing_libraries(platform)
    if missing and may_install_them:
        install_packages(packages_of(missing), say, run)
        missing = missing_libraries(platform)
    if missing:
        raise MissingLibrariesError(message(missing))


def install_packages(packages: Sequence[str], say: Say, run: Run) -> None:
    """Install Debian packages with apt-get."""
    say(f"Installerar systempaket: {' '.join(packages)}")
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    run([*apt, "update"], lambda _line: None)
    run([*apt, "install", "--no-install-recommends", *packages], lambda _line: None)
