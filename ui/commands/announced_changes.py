"""Publishers' lists of changes as a sheet: what they say, and whether the editions agree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.codebook_changes import ChangeKind
from app.services.announced_changes import (
    AnnouncedChange,
    AnnouncedChanges,
    read_announced_changes,
)
from ui.jobs import Lane

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_HEADERS = ("Dag", "Vad", "Kod", "Stämmer", "Utgåva", "Före", "Efter", "Utgivarens kommentar")


def show_announced(window: MainWindow, paths: Sequence[Path]) -> None:
    """Read lists of changes and show them over the present screen; nothing is kept."""
    window.task.run(
        "Läser listan över ändringar …",
        lambda control: [read_announced_changes(window.app, path, control) for path in paths],
        lambda lists: _show(window, lists),
        window.tell_error,
        lane=Lane.READ,
    )


def _show(window: MainWindow, lists: Sequence[AnnouncedChanges]) -> None:
    names = ", ".join(each.file_name for each in lists)
    sentences = [sentence for each in lists for sentence in (each.summary, *each.remarks)]
    window.sheet.show_rows(
        f"Utgivarens ändringar: {names}",
        _HEADERS,
        [_row(change) for each in lists for change in each.changes],
        "Listan är tom: utgivaren har inte ändrat något.",
        remark=" ".join(sentences),
    )
    window.show_over(window.sheet)


def _row(announced: AnnouncedChange) -> tuple[str, ...]:
    change, edition = announced.change, announced.edition
    after = "" if change.kind is ChangeKind.REMARK else change.after  # the title is as it was
    return (
        change.day.isoformat(),
        change.kind.value,
        change.code,
        announced.agreement.value,
        edition.label if edition else "–",
        change.before,
        after,
        change.comment,
    )
