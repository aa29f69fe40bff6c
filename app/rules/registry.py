"""The rule book: every rule, in the order in which it is read.

A new rule module is imported and its rules are entered here by hand: frozen builds do not see
packages that are only scanned for, and a test fails if one is forgotten.
"""

from __future__ import annotations

from app.rules import (
    administrative,
    code_validity,
    coercion,
    dagger_asterisk,
    drugs_atc,
    excluded_codes,
    external_causes,
    needed_codes,
    obstetrics_newborn,
    principal_diagnosis,
    procedure_conditions,
    procedures,
    regional,
    secondary_diagnosis,
    sex_age,
)
from app.rules.base import Rule

#: Shown on the summary and stored with every signed version; raised when a rule changes.
RULE_SET_VERSION = "1.2"

#: Ids that were used once and must never come back with another meaning.
RETIRED_IDS: frozenset[str] = frozenset()

ALL_RULES: tuple[Rule, ...] = (
    principal_diagnosis.principal_diagnosis_missing,
    principal_diagnosis.additional_code_as_principal,
    principal_diagnosis.several_principal_diagnoses,
    principal_diagnosis.septic_shock_as_principal,
    principal_diagnosis.contact_reason_despite_diagnosis,
    principal_diagnosis.symptom_despite_diagnosis,
    principal_diagnosis.vaccine_effect_as_principal,
    principal_diagnosis.no_information_as_principal,
    excluded_codes.lasting_effect_as_principal,
    secondary_diagnosis.same_code_twice,
    needed_codes.additional_code_without_its_condition,
    needed_codes.code_without_what_usually_lies_behind,
    excluded_codes.codes_that_exclude_each_other,
    excluded_codes.codes_that_hardly_agree,
    excluded_codes.codes_that_contradict_by_practice,
    excluded_codes.codes_to_choose_between,
    excluded_codes.same_thing_told_twice,
    excluded_codes.symptom_beside_its_disease,
    excluded_codes.vaccination_contact_beside_care,
    code_validity.text_without_code_shape,
    code_validity.heading_as_code,
    code_validity.category_as_code,
    code_validity.code_not_in_edition,
    code_validity.code_not_in_starter_edition,
    code_validity.no_edition_for_the_day,
    code_validity.procedure_not_in_edition,
    code_validity.drug_code_not_in_edition,
    dagger_asterisk.asterisk_without_dagger,
    dagger_asterisk.asterisk_as_principal,
    external_causes.injury_without_external_cause,
    external_causes.external_cause_too_short,
    drugs_atc.atc_with_specific_poisoning_code,
    drugs_atc.atc_apart_from_poisoning_code,
    drugs_atc.adverse_effect_without_y579,
    drugs_atc.poisoning_with_cause_of_adverse_effect,
    obstetrics_newborn.delivery_not_principal,
    obstetrics_newborn.delivery_and_outcome_apart,
    sex_age.age_beyond_belief,
    sex_age.code_of_the_other_sex,
    sex_age.sex_missing,
    sex_age.code_of_another_age,
    administrative.end_before_start,
    procedures.text_without_procedure_shape,
    procedures.procedure_outside_the_stay,
    procedures.additional_procedure_code_alone,
    procedure_conditions.several_of_one_kind,
    procedure_conditions.side_missing,
    coercion.restraint_code_of_another_age,
    coercion.restraint_without_compulsory_care,
    procedure_conditions.two_codes_for_one_restraint,
    coercion.restraint_without_legal_form,
    procedure_conditions.additional_code_on_the_wrong_procedure,
    procedure_conditions.additional_code_told_by_another,
    procedures.visit_code_on_a_stay,
    coercion.coercion_without_follow_up,
    procedure_conditions.oxytocin_for_two_purposes,
    procedure_conditions.two_kinds_of_watch,
    regional.blocked_as_principal,
    regional.blocked_as_secondary,
    regional.blocked_beside_other_code,
    regional.dagger_before_asterisk_against_the_region,
)
