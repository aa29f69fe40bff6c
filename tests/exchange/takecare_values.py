"""Small laboratory replies and measurements in the form of TakeCare's exports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.exchange.takecare_messages import PATIENT, WARD

MEASUREMENTS_PATH = Path(f"Measurements_{PATIENT}_20240918.json")
REPLY_PATH = Path(f"ChemistryReply_{PATIENT}_1.json")


def analysis(name: str = "P-CRP", value: str = "63", **facts: Any) -> dict[str, Any]:
    told = {"referenceArea": "<8,0", "unit": "mg/L", "isDeviating": False}
    return {"analysis": name, "value": value, **told, **facts}


def reply(*analyses: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {
        "id": 53,
        "samplingDateTime": 202409180903,
        "samples": [{"analyses": list(analyses or (analysis(),)), "group": "001"}],
        "attestation": {"patient": {"id": int(PATIENT)}},
        "isFinal": True,
        "saved": {"careUnit": {"id": int(WARD)}},
        "type": {"name": "Kemlab svar"},
        **facts,
    }


def measured(name: str = "Vikt", value: Any = 72, **facts: Any) -> dict[str, Any]:
    term = {"id": len(name), "name": name, "unit": "kg"}
    return {"term": term, "value": value, "numDecimals": 0, "comment": "", **facts}


def occasion(*values: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {
        "id": "20240918-1",
        "eventDateTime": 202409180730,
        "isCancelled": False,
        "measurements": list(values or (measured(),)),
        "template": {"name": "Längd, vikt"},
        **facts,
    }


def written(*items: dict[str, Any]) -> str:
    return json.dumps(items[0] if len(items) == 1 else items, ensure_ascii=False)
