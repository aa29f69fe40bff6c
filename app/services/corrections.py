"""What can be done about a finding in one gesture: offers that are sure to help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from app.domain.codes import CodeSystem
from app.domain.correction import Correction
from app.domain.encounter import Encounter
from app.domain.finding import Finding, Severity
from app.domain.region import Region
from app.domain.row_changes import exchange_atc, exchange_icd, exchange_kva
from app.domain.search import SearchQuery
from app.rules.case import Case
from app.rules.corrections.book import corrections_in
from app.rules.judgement import judge
from app.services.context import AppContext

#: What an override is stored under, and an offer is found by.
Key = tuple[str, tuple[str, ...]]

#: Rules about codes that are out of use: the search knows what took over.
_RETIRED = {
    "GK004": (CodeSystem.ICD10SE, exchange_icd),
    "GK007": (CodeSystem.KVA, exchange_kva),
    "GK008": (CodeSystem.ATC, exchange_atc),
}
_HITS = 5


def corrections(app: AppContext, encounter: Encounter, finding: Finding) -> list[Correction]:
    """Return what can be done about one finding, the best first; often nothing.

    Every offer silences the finding. None raises another that is graver, or a new Fel.

    Raises:
        StorageError: the region's decisions cannot be read, and never were.

    """
    books, region = app.library.for_day(encounter.day), app.region.current()
    before = list(judge(app.rules, encounter, books, region))
    return list(_helping(app, encounter, finding, before, region))


def corrections_of(
    app: AppContext, encounter: Encounter, findings: Sequence[Finding]
) -> Mapping[Key, tuple[Correction, ...]]:
    """Return the same for all findings of an event; one without any offer is left out.

    `findings` are all that the review found in this state of the event.
    """
    region = app.region.current()
    offers = {
        finding.key: tuple(_helping(app, encounter, finding, findings, region))
        for finding in findings
    }
    return {key: offered for key, offered in offers.items() if offered}


def _helping(
    app: AppContext,
    encounter: Encounter,
    finding: Finding,
    before: Sequence[Finding],
    region: Region,
) -> Iterator[Correction]:
    """Yield the offers that were seen to help, each sentence and each outcome once."""
    books = app.library.for_day(encounter.day)
    case = Case(encounter, books, region.blocks, region.customs, region.tables)
    seen: list[Encounter] = []
    told: set[str] = set()
    for correction in (*_successors(app, encounter, finding, case), *corrections_in(case, finding)):
        after = correction.taken_by(encounter)
        if after in seen or correction.sentence in told:
            continue
        seen.append(after)
        told.add(correction.sentence)
        if not _spoils(list(judge(app.rules, after, books, region)), finding, before):
            yield correction


def _spoils(left: Sequence[Finding], finding: Finding, before: Sequence[Finding]) -> bool:
    """Whether what is found after a correction speaks against offering it.

    A rule that objected as often before, to codes that were exchanged since, says nothing new.
    """
    if finding.key in {other.key for other in left}:
        return True
    risen = Counter(f.rule_id for f in left) - Counter(f.rule_id for f in before)
    return any(
        other.severity is Severity.ERROR or other.severity > finding.severity
        for other in left
        if other.rule_id in risen
    )


def _successors(
    app: AppContext, encounter: Encounter, finding: Finding, case: Case
) -> Iterator[Correction]:
    """Yield the codes that took over from one that is out of use, as far as the editions tell."""
    if finding.rule_id not in _RETIRED:
        return
    system, exchange = _RETIRED[finding.rule_id]
    question = SearchQuery(
        finding.code, (system,), limit=_HITS, day=encounter.day, show_retired=True
    )
    for hit in app.engine.search(question):
        if hit.code == finding.code:
            for code in hit.successors:
                title = case.title(code)
                after = exchange(encounter.folded(), finding.code, code)
                yield Correction(f"Byt {finding.code} mot efterföljaren {code} {title}.", after)
