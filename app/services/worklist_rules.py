"""Use cases of saved work-list rules: the lists of a person, their counts, and their upkeep."""

from __future__ import annotations

from app.domain.access import Person, Role
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.domain.work_list_rule import WorkListName, WorkListRule, standard_lists
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl

#: Characters that a name may have: it is shown on one line.
_LONGEST_NAME = 60
_ALWAYS_NEXT, _LAST_LIST = "always_next:", "last_list:"


def lists_of(app: AppContext, person: Person) -> list[WorkListName]:
    """Return the lists that a person sees: the standard ones, then own and shared ones by name."""
    with app.unit_of_work() as uow:
        saved = uow.work_list_rules.visible_to(person.id)
    return [*standard_lists(own_units(person)), *saved]


def own_units(person: Person) -> tuple[str, ...]:
    """Return the units that a person's standard lists keep to; the lead's keep to none."""
    return () if person.role is Role.LEAD else person.units


def first_list(person: Person) -> WorkListName:
    """Return the list that a person begins at."""
    return standard_lists(own_units(person))[0]


def get_list(app: AppContext, person: Person, name: str) -> WorkListName:
    """Return the list of a name, in any case of letters, an own one before a shared one.

    Raises:
        NotFoundError: the person sees no list of that name.

    """
    wanted, known = _folded(name), lists_of(app, person)
    named = [each for each in known if _folded(each.name) == wanted]
    if not named:
        names = ", ".join(each.name for each in known)
        raise NotFoundError(f"Ingen lista heter {name[:60]}. Välj en av dem som finns: {names}.")
    return min(named, key=lambda each: each.is_shared)


def count_lists(
    app: AppContext, person: Person, control: JobControl = NO_CONTROL
) -> dict[str, int]:
    """Count the events of every list that a person sees, by the id of the list."""
    lists, today = lists_of(app, person), app.now().date()
    counts: dict[str, int] = {}
    for done, each in enumerate(lists):
        control.step(done, len(lists), f"Räknar {each.name} …")
        with app.unit_of_work() as uow:
            counts[each.id] = uow.encounters.count(each.rule.query(person, today))
    return counts


def save_list(
    app: AppContext, person: Person, name: str, rule: WorkListRule, owner_id: str
) -> WorkListName:
    """Keep a list, the person's own or with an empty owner shared by all; the same name replaces.

    Raises:
        AppError: the name is empty, too long, or that of a standard list; or the limits of the
            rule leave nothing.
        NotAllowedError: somebody else shared the list of that name.

    """
    clean = _clean(name)
    _refuse_empty(rule)
    same = next(
        (
            each
            for each in lists_of(app, person)
            if _folded(each.name) == _folded(clean) and each.owner_id == owner_id
        ),
        None,
    )
    if same is not None and not same.may_be_changed_by(person):
        raise NotAllowedError(
            f"Listan {same.name} kan bara ändras av den som delade den eller av "
            "kodningsansvarig. Spara din under ett annat namn."
        )
    saved = WorkListName(
        same.id if same else app.new_id(), clean, rule, owner_id, same.saved_by if same else ""
    )
    saved = saved if same else WorkListName(saved.id, clean, rule, owner_id, person.id)
    with app.unit_of_work() as uow:
        uow.work_list_rules.save(saved)
        uow.commit()
    return saved


def remove_list(app: AppContext, person: Person, list_id: str) -> None:
    """Forget a list; one that is gone stays gone.

    Raises:
        NotAllowedError: it comes with the program, or somebody else shared it.

    """
    found = next((each for each in lists_of(app, person) if each.id == list_id), None)
    if found is None:
        return
    if not found.may_be_changed_by(person):
        raise NotAllowedError(
            f"Listan {found.name} kan inte tas bort av dig: den följer med programmet, eller "
            "delades av någon annan. Kodningsansvarig kan ta bort delade listor."
        )
    with app.unit_of_work() as uow:
        uow.work_list_rules.remove(list_id)
        uow.commit()


def missing_units(app: AppContext, rule: WorkListRule) -> tuple[str, ...]:
    """Return the units that a rule names and that have no events, as after a change of names."""
    if not rule.units:
        return ()
    with app.unit_of_work() as uow:
        known = set(uow.encounters.units())
    return tuple(unit for unit in rule.units if unit not in known)


def reads_always_next(app: AppContext, person: Person) -> bool:
    """Whether the person wants the next event to open by itself."""
    with app.unit_of_work() as uow:
        return uow.facts.get(_ALWAYS_NEXT + person.id) == "1"


def set_always_next(app: AppContext, person: Person, *, on: bool) -> None:
    """Remember whether the person wants the next event to open by itself."""
    with app.unit_of_work() as uow:
        uow.facts.set(_ALWAYS_NEXT + person.id, "1" if on else "0")
        uow.commit()


def last_list(app: AppContext, person: Person) -> WorkListName | None:
    """Return the list that the person chose last; None where none was, or it is gone."""
    with app.unit_of_work() as uow:
        list_id = uow.facts.get(_LAST_LIST + person.id)
    return next((each for each in lists_of(app, person) if each.id == list_id), None)


def note_list(app: AppContext, person: Person, named: WorkListName) -> None:
    """Remember the list that the person works from: what is fetched next comes from it."""
    with app.unit_of_work() as uow:
        uow.facts.set(_LAST_LIST + person.id, named.id)
        uow.commit()


def _clean(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or len(clean) > _LONGEST_NAME:
        raise AppError(f"Ge listan ett namn med högst {_LONGEST_NAME} tecken.")
    if any(_folded(each.name) == _folded(clean) for each in standard_lists()):
        raise AppError(f"{clean} följer med programmet och kan inte ändras. Välj ett annat namn.")
    return clean


def _refuse_empty(rule: WorkListRule) -> None:
    for least, most, what in (
        (rule.least_age, rule.most_age, "ålder"),
        (rule.least_left, rule.most_left, "dagar kvar"),
    ):
        if least is not None and most is not None and least > most:
            raise AppError(
                f"Gränserna för {what} släpper inte igenom något: {least} är mer än {most}. "
                "Ändra en av dem."
            )


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
