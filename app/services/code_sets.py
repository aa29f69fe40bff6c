"""Use cases of templates (kodmallar): codes that are put on an event in one gesture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.access import Person
from app.domain.code_set import CodeSet, CodeSetItem, SetScope
from app.domain.code_set_acts import items_of, put_items, usable_items
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Encounter
from app.domain.errors import AppError, ClaimedByOtherError, NotAllowedError, NotFoundError
from app.domain.ports import UnitOfWork
from app.domain.usable_code import find_usable
from app.services.code_set_checks import CheckedSet, check_code_sets, format_nearest
from app.services.coding import open_event, refuse_signed, release_event, save_draft
from app.services.context import AppContext

#: Characters that a name may have: it is shown on one line.
_LONGEST_NAME = 80
#: Templates are looked over when the editions of a new year have come.
_REVIEW_MONTH, _REVIEW_DAY = 1, 15
_GONE = "Kodmallen finns inte längre. Hämta listan på nytt och välj en annan."


@dataclass(frozen=True, slots=True)
class Applied:
    """What a template did to an event."""

    name: str
    #: The day that the codes were judged by.
    day: date
    added: int
    #: Codes that were left out because they are not in use on the day.
    out_of_use: tuple[str, ...] = ()
    #: Codes that were left out because the edition does not have them at all.
    unknown: tuple[str, ...] = ()
    #: Codes that were left out because the code that they hang on leads no row of the event.
    without_lead: tuple[str, ...] = ()
    #: What stands nearest to a code that was left out, in brackets, by the code.
    nearest: Mapping[str, str] = field(default_factory=dict)
    #: What else is to be looked at in the template, as whole sentences.
    remarks: str = ""

    @property
    def left_out(self) -> tuple[str, ...]:
        """Every code that was left out."""
        return (*self.unknown, *self.out_of_use, *self.without_lead)

    @property
    def sentences(self) -> str:
        """The same in Swedish."""
        codes = "1 kod tillagd" if self.added == 1 else f"{self.added} koder tillagda"
        told = [f"Kodmallen {self.name}: {codes if self.added else 'inget att lägga till'}."]
        if self.unknown:
            listed = self._with_nearest(self.unknown)
            told.append(f"Utelämnade koder som inte finns i utgåvan: {listed}.")
        if self.out_of_use:
            listed = self._with_nearest(self.out_of_use)
            told.append(f"Utelämnade koder som inte gäller {self.day}: {listed}.")
        if self.without_lead:
            listed = ", ".join(self.without_lead)
            told.append(f"Utelämnade koder vars huvudkod saknas: {listed}.")
        return " ".join((*told, self.remarks)).rstrip()

    def _with_nearest(self, codes: Iterable[str]) -> str:
        return ", ".join(f"{code}{self.nearest.get(code, '')}" for code in codes)


def list_code_sets(app: AppContext, person: Person) -> list[CodeSet]:
    """Return the person's own templates and those that all share, by name."""
    with app.unit_of_work() as uow:
        return _visible(uow, person)


def find_code_set(code_sets: Iterable[CodeSet], text: str) -> CodeSet | None:
    """Return the template of that name, an own one before a shared one, in any case of letters."""
    wanted = " ".join(text.split()).casefold()
    named = [each for each in code_sets if each.name.casefold() == wanted]
    return min(named, key=lambda each: each.scope is SetScope.SHARED, default=None)


def set_from_encounter(encounter: Encounter) -> tuple[CodeSetItem, ...]:
    """Return the codes of an event as the items of a template.

    Raises:
        AppError: the event has no codes.

    """
    items = items_of(encounter)
    if not items:
        raise AppError("Händelsen har inga koder. Koda den först, spara sedan kodmallen.")
    return items


def save_code_set(
    app: AppContext,
    person: Person,
    name: str,
    items: Sequence[CodeSetItem],
    *,
    shared: SetScope = SetScope.PERSONAL,
) -> CodeSet:
    """Keep a template; one of the same name and scope is replaced.

    Raises:
        AppError: the name is empty or too long, or there are no codes.

    """
    if not items:
        raise AppError("En kodmall behöver minst en kod. Koda händelsen först.")
    owner_id = person.id if shared is SetScope.PERSONAL else ""
    clean = _clean(name)
    with app.unit_of_work() as uow:
        same = find_code_set(_of_owner(uow, owner_id), clean)
        set_id = same.id if same is not None else app.new_id()
        now = app.now()
        saved = CodeSet(set_id, clean, owner_id, tuple(items), now, next_review(now.date()))
        uow.code_sets.save(saved)
        uow.commit()
    return saved


def rename_code_set(app: AppContext, person: Person, set_id: str, name: str) -> CodeSet:
    """Give a template another name.

    Raises:
        AppError: the name is empty, too long, or taken by another of the same scope.
        NotFoundError: it is gone.
        NotAllowedError: it is somebody else's own.

    """
    clean = _clean(name)
    with app.unit_of_work() as uow:
        found = _own_or_shared(uow, person, set_id)
        same = find_code_set(_of_owner(uow, found.owner_id), clean)
        if same is not None and same.id != set_id:
            raise AppError(
                f"Det finns redan en kodmall som heter {same.name}. Välj ett annat namn."
            )
        renamed = replace(found, name=clean, changed_at=app.now())
        uow.code_sets.save(renamed)
        uow.commit()
    return renamed


def next_review(today: date) -> date:
    """Return the day that is proposed for a look: when the editions of next year are in use."""
    return date(today.year + 1, _REVIEW_MONTH, _REVIEW_DAY)


