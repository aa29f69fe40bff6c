"""What a Norwegian stay tells beside its codes, as JSON; every key is optional."""

from __future__ import annotations

from app.domain.encounter import Encounter
from app.domain.norwegian import NorwegianStay
from app.exchange.json_object import JsonObject, JsonReader


def read_stay(root: JsonReader) -> NorwegianStay:
    """Read the facts from the object of an encounter.

    Raises:
        InputFileError: a value has the wrong type; the text names the key.

    """
    return NorwegianStay(
        treating_person=root.loose_text("treating_person"),
        urgency=root.loose_text("urgency"),
        level_of_care=root.loose_text("level_of_care"),
        admitted_from=root.loose_text("admitted_from"),
        discharged_to=root.loose_text("discharged_to"),
    )


def written_stay(encounter: Encounter) -> JsonObject:
    """Write country and facts; what is unknown is left out."""
    stay = encounter.norwegian
    written: JsonObject = {
        "country": encounter.country,
        "treating_person": stay.treating_person,
        "urgency": stay.urgency,
        "level_of_care": stay.level_of_care,
        "admitted_from": stay.admitted_from,
        "discharged_to": stay.discharged_to,
    }
    return {key: value for key, value in written.items() if value}
