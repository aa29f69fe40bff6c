"""Which rules carry a correction. A rule that is not here leaves it to the coder what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from app.domain.correction import Correction
from app.domain.finding import Finding
from app.rules.case import Case
from app.rules.corrections import (
    additions,
    apart,
    causes,
    delivery,
    drugs,
    pairs,
    principal,
    procedures,
    validity,
)
from app.rules.corrections.offers import Corrector

#: By rule id.
CORRECTIONS: Mapping[str, Corrector] = MappingProxyType(
    {
        "HD001": principal.choose_principal,
        "HD002": principal.choose_principal,
        "HD003": principal.keep_one_principal,
        "HD004": principal.put_diagnosis_first,
        "HD005": principal.put_condition_first,
        "HD006": principal.put_diagnosis_first,
        "HD007": principal.put_condition_first,
        "HD008": principal.choose_principal,
        "HD009": principal.put_named_first,
        "BD001": apart.drop_duplicate,
        "BD002": additions.add_way_or_drop,
        "BD003": additions.add_unknown_primary,
        "BD004": apart.drop_less_telling,
        "BD005": apart.drop_less_telling,
        "BD006": apart.drop_less_telling,
        "BD007": apart.drop_less_telling,
        "BD008": apart.drop_less_telling,
        "BD009": apart.drop_first_named,
        "BD010": apart.drop_first_named,
        "GK001": validity.read_as_icd,
        "GK003": validity.choose_below_category,
        "GK004": validity.nearest_in_edition,
        "AD002": pairs.put_etiology_first,
        "YO001": causes.share_cause,
        "YO002": causes.complete_cause,
        "LM001": drugs.specify_by_atc,
        "LM002": drugs.tie_to_adverse_effect,
        "LM003": drugs.move_to_poisoning,
        "LM004": drugs.tell_intent,
        "OB001": principal.put_delivery_first,
        "OB002": delivery.add_other_half,
        "KV001": validity.read_as_procedure,
        "KV002": procedures.date_within_stay,
        "KV003": procedures.hang_on_procedure,
        "KV005": procedures.keep_one_of_kind,
        "KV006": procedures.add_side,
        "KV007": procedures.restrain_by_age,
        "KV009": apart.keep_one_of_two,
        "KV011": procedures.take_off_procedure,
        "KV012": procedures.take_off_procedure,
        "KV013": apart.drop_first_named,
        "KV015": apart.keep_one_of_two,
        "KV016": apart.keep_one_of_two,
        "RE001": principal.choose_principal,
        "RE002": apart.drop_first_named,
        "RE003": apart.keep_one_of_two,
    }
)


def corrections_in(case: Case, finding: Finding) -> Iterator[Correction]:
    """Yield what can be done about a finding of an event, the best first; often nothing."""
    corrector = CORRECTIONS.get(finding.rule_id)
    if corrector is not None:
        yield from corrector(case, finding)
