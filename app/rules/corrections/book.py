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
    finer,
    pair_codes,
    pairs,
    principal,
    procedure_rows,
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
        "HD010": principal.put_named_first,
        "HD011": principal.choose_principal,
        "HD014": additions.add_aftercare,
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
        "BD011": apart.keep_one_of_two,
        "BD012": pair_codes.tell_more,
        "BD014": finer.tell_overlap,
        "BD015": additions.add_weakness,
        "GK001": validity.read_as_icd,
        "GK003": validity.choose_below_category,
        "GK004": validity.nearest_in_edition,
        "GK009": finer.choose_finer,
        "GK010": finer.choose_finer,
        "GK011": finer.choose_finer,
        "AD001": pair_codes.add_etiology,
        "AD002": pairs.put_etiology_first,
        "AD003": pair_codes.add_etiology,
        "AD004": pair_codes.add_manifestation,
        "YO001": causes.share_cause,
        "YO002": causes.complete_cause,
        "YO003": causes.give_medical_cause,
        "YO020": causes.move_cause,
        "LM001": drugs.specify_by_atc,
        "LM002": drugs.tie_to_adverse_effect,
        "LM003": drugs.move_to_poisoning,
        "LM004": drugs.tell_intent,
        "LM005": drugs.give_adverse_effect,
        "LM006": drugs.place_poisoning,
        "LM007": drugs.simplify_intent,
        "LM022": procedure_rows.tell_oxytocin,
        "LM023": procedure_rows.tell_oxytocin,
        "LM024": drugs.move_drug,
        "OB001": principal.put_delivery_first,
        "OB002": delivery.add_other_half,
        "OB003": additions.add_code_of_pregnancy,
        "OB004": delivery.add_liveborn,
        "OB005": delivery.match_way_and_procedure,
        "KV001": validity.read_as_procedure,
        "KV002": procedure_rows.date_within_stay,
        "KV003": procedures.hang_on_procedure,
        "KV005": procedures.keep_one_of_kind,
        "KV006": procedures.add_side,
        "KV007": procedures.restrain_by_age,
        "KV009": procedure_rows.keep_one_row,
        "KV011": procedures.take_off_procedure,
        "KV012": procedures.take_off_procedure,
        "KV013": apart.drop_first_named,
        "KV015": apart.keep_one_of_two,
        "KV016": procedure_rows.keep_one_row,
        "KV017": procedure_rows.date_undated,
        "KV018": procedure_rows.count_on_one_row,
        "KV020": procedure_rows.use_replacement,
        "KV021": procedures.add_side_of_joint,
        "KV022": procedure_rows.keep_one_row,
        "KV024": apart.keep_one_of_two,
        "KV025": procedures.take_off_procedure,
        "KV026": procedure_rows.keep_one_row,
        "KV028": apart.keep_one_if_two,
        "VH008": apart.drop_first_named,
        "JO003": apart.drop_first_named,
        "JO005": apart.drop_if_told,
        "RE001": principal.choose_principal,
        "RE002": apart.drop_first_named,
        "RE003": apart.keep_one_of_two,
        "RE004": pair_codes.turn_pair,
    }
)


def corrections_in(case: Case, finding: Finding) -> Iterator[Correction]:
    """Yield what can be done about a finding of an event, the best first; often nothing."""
    corrector = CORRECTIONS.get(finding.rule_id)
    if corrector is not None:
        yield from corrector(case, finding)
