"""Commands on tables and lists; what they do is imported with the first of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ui.commands.list_desk import ListDesk
    from ui.main_window import MainWindow


class ListCommands(QObject):
    """Kodserver tables, local lists, regional decisions and product names.

    Everything behind them is imported and built when first asked for: the start has no time
    for it.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk: ListDesk | None = None

    @property
    def desk(self) -> ListDesk:
        """The screens with what they do."""
        if self._desk is None:
            from ui.commands.list_desk import ListDesk  # noqa: PLC0415 - see the class

            self._desk = ListDesk(self._window)
        return self._desk

    def show_kodserver(self) -> None:
        """Show the tables of Kodserver, and which codes go together."""
        from ui.presenters.kodserver_shelf import KODSERVER  # noqa: PLC0415 - see the class

        self.desk.show(KODSERVER)

    def show_local_lists(self) -> None:
        """Show the department's own lists."""
        from ui.presenters.local_shelf import LOCAL_LISTS  # noqa: PLC0415 - see the class

        self.desk.show(LOCAL_LISTS)

    def show_regional(self) -> None:
        """Show what the region has decided about codes and rules."""
        from ui.presenters.regional_shelf import REGIONAL  # noqa: PLC0415 - see the class

        self.desk.show(REGIONAL)

    def show_products(self) -> None:
        """Show the product names that lead to ATC codes."""
        from ui.presenters.product_shelf import PRODUCT_NAMES  # noqa: PLC0415 - see the class

        self.desk.show(PRODUCT_NAMES)

    def take_file(self, path: Path) -> None:
        """Read a file into the chosen list; a local list is asked about first."""
        self.desk.take_file(path)
