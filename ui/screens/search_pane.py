"""The middle of the coding screen: the search with its hits, and the hierarchy of a code."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.domain.search import SearchHit
from app.services.concept_details import ConceptDetails
from ui.presenters.concept_presenter import ConceptPresenter
from ui.presenters.favourites_presenter import CodeKey, FavouritesPresenter
from ui.presenters.own_codes_presenter import OwnCodesPresenter
from ui.presenters.search_presenter import SearchPresenter
from ui.presenters.trail import How
from ui.screens.concept_bar import ConceptBar, IconButton, section_of
from ui.screens.concept_pane import ConceptPane
from ui.screens.found_pane import FoundPane
from ui.screens.hierarchy import Hierarchy
from ui.screens.parts import pane


class SearchPane(QWidget):
    """Lets the coder type, choose and add, and see where a code stands."""

    chosen = Signal(object, str)  # CodeSystem, code: add as secondary
    chosen_principal = Signal(str)  # ICD code: set as principal
    browse_asked = Signal()  # the current code, in the browser
    propose_asked = Signal(str)  # a word that is missing, as it was typed
    told = Signal(str)
    asked_for = Signal()  # the keys are on their way here

    def __init__(
        self,
        presenter: SearchPresenter,
        concepts: ConceptPresenter,
        favourites: FavouritesPresenter,
        own: OwnCodesPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._concepts = concepts
        self._favourites = favourites
        self._books: Codebooks | None = None
        self._typed: SearchHit | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._follow_typed)
        self.found = FoundPane(presenter, favourites, own)
        self.field, self.hits = self.found.field, self.found.field.hits
        self.list, self.scope = self.found.field.list, self.found.scope
        self.tree = Hierarchy()
        self.bar = ConceptBar(concepts, favourites)
        self.browse = IconButton("book", "Öppna i bläddraren", "Ctrl+B")
        self.about = ConceptPane(concepts)
        self._lay_out()
        self._connect()

    def set_books(self, books: Codebooks | None, day: date | None) -> None:
        """Show the hierarchy of these codebooks, as of a day."""
        self._books = books
        self.tree.show_book(books.icd10se if books is not None else None, day)
        self.found.set_books(books, day)
        self._concepts.forget()

    def focus_field(self) -> None:
        """Go to the field with its text chosen, so that typing replaces it."""
        self.asked_for.emit()
        self.field.focus_all()

    def focus_tree(self) -> None:
        """Go to the hierarchy."""
        self.asked_for.emit()
        self.tree.setFocus()

    def choose_systems(self, position: int) -> None:
        """Search all systems (0) or one of them (1–3)."""
        self.found.choose_systems(position)

    @property
    def pointed(self) -> CodeKey | None:
        """The code that the hierarchy, when it has the focus, or else the list points at."""
        if self.tree.hasFocus():
            concept = self.tree.concept
            return (concept.system, concept.code) if concept is not None else None
        hit = self.field.hit
        return (hit.system, hit.code) if hit is not None else None

    def show_concept(self, system: CodeSystem, code: str, how: How = How.JUMP) -> None:
        """Unfold the hierarchy at a code and tell about it."""
        self._soon.stop()
        if self._books is None:
            return
        if self._books.of(system).concept(code) is not None:
            self._concepts.show(system, code, how)
            self._reveal(system, code)
        else:
            self._concepts.clear()

    def search_below(self, section: Concept) -> None:
        """Search below a code from now on; the field is ready for the words."""
        self.scope.search_below(section)
        self.focus_field()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)  # what is full is slow to move: from the outside inwards
        layout.setContentsMargins(0, 0, 0, 0)
        splitter = QSplitter(Qt.Orientation.Vertical)
        layout.addWidget(splitter)
        splitter.addWidget(self.found)
        self.bar.add(self.browse)
        hierarchy, below = pane("Hierarki", aside=self.bar)
        splitter.addWidget(hierarchy)
        below.addWidget(self.tree, 2)
        below.addWidget(self.about, 3)
        splitter.setSizes([1, 1])
        splitter.setChildrenCollapsible(False)

    def _connect(self) -> None:
        found = self.found
        found.chosen.connect(self.chosen)
        found.chosen_principal.connect(self.chosen_principal)
        found.propose_asked.connect(self.propose_asked)
        found.looked_at.connect(self._follow)
        found.listen(self)
        self.tree.follow(self._favourites)
        self.tree.chosen.connect(lambda concept: self.chosen.emit(concept.system, concept.code))
        self.tree.chosen_principal.connect(self._add_principal_from_tree)
        self.tree.walked.connect(self._walk)
        self.about.followed.connect(self.show_concept)
        self._concepts.revealed.connect(self._reveal)
        self._concepts.described.connect(self._offer_section)
        self.bar.section_asked.connect(self.search_below)
        self.bar.listen(self)
        self.browse.clicked.connect(self.browse_asked)
        for teller in (self.found, self.bar, self.tree):
            teller.told.connect(self.told)

    def _follow(self, hit: SearchHit, how: How) -> None:
        """Show where a hit stands; after typing when the hits have been painted."""
        if how is How.TYPED:
            self._typed = hit
            self._soon.start()
        else:
            self.show_concept(hit.system, hit.code, how)

    def _follow_typed(self) -> None:
        hit = self._typed
        if hit is not None and hit == self.field.hit and not self._is_shown(hit):
            self.show_concept(hit.system, hit.code, How.TYPED)

    def _is_shown(self, hit: SearchHit) -> bool:
        concept = self.tree.concept
        is_in_tree = concept is not None and (concept.system, concept.code) == (
            hit.system,
            hit.code,
        )
        return is_in_tree and self._concepts.place == (hit.system, hit.code)

    def _walk(self, concept: Concept) -> None:
        self._concepts.show(concept.system, concept.code, How.WALK)

    def _reveal(self, system: CodeSystem, code: str) -> None:
        if self._books is not None:
            self.tree.codes.set_codebook(self._books.of(system))
            self.tree.reveal(code)

    def _offer_section(self, details: ConceptDetails | None) -> None:
        self.scope.offer(section_of(details) if details else None)

    def _add_principal_from_tree(self, concept: Concept) -> None:
        if concept.system is CodeSystem.ICD10SE:
            self.chosen_principal.emit(concept.code)
        else:
            self.chosen.emit(concept.system, concept.code)
