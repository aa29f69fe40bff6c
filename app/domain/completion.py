"""What a chosen code still asks for, as steps that each end in a code on the event.

An `Offer` is found while somebody codes and costs nothing; a `Completion` is what it leads to,
with its questions; `Progress` is one under way. The event in it is a draft: until the last
step is answered nobody has to know of it, and what is left half-way leaves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.domain.codes import CodeRange, CodeSet, CodeSystem
from app.domain.coding_acts import Place, assigned_codes
from app.domain.completion_acts import Role, put_answer
from app.domain.encounter import Encounter

#: Causes of an adverse effect: the drug is told beside them (section Y40–Y59).
_ADVERSE_CAUSES = CodeRange("Y40", "Y57")


class CompletionKind(StrEnum):
    """What is lacking."""

    CAUSE = "cause"
    POISONING = "poisoning"
    ADVERSE_EFFECT = "adverse-effect"
    DAGGER = "dagger"
    ASTERISK = "asterisk"
    DELIVERY = "delivery"
    SIDE = "side"


#: Those that end in an external cause; the others are choices among codes that go together.
CAUSE_KINDS = frozenset(
    {CompletionKind.CAUSE, CompletionKind.POISONING, CompletionKind.ADVERSE_EFFECT}
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A code that asks for more, and why in a whole Swedish sentence without any key."""

    kind: CompletionKind
    place: Place
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a step; without a code it passes the step over."""

    system: CodeSystem
    code: str
    title: str
    #: Why it is offered, some words.
    why: str = ""
    #: A letter that takes it at once.
    key: str = ""
    #: Found by a look-alike of what was typed: not to be taken in passing.
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One question with its ready answers, and where others are searched."""

    role: Role
    question: str
    #: Ready answers, the likeliest first; filled in when the step is opened.
    options: tuple[Option, ...] = ()
    #: What it is to pass the step over; empty where it must be answered.
    passing: str = ""
    #: The codes that may be searched, None for all that the role allows.
    span: CodeSet | None = None

    @property
    def is_cause(self) -> bool:
        """Whether the answer is built of mechanism, place and activity."""
        return self.role is Role.CAUSE

    @property
    def is_searched(self) -> bool:
        """Whether anything but the options can be an answer."""
        return self.role is not Role.SIDE


@dataclass(frozen=True, slots=True)
class Completion:
    """What is asked about one row of an event, and what is taken for granted before that."""

    kind: CompletionKind
    place: Place
    #: What it is about, for the head: `Yttre orsak till S72.0 …`.
    title: str
    steps: tuple[Step, ...]
    #: A code that no question is asked about, put first: Y57.9 of an adverse effect.
    given: tuple[tuple[Role, str], ...] = ()
    #: The code in whose stead the answer comes, where one that is there is mended.
    mended: Place | None = None
    #: Asked after a cause that names a drug in right use.
    drug_step: Step | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A completion under way: the answers so far lie in the draft."""

    completion: Completion
    draft: Encounter = field(repr=False)
    place: Place
    steps: tuple[Step, ...]
    at: int = 0

    @property
    def step(self) -> Step | None:
        """The question that waits, or None when all are answered."""
        return self.steps[self.at] if self.at < len(self.steps) else None

    def answer(self, code: str) -> Progress:
        """Put an answer on the draft and go to the next step; an empty code passes it over."""
        step = self.step
        if step is None:
            return self
        if not code:
            return replace(self, at=self.at + 1)
        mended = self.completion.mended if step.is_cause else None
        draft, place = put_answer(self.draft, self.place, step.role, code, mended)
        after = replace(self, draft=draft, place=place, at=self.at + 1)
        return _with_drug_step(after, step, code)


def begin(encounter: Encounter, completion: Completion) -> Progress:
    """Start a completion on an event: what is given lies in the draft at once."""
    draft, place = encounter, completion.place
    for role, code in completion.given:
        draft, place = put_answer(draft, place, role, code)
    return Progress(completion, draft, place, completion.steps)


def codes_added(before: Encounter, after: Encounter) -> list[str]:
    """Return the codes of one event that another did not have, in order."""
    had = [assigned.code for assigned in assigned_codes(before)]
    fresh = []
    for assigned in assigned_codes(after):
        if assigned.code in had:
            had.remove(assigned.code)
        else:
            fresh.append(assigned.code)
    return fresh


def _with_drug_step(progress: Progress, answered: Step, code: str) -> Progress:
    """Ask for the drug after a cause that says a drug did it, where none stands there."""
    drug_step, row = progress.completion.drug_step, progress.place.row
    if not answered.is_cause or drug_step is None or code not in _ADVERSE_CAUSES:
        return progress
    if not progress.place.in_diagnosis or progress.draft.diagnoses[row].drugs:
        return progress
    steps = progress.steps
    return replace(progress, steps=(*steps[: progress.at], drug_step, *steps[progress.at :]))
