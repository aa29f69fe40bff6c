"""The rule that enforces sentences of KVÅ which an administrator has read and accepted."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.finding import Severity
from app.domain.procedure_candidate import CandidateKind, ProcedureCandidate
from app.domain.review_tables import ReviewTables
from app.rules.base import Objection, Source, rule
from app.rules.case import ADDITIONAL, Case
from app.rules.examples import example, procedure
from app.rules.needs import PROCEDURES

_FOUND = {
    CandidateKind.APART: "{code} står tillsammans med {other}",
    CandidateKind.ONLY_ADDED: "{code} står utan en åtgärd före",
    CandidateKind.WITH_ADDED: "{code} saknar tilläggskod ({other})",
}
#: What the examples assume to be accepted; in use it is what the workplace has decided.
_ASSUMED = ReviewTables(
    accepted={
        "XV014": (ProcedureCandidate("XV014", CandidateKind.APART, "Utesluter AF063", ("AF063",)),),
        "DU045": (ProcedureCandidate("DU045", CandidateKind.ONLY_ADDED, "Tilläggskod"),),
        "AG020": (
            ProcedureCandidate(
                "AG020", CandidateKind.WITH_ADDED, "Anges med tilläggskod ZV037", ("ZV037",)
            ),
        ),
    }
)


@rule(
    rule_id="KV028",
    name="against-an-accepted-sentence-of-the-edition",
    severity=Severity.WARNING,
    message="{told}. KVÅ säger om koden: ”{sentence}”.",
    explanation=(
        "Meningen står i KVÅ:s beskrivning av koden, och en administratör har läst den och gjort "
        "den till en regel här (Granska → Meningar i KVÅ). Följ beskrivningen, eller avfärda med "
        "skälet. Gäller meningen inte som regel kan godkännandet tas tillbaka."
    ),
    source=Source("Socialstyrelsen", "KVÅ", "kodernas beskrivningar, godtagna på arbetsplatsen"),
    catalogue=(162,),
    needs=PROCEDURES,
    tables=_ASSUMED,
    fires_on=(
        example("J18.9", procedures=("XV014", "AF063")),
        example("J18.9", procedures=("DU045",)),
        example("J18.9", procedures=("AG020",)),
    ),
    silent_on=(
        example("J18.9", procedures=("XV014",)),
        example("J18.9", procedures=("JEA01", "DU045")),
        example("J18.9", procedures=(procedure("AG020", additional=("ZV037",)),)),
    ),
)
def against_an_accepted_sentence(case: Case) -> Iterator[Objection]:
    """Object to what an accepted sentence speaks against; silent while nothing is accepted."""
    accepted = case.tables.accepted
    if not accepted:
        return
    for code in case.kva_codes:
        for candidate in accepted.get(code, ()):
            found = _found(case, candidate)
            if found is not None:
                other = ", ".join(candidate.others) if found == "" else found
                told = _FOUND[candidate.kind].format(code=code, other=other)
                sentence = candidate.quote.rstrip(".")
                codes = (code, found) if found else (code,)
                yield Objection(codes, {"told": told, "sentence": sentence})


def _found(case: Case, candidate: ProcedureCandidate) -> str | None:
    """Return the code that is in the way, empty where one is lacking, or None if all is well."""
    if candidate.kind is CandidateKind.APART:
        return next((c for c in case.kva_codes if c in candidate.others), None)
    if candidate.kind is CandidateKind.ONLY_ADDED:
        return "" if _stands_first(case, candidate.code) else None
    for lead, extras in case.led_procedures:
        if lead.code == candidate.code and not any(c in candidate.others for c in extras):
            return ""
    return None


def _stands_first(case: Case, code: str) -> bool:
    """Whether the code is a row before which no procedure stands that it could be added to."""
    for line in case.encounter.procedures:
        if line.code == code:
            return True
        if not line.code.startswith(ADDITIONAL):
            return False
    return False
