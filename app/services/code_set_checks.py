"""What has become of the codes of templates: unknown, retired, retiring, or of another meaning."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.code_set import CodeSet
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.edition_comparison import same_title
from app.domain.usable_code import nearest_usable
from app.services.context import AppContext

Key = tuple[CodeSystem, str]


@dataclass(frozen=True, slots=True)
class CheckedSet:
    """A template with what is to be said of it today."""

    code_set: CodeSet
    #: Whole Swedish sentences, one for each code that needs a look.
    remarks: tuple[str, ...] = ()
    is_review_due: bool = False

    @property
    def sentences(self) -> str:
        """Everything to be said, as one text; empty where all is well."""
        return self.sentences_besides(())

    def sentences_besides(self, codes: Collection[str]) -> str:
        """Return the same without the remarks on codes of which something was said already."""
        due = self.code_set.review_on
        late = (f"Mallen skulle ha granskats {due}.",) if self.is_review_due else ()
        others = (each for each in self.remarks if each.split(" ", 1)[0] not in codes)
        return " ".join((*others, *late))


@dataclass(frozen=True, slots=True)
class _Days:
    """The codebooks of today, and those of the days when later editions begin."""

    today: date
    now: Codebooks
    coming: tuple[tuple[date, Codebooks], ...]


def check_code_sets(app: AppContext, code_sets: Iterable[CodeSet]) -> list[CheckedSet]:
    """Look every code up in the editions in use, today and from when later ones begin.

    A code whose title differs from that of the day when the template was saved is told: only
    a person can say whether it still means the same.
    """
    days = _days(app)
    return [_checked(app, each, days) for each in code_sets]


def format_nearest(books: Codebooks, key: Key, day: date) -> str:
    """Name in brackets the code above one that is not in use; nothing where there is none."""
    found = nearest_usable(books, *key, day)
    return f" (närmast {found.code} {found.title})" if found is not None else ""


def _checked(app: AppContext, code_set: CodeSet, days: _Days) -> CheckedSet:
    then = app.library.for_day(code_set.changed_at.date())
    keys = dict.fromkeys((item.system, item.code) for item in code_set.items)
    told = tuple(sentence for key in keys for sentence in _told(key, then, days))
    due = code_set.review_on
    return CheckedSet(code_set, told, is_review_due=due is not None and due <= days.today)


def _told(key: Key, then: Codebooks, days: _Days) -> Iterator[str]:
    system, code = key
    book = days.now.of(system)
    concept = book.concept(code)
    nearest = format_nearest(days.now, key, days.today)
    if concept is None:
        yield f"{code} finns inte i {book.edition.label}{nearest}."
        return
    if concept.has_ended(days.today):
        yield f"{code} gällde till och med {concept.valid_to}{nearest}."
        return
    if concept.valid_to is not None:
        yield f"{code} utgår efter {concept.valid_to}."
    else:
        yield from _coming(key, days)
    earlier = then.of(system)
    before = earlier.concept(code)
    is_comparable = not (earlier.edition.is_starter or book.edition.is_starter)
    if is_comparable and before is not None and not same_title(before, concept):
        yield f"{code} heter nu ”{concept.title}” (förut ”{before.title}”): gäller den ännu?"


def _coming(key: Key, days: _Days) -> Iterator[str]:
    system, code = key
    for day, books in days.coming:
        later = books.of(system).concept(code)
        if later is None or later.has_ended(day):
            yield f"{code} utgår {day}, med {books.of(system).edition.label}."
            return


def _days(app: AppContext) -> _Days:
    today = app.now().date()
    starts = {edition.valid.start for edition in app.library.editions()}
    later = sorted(start for start in starts if start is not None and start > today)
    coming = tuple((day, app.library.for_day(day)) for day in later)
    return _Days(today, app.library.for_day(today), coming)
