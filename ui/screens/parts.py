"""Small building blocks that every screen lays out with."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.delegates.code_row import CodeRowDelegate

#: Room beside the text of a choice, in pixels.
_CHOICE_MARGIN = 6


def pane(title: str, *, aside: QWidget | None = None) -> tuple[QFrame, QVBoxLayout]:
    """Return a framed area with a title, and the layout to fill."""
    frame = QFrame()
    frame.setObjectName("pane")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(10, 8, 10, 10)
    layout.setSpacing(6)
    if title:
        head = QHBoxLayout()
        head.addWidget(label(title, "paneTitle"))
        head.addStretch(1)
        if aside is not None:
            head.addWidget(aside)
        layout.addLayout(head)
    return frame, layout


def label(text: str, name: str = "") -> QLabel:
    """Return a text; the name picks its look in the style sheet."""
    widget = QLabel(text)
    widget.setObjectName(name)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    return widget


class ElidedLabel(QLabel):
    """A line of text that gives way with an ellipsis; the whole of it is the tip."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show a text, as much of it as there is room for."""
        self._text = text
        self.updateGeometry()
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for the whole text, where there is any."""
        hint, metrics = super().sizeHint(), QFontMetricsF(self.font())
        shown, whole = (metrics.horizontalAdvance(text) for text in (self.text(), self._text))
        return QSize(hint.width() - floor(shown) + ceil(whole), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters, or for all of a shorter text."""
        few = self.fontMetrics().averageCharWidth() * 6
        return QSize(min(few, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        mode = Qt.TextElideMode.ElideRight
        super().setText(
            self.fontMetrics().elidedText(self._text, mode, self.contentsRect().width())
        )


class Choice(QComboBox):
    """A choice that gives way with an ellipsis; the whole of what is chosen is the tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.currentTextChanged.connect(self.setToolTip)

    def showPopup(self) -> None:
        """Say the whole of what can be chosen, where the window has the room."""
        room = self.window().width() - self.mapTo(self.window(), QPoint()).x()
        self.view().setMinimumWidth(min(self.view().sizeHintForColumn(0) + _CHOICE_MARGIN, room))
        super().showPopup()

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Say as much of the text as there is room for."""
        super().initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        kind = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(kind, option, part, self).width()
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room - _CHOICE_MARGIN
        )


class WrappedLabel(QLabel):
    """A remark of some lines that never gets less height than its lines need."""

    def __init__(self, name: str = "muted") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        """Show a text."""
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the new width makes necessary."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Ask for the height that the new size of the text makes necessary."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(0)  # the height that Qt asks for is never less than this
        self.setMinimumHeight(self.heightForWidth(self.width()) if self.text() else 0)


def remark(name: str = "muted") -> ElidedLabel:
    """Return a text at the side of another, as wide as it needs to be where there is room."""
    widget = ElidedLabel(name)
    widget.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return widget


def button(text: str, tip: str, name: str = "") -> QPushButton:
    """Return a push button with a spoken name and a tip."""
    widget = QPushButton(text)
    widget.setObjectName(name)
    widget.setToolTip(tip)
    widget.setAccessibleName(text.replace("&", ""))
    widget.setAutoDefault(True)
    return widget


def typed_line(choice: QComboBox) -> QLineEdit:
    """Let a choice take any text, and return the line that it is typed in."""
    choice.setEditable(True)
    choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    line = choice.lineEdit()
    if line is None:
        raise RuntimeError("a choice that can be edited has a line")
    return line


def is_history_key(event: QEvent) -> bool:
    """Whether a field is about to claim undo or redo for its own text."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    standard = QKeySequence.StandardKey
    return event.matches(standard.Undo) or event.matches(standard.Redo)


def on_escape(screen: QWidget, then: Callable[[], None]) -> None:
    """Do something at once when Esc is pressed anywhere on a screen."""
    on_key(screen, "Esc", then)


def on_key(screen: QWidget, keys: str, then: Callable[[], None]) -> None:
    """Do something at once when keys are pressed anywhere on a widget or inside it."""
    shortcut = QShortcut(QKeySequence(keys), screen)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(then)


class CodeList(QListView):
    """A list in which Home and Page Up stop at the first code, not at its heading."""

    #: Lines of text that there is always room for.
    least_lines = 3

    def minimumSizeHint(self) -> QSize:
        """Room for some lines; Qt would ask for the length of a scroll bar."""
        hint = super().minimumSizeHint()
        needed = self.least_lines * self.fontMetrics().lineSpacing()
        return QSize(hint.width(), min(hint.height(), needed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows again when a scroll bar takes their room; Qt does not."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Return where a key moves to; past a heading, which cannot be chosen."""
        index = super().moveCursor(action, modifiers)
        while index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            index = index.siblingAtRow(index.row() + 1)
        return index


def code_list(model: QAbstractItemModel, name: str) -> CodeList:
    """Return a list of code rows."""
    view = CodeList()
    view.setModel(model)
    view.setItemDelegate(CodeRowDelegate(view))
    view.setAccessibleName(name)
    view.setUniformItemSizes(False)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    return view


class ScaledTable(QTableView):
    """A table whose rows and columns follow the size of the text; its keys go by rows."""

    def __init__(self) -> None:
        super().__init__()
        #: Rows that there is always room for; 0 leaves it to the layout.
        self.least_rows = 0
        self._character = QFontMetricsF(self.font()).averageCharWidth()

    def minimumSizeHint(self) -> QSize:
        """Room for some rows below the header, whatever the size of the text."""
        hint = super().minimumSizeHint()
        if not self.least_rows:
            return hint
        rows = self.least_rows * self.verticalHeader().defaultSectionSize()
        return QSize(hint.width(), self.horizontalHeader().sizeHint().height() + rows + 8)

    def selectRow(self, row: int) -> None:
        """Choose a row, and it alone, whatever keys of a shortcut are still held down."""
        flag = QItemSelectionModel.SelectionFlag
        chosen = flag.ClearAndSelect | flag.Rows
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), chosen)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Return where a key moves to; Home and End go to the first and the last row."""
        to = QAbstractItemView.CursorAction
        if action not in (to.MoveHome, to.MoveEnd):
            return super().moveCursor(action, modifiers)
        model, column = self.model(), max(0, self.currentIndex().column())
        last = model.rowCount(self.rootIndex()) - 1
        return model.index(0 if action is to.MoveHome else last, column, self.rootIndex())

    def changeEvent(self, event: QEvent) -> None:
        """Take the new size of the text over to rows and columns."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit_to_text()

    def fit_to_text(self) -> None:
        """Make the rows as high as the text needs, and scale the columns from the size before."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.updateGeometry()
        character = QFontMetricsF(self.font()).averageCharWidth()
        factor, self._character = character / self._character, character
        if factor != 1:
            header = self.horizontalHeader()
            stretched = header.stretchLastSection()  # takes what is left, at any size
            for section in range(header.count() - stretched):
                header.resizeSection(section, round(header.sectionSize(section) * factor))


def table(model: QAbstractItemModel, name: str) -> QTableView:
    """Return a table of rows that are chosen whole."""
    view = ScaledTable()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setStretchLastSection(True)
    view.horizontalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setMinimumSectionSize(10)  # else it lags behind when text shrinks
    view.fit_to_text()
    return view


def side_by_side(*parts: QWidget) -> QWidget:
    """Return parts in a row, without margins."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        row.addWidget(part)
    return holder
