"""All that a region decides comes from one file, and is obeyed at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.access import Person, Role
from app.domain.errors import AppError, Cancelled, CodebookFileError, NotAllowedError, NotFoundError
from app.domain.finding import Severity
from app.domain.region import Region
from app.domain.regional import RegionalTable
from app.persistence.region_in_force import StoredRegion
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext
from app.services.regional import import_regional, regional_imports, workplace_rules
from app.services.regional_layer import current_layer, export_layer
from app.services.rule_book import rule_pages
from app.services.workplace_rules import may_switch, switch_off, switch_on, workplace_switches
from tests.services.list_files import csv_file, list_desk, stopped_at

LAYER = """region = "Region Skåne"
[[rule]]
id = "BD001"
off = true
reason = "Prövas"
[[rule]]
id = "ZZ999"
off = true
reason = "Gammal"
[[block]]
codes = "I50"
kind = "ej huvuddiagnos"
reason = "Ange orsaken"
[[pair_order]]
codes = "M07"
first = "asterisk"
reason = "SOF"
[[deepening]]
codes = "C50"
reason = "Registret"
"""
KARIN = Person("karin", "Karin", Role.LEAD)
BO = Person("bo", "Bo", Role.CODER)
BLOCKS = "Kod;Spärr;Skäl;Giltig från;Giltig till\nR65;ej huvuddiagnos;Beslut;;\n"


@pytest.fixture
def app(unit_of_work: Callable[[], SqlUnitOfWork], tmp_path: Path) -> AppContext:
    return list_desk(unit_of_work, tmp_path)


@pytest.fixture
def unread(app: AppContext) -> str:
    """The id of a rule whose source nobody has read, and that the region says nothing of."""
    return next(r.rule_id for r in app.rules if not r.is_verified and r.rule_id != "BD001")


def region(app: AppContext) -> Region:
    return StoredRegion(app.unit_of_work).current()


def toml(folder: Path, text: str = LAYER) -> Path:
    return csv_file(folder, text, "skane.toml")


def test_one_file_fills_every_table_and_tells_of_rules_that_are_not_there(
    app: AppContext, tmp_path: Path
) -> None:
    report = import_regional(app, toml(tmp_path), imported_by="Karin")

    imports = regional_imports(app)
    assert {name: latest.rows for name, latest in imports.items()} == {
        "REGELVAL": 2,
        "SPÄRRLISTA": 1,
        "PARORDNING": 1,
        "FÖRDJUPNING": 1,
    }
    assert report.told.startswith("Region Skåne: besluten är inlästa.")
    (warning,) = report.warnings
    assert warning.startswith("skane.toml, rad 6: Regeln ZZ999 finns inte i regelboken")


def test_the_review_obeys_and_the_page_says_who_decided_and_why(
    app: AppContext, tmp_path: Path
) -> None:
    import_regional(app, toml(tmp_path))

    decided = region(app)
    (page,) = [page for page in rule_pages(app, decided) if page.rule_id == "BD001"]
    assert page.is_off
    assert page.decision == "Region Skåne: avstängd, skäl: ”Prövas”."
    assert decided.customs.wants_asterisk_first("M07.3")
    assert decided.requires_deepening("C50.1") is not None
    assert decided.label.startswith("regionens beslut 20")


def test_what_a_new_file_does_not_say_no_longer_applies(app: AppContext, tmp_path: Path) -> None:
    import_regional(app, csv_file(tmp_path, BLOCKS))
    report = import_regional(app, toml(tmp_path))

    (block,) = current_layer(app).blocks
    assert block.codes == "I50"
    assert "Spärrlista: 1 rad, 1 borttagen mot förut." in report.told

    empty = import_regional(app, toml(tmp_path, 'region = "Region Skåne"\n'))
    assert current_layer(app).switches == ()
    assert "Filen har inga rader" in empty.told or "2 borttagna" in empty.told


def test_the_same_file_again_changes_nothing(app: AppContext, tmp_path: Path) -> None:
    path = toml(tmp_path)
    import_regional(app, path)

    assert import_regional(app, path).already_imported
    import_regional(app, csv_file(tmp_path, BLOCKS))
    assert not import_regional(app, path).already_imported


@pytest.mark.parametrize("step", [1, 2])
def test_a_cancelled_import_leaves_everything_as_it_was(
    app: AppContext, tmp_path: Path, step: int
) -> None:
    with pytest.raises(Cancelled):
        import_regional(app, toml(tmp_path), control=stopped_at(step))

    assert regional_imports(app) == {}
    assert current_layer(app).name == ""


def test_a_broken_file_changes_nothing(app: AppContext, tmp_path: Path) -> None:
    import_regional(app, toml(tmp_path))
    before = current_layer(app)

    with pytest.raises(CodebookFileError, match="rad 2"):
        import_regional(app, csv_file(tmp_path, "\n[[rule]]\nid = 'HD001'\n", "fel.toml"))

    assert current_layer(app) == before


def test_what_is_written_out_is_read_in_at_another_workplace(
    app: AppContext, tmp_path: Path
) -> None:
    import_regional(app, toml(tmp_path))
    before = current_layer(app)

    path = export_layer(app, tmp_path / "ut.toml")
    import_regional(app, toml(tmp_path, 'region = "En annan"\n'))
    import_regional(app, path)

    assert current_layer(app) == before


def test_the_lead_switches_off_an_unverified_rule_and_on_again(
    app: AppContext, unread: str
) -> None:
    switch_off(app, unread, "Stämmer inte hos oss.", KARIN)

    decided = region(app)
    (page,) = [page for page in rule_pages(app, decided) if page.rule_id == unread]
    assert page.decision == "Arbetsplatsen: avstängd, skäl: ”Stämmer inte hos oss”."
    assert "arbetsplatsens regelval" in decided.label
    assert workplace_rules(app)[0].switch.reason.startswith("Stämmer inte hos oss (Karin, ")

    switch_on(app, unread, KARIN)
    assert workplace_switches(app) == ()
    assert not region(app).switches


def test_a_coder_switches_nothing_off_and_nobody_a_rule_that_was_read(
    app: AppContext, unread: str
) -> None:
    read = next(rule.rule_id for rule in app.rules if rule.is_verified)

    with pytest.raises(NotAllowedError, match="kodningsansvarig"):
        switch_off(app, unread, "Nej", BO)
    with pytest.raises(NotAllowedError, match="kodningsansvarig"):
        switch_on(app, unread, BO)
    with pytest.raises(NotAllowedError, match="bara regionen"):
        switch_off(app, read, "Nej", KARIN)
    with pytest.raises(NotAllowedError, match="finns inte"):
        switch_off(app, "ZZ999", "Nej", KARIN)
    with pytest.raises(AppError, match="Ange varför"):
        switch_off(app, unread, "  ", KARIN)
    with pytest.raises(NotFoundError):
        switch_on(app, unread, KARIN)


def test_the_regions_word_counts_before_the_workplaces(app: AppContext, tmp_path: Path) -> None:
    assert may_switch(app, "BD001", KARIN) == ""
    switch_off(app, "BD001", "Vår egen", KARIN)
    text = '[[rule]]\nid = "BD001"\nseverity = "råd"\nreason = "Regionen"\n'
    import_regional(app, toml(tmp_path, text))

    assert "Regionen har redan bestämt" in may_switch(app, "BD001", KARIN)
    assert region(app).switches["BD001"].severity is Severity.ADVICE
    assert RegionalTable.WORKPLACE.value in regional_imports(app)
