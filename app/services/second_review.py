"""Use cases of second review: draw a sample, take one, see the difference, measure agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.access import AccessKind, Person, Role
from app.domain.agreement import Agreement, CodedTwice, by_chapter, by_person, by_rule, measure
from app.domain.agreement import differences as code_differences
from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.domain.permissions import Act
from app.domain.ports import UnitOfWork
from app.domain.second_review import (
    ReviewState,
    Sample,
    SampleKind,
    SecondReview,
    SignedEvent,
    share_of,
)
from app.services.access import access_event, refuse_left
from app.services.context import AppContext
from app.services.permissions import refuse_in

_GONE = "Granskningen finns inte längre. Välj en annan i listan."
_MOST_PERCENT = 100


@dataclass(frozen=True, slots=True)
class SampleState:
    """A sample and how far its reviews have come."""

    sample: Sample
    waiting: int
    taken: int
    done: int
    #: Whose events they are; empty for everybody's.
    coder_name: str = ""


@dataclass(frozen=True, slots=True)
class ReviewOutcome:
    """Both codings of an event, and the codes that only one of the two has."""

    review: SecondReview
    first: Encounter = field(repr=False)
    second: Encounter = field(repr=False)
    coder_name: str
    reviewer_name: str
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    #: Of the codes that differ, by the editions of the event's day.
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AgreementTables:
    """Agreement over all that is reviewed, by person, by chapter and by rule."""

    whole: Agreement
    persons: list[Agreement]
    chapters: list[Agreement]
    rules: list[Agreement]
    #: Of each review that the reader may see by its id: whether the two coded alike.
    alike: Mapping[str, bool] = field(default_factory=dict)


def draw_sample(app: AppContext, lead: Person, sample: Sample) -> SampleState:
    """Draw the events of a sample and keep them for review.

    An event that waits for review, or is reviewed, in another sample is not drawn again.

    Raises:
        NotAllowedError: the person is not a coding lead.
        AppError: the sample has no name, an impossible share, no rule where one is needed, or
            nothing fits it.

    """
    _refuse_odd(sample)
    kept = replace(sample, id=app.new_id(), created_by=lead.name, created_at=app.now())
    with app.unit_of_work() as uow:
        refuse_in(uow, lead, Act.DRAW_SAMPLES)
        known = {
            (review.encounter_id, review.number)
            for other in uow.second_reviews.samples()
            for review in uow.second_reviews.of_sample(other.id)
        }
        fitting = [e for e in uow.second_reviews.candidates(kept) if _key(e) not in known]
        if kept.kind is SampleKind.SHARE:
            fitting = share_of(kept, fitting)
        if not fitting:
            raise AppError("Ingen signerad händelse passar urvalet. Ändra andel, person eller tid.")
        reviews = [_new_review(app, kept, event) for event in fitting]
        uow.second_reviews.add(kept, reviews)
        uow.commit()
    return SampleState(kept, len(reviews), 0, 0)


def list_samples(app: AppContext) -> list[SampleState]:
    """Return every sample with its counts, the newest first."""
    with app.unit_of_work() as uow:
        return [_state(uow, sample) for sample in uow.second_reviews.samples()]


def next_review(app: AppContext, person: Person, sample_id: str) -> SecondReview | None:
    """Return the review that a person goes on with, or takes now; None when none is left.

    Nobody reviews their own coding, and one that a colleague takes at the same moment is passed
    over.

    Raises:
        NotAllowedError: the person has left the workplace.

    """
    with app.unit_of_work() as uow:
        refuse_left(uow, person, "kan inte granska")
        reviews = uow.second_reviews.of_sample(sample_id)
        mine = [each for each in reviews if each.reviewer_id == person.id]
        begun = next((each for each in mine if each.state is ReviewState.TAKEN), None)
        if begun is not None:
            return begun
        for review in reviews:
            is_free = review.state is ReviewState.WAITING and review.coder_id != person.id
            if is_free and uow.second_reviews.take(review.id, person.id):
                taken = uow.second_reviews.get(review.id)
                uow.commit()
                return taken
    return None


def review_outcome(app: AppContext, review_id: str, reader: Person) -> ReviewOutcome:
    """Return both codings of a review that is done; reading them is logged.

    Raises:
        NotFoundError: the review is gone.
        NotAllowedError: it is not done, or the reader neither coded, reviewed nor leads.

    """
    with app.unit_of_work() as uow:
        review = uow.second_reviews.get(review_id)
        if review is None:
            raise NotFoundError(_GONE)
        if review.state is not ReviewState.DONE:
            raise NotAllowedError("Koda färdigt granskningen först (F9). Sedan visas skillnaderna.")
        if not _may_read(reader, review):
            raise NotAllowedError(
                "Skillnaderna visas för kodaren, granskaren och kodningsansvarig. Be någon av dem."
            )
        pair = _pair(uow, review)
        if pair is None:
            raise NotFoundError(_GONE)
        reviewer = uow.people.get(review.reviewer_id)
        uow.access_log.add(access_event(app, reader, AccessKind.OPENED, pair.first))
        uow.commit()
    only = code_differences(pair.first, pair.second)
    name = reviewer.name if reviewer is not None else "–"
    titles = _titles(app, pair.first.day, (*only[0], *only[1]))
    return ReviewOutcome(review, pair.first, pair.second, pair.coder_name, name, *only, titles)


def _titles(app: AppContext, day: date | None, told: Iterable[str]) -> dict[str, str]:
    """Return the titles of codes, with whatever is said behind them, as far as they are known."""
    books, found = app.library.for_day(day), dict[str, str]()
    for code in (each.split()[0] for each in told):
        concepts = (books.of(each).concept(code) for each in (CodeSystem.ICD10SE, CodeSystem.KVA))
        found[code] = next((concept.title for concept in concepts if concept is not None), "")
    return found


def note_agreed(app: AppContext, review_id: str, remark: str) -> SecondReview:
    """Keep what coder and reviewer agreed on.

    Raises:
        NotFoundError: the review is gone.
        AppError: somebody stored something else meanwhile.

    """
    with app.unit_of_work() as uow:
        review = uow.second_reviews.get(review_id)
        if review is None:
            raise NotFoundError(_GONE)
        noted = replace(review, remark=remark.strip())
        if not uow.second_reviews.change(noted):
            raise AppError("Någon annan har ändrat granskningen. Öppna den igen.")
        uow.commit()
    return replace(noted, version=noted.version + 1)


def agreement_tables(app: AppContext, reader: Person, sample_id: str = "") -> AgreementTables:
    """Measure the agreement of what is reviewed, in one sample or in all.

    The lead sees everybody; others see their own row alone in the table of persons.
    """
    with app.unit_of_work() as uow:
        done = uow.second_reviews.done(sample_id)
        found = [(each, pair) for each in done if (pair := _pair(uow, each)) is not None]
    pairs = [pair for _review, pair in found]
    alike = {
        review.id: not any(code_differences(pair.first, pair.second))
        for review, pair in found
        if _may_read(reader, review)
    }
    own = [pair for pair in pairs if reader.role is Role.LEAD or pair.coder_id == reader.id]
    books = app.library.for_day(app.now().date())

    def chapter_of(code: str) -> str:
        above = books.of(CodeSystem.ICD10SE).ancestors(code)
        return f"{above[-1].code} {above[-1].title}" if above else ""

    return AgreementTables(
        measure(pairs), by_person(own), by_chapter(pairs, chapter_of), by_rule(pairs), alike
    )


def done_reviews(app: AppContext, reader: Person, sample_id: str = "") -> list[SecondReview]:
    """Return the finished reviews that a reader may see, the newest first."""
    with app.unit_of_work() as uow:
        done = uow.second_reviews.done(sample_id)
    return [review for review in done if _may_read(reader, review)][::-1]


def _may_read(reader: Person, review: SecondReview) -> bool:
    return reader.role is Role.LEAD or reader.id in (review.coder_id, review.reviewer_id)


def _refuse_odd(sample: Sample) -> None:
    if not sample.name.strip():
        raise AppError("Ge urvalet ett namn, så att det går att hitta.")
    if sample.kind is SampleKind.SHARE and not 1 <= sample.percent <= _MOST_PERCENT:
        raise AppError("Andelen ska vara mellan 1 och 100 procent.")
    if sample.kind is SampleKind.RULE and not sample.rule_id:
        raise AppError("Välj vilken regel urvalet gäller.")


def _new_review(app: AppContext, sample: Sample, event: SignedEvent) -> SecondReview:
    return SecondReview(app.new_id(), sample.id, event.encounter_id, event.number, event.signer_id)


def _key(event: SignedEvent) -> tuple[str, int]:
    return event.encounter_id, event.number


def _state(uow: UnitOfWork, sample: Sample) -> SampleState:
    counts = Counter(review.state for review in uow.second_reviews.of_sample(sample.id))
    coder = uow.people.get(sample.coder_id) if sample.coder_id else None
    name = coder.name if coder is not None else ""
    waiting, taken, done = (counts[state] for state in ReviewState)
    return SampleState(sample, waiting, taken, done, name)


def _pair(uow: UnitOfWork, review: SecondReview) -> CodedTwice | None:
    versions = uow.versions.of_encounter(review.encounter_id)
    version = next((each for each in versions if each.number == review.number), None)
    if version is None:
        return None
    spoke: Iterator[str] = (f.rule_id for f in (*version.findings, *version.overridden))
    return CodedTwice(
        review.encounter_id,
        version.encounter,
        review.coding.laid_on(version.encounter),
        version.signer_id,
        version.signer_name,
        tuple(spoke),
    )