def mark_reviewed(app: AppContext, person: Person, set_id: str) -> CodeSet:
    """Say that a template has been looked over: it is next year's turn again.

    Titles that have changed are from now on those that it is compared with.

    Raises:
        NotFoundError: it is gone.
        NotAllowedError: it is somebody else's own.

    """
    return set_review(app, person, set_id, next_review(app.now().date()))


def set_review(app: AppContext, person: Person, set_id: str, day: date) -> CodeSet:
    """Choose the day on which a template is to be looked over.

    Raises:
        AppError: the day has passed.
        NotFoundError, NotAllowedError: as for a new name.

    """
    if day < app.now().date():
        raise AppError("Granskningsdagen har redan passerat. Välj i dag eller en senare dag.")
    with app.unit_of_work() as uow:
        found = _own_or_shared(uow, person, set_id)
        reviewed = replace(found, review_on=day, changed_at=app.now())
        uow.code_sets.save(reviewed)
        uow.commit()
    return reviewed


def remove_code_set(app: AppContext, person: Person, set_id: str) -> None:
    """Take a template away; events that were coded with it keep their codes.

    Raises:
        NotFoundError: it is gone already.
        NotAllowedError: it is somebody else's own.

    """
    with app.unit_of_work() as uow:
        _own_or_shared(uow, person, set_id)
        uow.code_sets.remove(set_id)
        uow.commit()


def apply_code_set(
    encounter: Encounter, code_set: CodeSet, books: Codebooks, today: date
) -> Encounter:
    """Put the codes of a template on an event, in one step.

    A principal diagnosis is set only where none is, codes that are there already are not
    doubled, and codes that are not in use on the event's day are left out with what hangs on
    them. `today` stands in for the day of an event without one.
    """
    unusable = _unusable(encounter, code_set, books, today)
    return put_items(encounter, usable_items(code_set.items, frozenset(unusable)))


def report_applied(
    before: Encounter,
    after: Encounter,
    code_set: CodeSet,
    books: Codebooks,
    today: date,
    checked: CheckedSet | None = None,
) -> Applied:
    """Tell what a template did to an event, which codes were left out, and what else is odd."""
    unusable = _unusable(before, code_set, books, today)
    day = before.day or today
    there = {(each.system, each.code) for each in assigned_codes(after)}
    out = dict.fromkeys((item.system, item.code) for item in code_set.items)
    done = Applied(
        code_set.name,
        day,
        added=len(list(assigned_codes(after))) - len(list(assigned_codes(before))),
        unknown=tuple(c for system, c in unusable if books.of(system).concept(c) is None),
        out_of_use=tuple(c for system, c in unusable if books.of(system).concept(c) is not None),
        without_lead=tuple(k[1] for k in out if k not in there and k not in unusable),
        nearest={key[1]: format_nearest(books, key, day) for key in unusable},
    )
    remarks = checked.sentences_besides(done.left_out) if checked is not None else ""
    return replace(done, remarks=remarks)


def apply_to_stored(
    app: AppContext, encounter_id: str, code_set: CodeSet, person: Person
) -> tuple[Encounter, Applied]:
    """Put a template on a stored event and save it; return the event and what was done.

    Raises:
        NotFoundError: no event has that id.
        NotAllowedError: the event is signed.
        ClaimedByOtherError: somebody else works on the event.

    """
    opened = open_event(app, encounter_id, person)
    if opened.holder is not None:
        name = opened.holder.person_name
        raise ClaimedByOtherError(f"{name} arbetar med händelsen. Försök när den är stängd.")
    try:
        with app.unit_of_work() as uow:
            refuse_signed(uow, opened.encounter)
        before, today = opened.encounter, app.now().date()
        books = app.library.for_day(before.day)
        after = apply_code_set(before, code_set, books, today)
        (checked,) = check_code_sets(app, [code_set])
        told = report_applied(before, after, code_set, books, today, checked)
        if after != before:
            after = save_draft(app, after, app.new_id(), person)
    finally:
        release_event(app, encounter_id, person)
    return after, told


def save_from_stored(
    app: AppContext, encounter_id: str, name: str, person: Person, *, shared: SetScope
) -> CodeSet:
    """Keep the codes of a stored event as a template.

    Raises:
        NotFoundError: no event has that id.
        AppError: the event has no codes, or the name cannot be used.

    """
    encounter = open_event(app, encounter_id, person).encounter
    release_event(app, encounter_id, person)
    return save_code_set(app, person, name, set_from_encounter(encounter), shared=shared)


def _unusable(
    encounter: Encounter, code_set: CodeSet, books: Codebooks, today: date
) -> list[tuple[CodeSystem, str]]:
    day = encounter.day or today
    keys = dict.fromkeys((item.system, item.code) for item in code_set.items)
    return [key for key in keys if find_usable(books, *key, day) is None]


def _visible(uow: UnitOfWork, person: Person) -> list[CodeSet]:
    return [each for each in uow.code_sets.all() if each.owner_id in ("", person.id)]


def _of_owner(uow: UnitOfWork, owner_id: str) -> list[CodeSet]:
    return [each for each in uow.code_sets.all() if each.owner_id == owner_id]


def _own_or_shared(uow: UnitOfWork, person: Person, set_id: str) -> CodeSet:
    found = uow.code_sets.get(set_id)
    if found is None:
        raise NotFoundError(_GONE)
    if found.owner_id not in ("", person.id):
        raise NotAllowedError("Kodmallen är någon annans. Spara en egen med samma koder.")
    return found


def _clean(name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise AppError("Kodmallen behöver ett namn. Skriv vad den är till för.")
    if len(clean) > _LONGEST_NAME:
        raise AppError(f"Kodmallens namn får ha högst {_LONGEST_NAME} tecken. Skriv ett kortare.")
    return clean
