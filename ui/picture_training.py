"""Pictures of the trainer's desk: exercises, the modes, the marks, the class and the editor."""

from __future__ import annotations

from app.domain.errors import AppError
from ui.picture_camera import Camera, rest
from ui.picture_data import keep_a_class

#: How the name of the exercise begins that is shown and done.
_SHOWN = "Lunginflammation"


def trainer(camera: Camera) -> None:
    """Take the trainer's desk; a trainer sits at it."""
    window = camera.window
    commands = window.training
    camera.until(lambda: commands.screen is not None, "utbildningen öppnades inte")
    screen, context = commands.screen, commands.room.context
    if screen is None or context is None:
        raise AppError("Utbildningen är inte öppen.")
    keep_a_class(context)
    screen.presenter.refresh()
    camera.until_listed()
    rest(1500)
    camera.take("training")
    titles = [row.title for row in screen.exercises.model.items]
    screen.exercises.table.selectRow(next(n for n, t in enumerate(titles) if t.startswith(_SHOWN)))
    rest(500)
    _exercise(camera, "demonstrate_exercise")
    for _step in range(3):
        window.actions_by_name["reveal_key"].trigger()
    camera.take("training-demonstrate")
    commands.set_aside()
    camera.until(lambda: window.stack.currentWidget() is screen, "övningen lades inte undan")
    _exercise(camera, "practise_exercise")
    if window.coding is not None:
        window.coding.presenter.make_principal("J15.9")
    rest(1000)
    camera.take("training-practise")
    window.actions_by_name["reveal_key"].trigger()
    camera.until(lambda: window.stack.currentWidget() is commands.judging.result, "inget resultat")
    camera.take("training-result")
    commands.show_desk()
    rest(500)
    camera.take_screen("edit_exercise", "training-editor")
    commands.show_desk()
    screen.tabs.setCurrentIndex(1)
    rest(1000)
    screen.klass.table.setCurrentIndex(screen.klass.model.index(0, 2))
    camera.take("training-class")


def _exercise(camera: Camera, command: str) -> None:
    """Begin the chosen exercise, and wait until it lies on the desk."""
    window = camera.window
    window.actions_by_name[command].trigger()
    camera.until(
        lambda: window.coding is not None and window.coding.presenter.is_reviewed,
        "övningen öppnades inte",
    )
    rest(500)
