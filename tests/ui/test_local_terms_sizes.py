"""The screens of local search terms are whole at every size of text, and follow others."""

from __future__ import annotations

from pathlib import Path

from app.bootstrap import bootstrap
from app.domain.access import Person
from app.domain.codes import CodeSystem
from app.domain.local_term import LocalTermKind
from app.services.code_search import search_codes
from app.services.context import AppContext
from app.services.local_terms import approve_terms, propose_term
from app.services.term_checks import WrittenTerm
from tests.ui.test_sizes import at_every_size, clipped, settle, sized
from ui.main_window import MainWindow

__all__ = ["sized"]
#: What fits here fits in every wider window.
NARROW = (900, 700)
LONG = "blå lapp från jouren efter telefonsamtal"
LUNG = WrittenTerm(
    LONG, "J45.9", CodeSystem.ICD10SE, LocalTermKind.LAY, "sägs på vårdcentralen " * 5
)


@at_every_size
def test_the_list_and_the_form_are_whole(
    window: MainWindow, app: AppContext, colleague: Person, sized, qtbot, scale
) -> None:
    propose_term(app, colleague, LUNG)
    window.terms.show_local_terms()
    sized(window, scale, NARROW)
    screen = window.stack.currentWidget()
    qtbot.waitUntil(lambda: screen.rows.rowCount() == 1)
    settle(window, qtbot)
    assert clipped(window) == []

    window.terms.propose(LONG)
    form = window.stack.currentWidget()
    form.picker.field.setText("astma")
    qtbot.waitUntil(lambda: form.picker.hits.rowCount() > 1)
    settle(window, qtbot)
    assert clipped(window) == []
    assert form.picker.list.height() > 2 * window.fontMetrics().height()


def test_a_term_that_another_workstation_approved_is_found_from_the_work_list_on(
    window: MainWindow, app: AppContext, person: Person, colleague: Person, tmp_path: Path, qtbot
) -> None:
    search_codes(app, "blå")  # the indexes are built
    other = bootstrap(tmp_path / "other", f"sqlite:///{app.data_dir / 'kodklar.sqlite'}")
    approve_terms(other, person, [propose_term(other, colleague, LUNG).id])
    other.close()
    assert not any("lokalt" in hit.why for hit in search_codes(app, LONG))

    window.work_list.presenter.refresh()

    qtbot.waitUntil(lambda: any("lokalt" in hit.why for hit in search_codes(app, LONG)))
