"""What another process reviews with is taken whole out of either database."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

from app.bootstrap import bootstrap
from app.rules.examples import example, row
from app.services.regional import import_regional
from app.services.review import review
from app.services.review_kit import ReviewKit, pack_review
from tests.services.small_drg import PATIENT, keep

EVENTS = (
    example("J18.9", "I10.9", "I10.9"),
    example("Z37.0", "O80.9"),
    example("E11.9", row("S72.00", "W01.0"), "Q99.7", start="2019-03-01", end="2019-03-02"),
    replace(example("I10.9"), start=None, end=None),
    replace(example("R57.2", start="2025-03-01", end="2025-03-02"), patient=PATIENT),
)


def test_a_kit_that_was_sent_judges_as_the_workstation_does(
    database_url: str, tmp_path: Path
) -> None:
    app = bootstrap(tmp_path, database_url)
    blocks = tmp_path / "spärr.csv"
    blocks.write_text("Kod;Spärr;Skäl;Giltig från;Giltig till\nJ18;ej huvuddiagnos;Prov;;\n")
    import_regional(app, blocks)
    keep(app)
    region = app.region.current()

    kit = pack_review(app)
    expected = [review(app, encounter, region) for encounter in EVENTS]
    app.close()
    sent: ReviewKit = ForkingPickler.loads(ForkingPickler.dumps(kit))

    assert [sent.review(encounter) for encounter in EVENTS] == expected
    assert "RE001" in {finding.rule_id for finding in expected[0]}
    assert "DG001" in {finding.rule_id for finding in expected[-1]}
