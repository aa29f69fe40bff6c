"""A document on screen before it goes to paper or a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import AppError
from ui.action_spec import Where
from ui.screens.parts import button, label, on_escape, pane, remark

_DPI = 300
#: A page a little larger than on paper, so that it is read without leaning forward.
_ZOOM = 1.25


class PreviewScreen(QWidget):
    """Shows a PDF, prints it through the system's dialog, saves it."""

    place = Where.PREVIEW
    closed = Signal()
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self._pdf = b""
        self._name = ""
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView()
        self._heading = label("", "paneTitle")
        self._title = remark()
        self._print = button("&Skriv ut …", "Skriv ut genom systemets dialog", "primary")
        self._save = button("Spara so&m …", "Spara som PDF")
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._lay_out()

    def show_pdf(self, pdf: bytes, name: str, heading: str = "Kodningssammanfattning") -> None:
        """Show a document; `name` is the suggested file name without ending."""
        self._pdf, self._name = pdf, name
        self._heading.setText(heading)
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        pages = self.document.pageCount()
        self._title.setText(f"{name} · {pages} {'sida' if pages == 1 else 'sidor'}")
        self._print.setFocus()

    def save_to(self, path: Path) -> None:
        """Write the document to a file.

        Raises:
            AppError: the file cannot be written.

        """
        draft = path.with_name(path.name + ".new")
        try:
            draft.write_bytes(self._pdf)
            draft.replace(path)
        except OSError as error:
            raise AppError(
                f"{path.name} kunde inte sparas. Kontrollera att mappen går att skriva i och "
                "att disken har plats."
            ) from error

    def print_to(self, printer: QPrinter) -> None:
        """Paint every page on a printer."""
        painter = QPainter(printer)
        for page in range(self.document.pageCount()):
            if page:
                printer.newPage()
            target = printer.pageLayout().fullRectPixels(printer.resolution()).size()
            painter.drawImage(0, 0, self.document.render(page, target))
        painter.end()

    def _lay_out(self) -> None:
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(_ZOOM)
        self.view.setAccessibleName("Förhandsgranskning")
        frame, inner = pane("")
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self._title)
        inner.addLayout(head)
        inner.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addWidget(self._close)
        row.addStretch(1)
        row.addWidget(self._save)
        row.addWidget(self._print)
        inner.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)
        self._save.clicked.connect(self._ask_and_save)
        self._print.clicked.connect(self._ask_and_print)

    def _ask_and_save(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, f"Spara {self._heading.text().lower()}", f"{self._name}.pdf", "PDF (*.pdf)"
        )
        if not chosen:
            return
        try:
            self.save_to(Path(chosen))
        except AppError as error:
            self.told.emit(str(error))
        else:
            self.told.emit(f"Sparad som {Path(chosen).name}.")

    def _ask_and_print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(_DPI)
        printer.setFullPage(True)
        printer.setPageMargins(QMarginsF(0, 0, 0, 0))
        printer.setDocName(self._name)
        if QPrintDialog(printer, self).exec():
            self.print_to(printer)
            self.told.emit("Skickad till skrivaren.")
