"""What a region decides: switches take away and regrade, the block list objects, by the day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.codebook_ports import Codebooks
from app.domain.customs import PairFirst, PairOrder
from app.domain.encounter import Encounter
from app.domain.finding import Finding, Severity
from app.domain.period import Period
from app.domain.region import BlockList, Region, build_region
from app.domain.regional import Block, BlockKind, RuleSwitch, SwitchAct, matches
from app.domain.regional_layer import RegionalLayer
from app.rules.examples import example, row
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES
from tests.rules.test_any_encounter import KNOWN, encounters

UNREAD = {rule.rule_id for rule in ALL_RULES if not rule.is_verified}
BLOCK_RULES = {rule.rule_id for rule in ALL_RULES if rule.blocks}
TWICE = example("J18.9", "I10.9", "I10.9")

PRINCIPAL, SECONDARY, BESIDE = BlockKind.NOT_PRINCIPAL, BlockKind.NOT_SECONDARY, BlockKind.NOT_WITH


def off(rule_id: str) -> RuleSwitch:
    return RuleSwitch(rule_id, SwitchAct.OFF, "Beslut 12")


def graded(rule_id: str, severity: Severity) -> RuleSwitch:
    return RuleSwitch(rule_id, SwitchAct.SEVERITY, "Beslut 12", severity)


def found(encounter: Encounter, books: Codebooks, region: Region) -> list[Finding]:
    return list(judge(ALL_RULES, encounter, books, region))


def switched(*switches: RuleSwitch) -> Region:
    return build_region({}, RegionalLayer(switches=switches))


def blocked(encounter: Encounter, books: Codebooks, *blocks: Block) -> list[tuple[str, ...]]:
    """The findings of the block list alone, as rule id and codes."""
    region = build_region({}, RegionalLayer(blocks=tuple(blocks)))
    findings = found(encounter, books, region)
    return [(f.rule_id, *f.codes) for f in findings if f.rule_id in BLOCK_RULES]


def test_without_decisions_the_rule_book_speaks_as_it_stands(official: Codebooks) -> None:
    (finding,) = found(TWICE, official, Region())

    assert (finding.rule_id, finding.severity) == ("BD001", Severity.WARNING)
    assert (finding.remark, finding.usual) == ("", None)


def test_a_rule_that_is_turned_off_finds_nothing(official: Codebooks) -> None:
    assert found(TWICE, official, switched(off("BD001"))) == []


def test_a_milder_rule_says_what_it_was_and_why(official: Codebooks) -> None:
    encounter = example("Z37.0", "J18.9")
    was = {f.rule_id: f for f in found(encounter, official, Region())}["HD002"]

    findings = found(encounter, official, switched(graded("HD002", Severity.WARNING)))
    milder = {f.rule_id: f for f in findings}["HD002"]

    assert was.severity is Severity.ERROR
    assert (milder.severity, milder.usual) == (Severity.WARNING, Severity.ERROR)
    assert milder.remark == "Regionen: varning i stället för fel, skäl: ”Beslut 12”."
    assert (milder.message, milder.codes, milder.key) == (was.message, was.codes, was.key)


def test_a_stricter_rule_becomes_an_error_if_its_source_was_read(official: Codebooks) -> None:
    region = switched(graded("YO001", Severity.ERROR), graded("BD001", Severity.ERROR))

    (injury,) = found(example("J18.9", "S72.00"), official, region)
    (twice,) = found(TWICE, official, region)

    assert (injury.rule_id, injury.severity) == ("YO001", Severity.ERROR)
    assert (twice.severity, twice.usual, twice.remark) == (Severity.WARNING, None, "")


def test_the_severity_that_a_rule_has_already_is_no_change(official: Codebooks) -> None:
    region = switched(graded("BD001", Severity.WARNING))

    assert found(TWICE, official, region) == found(TWICE, official, Region())


def test_the_reason_of_the_list_and_its_row_are_quoted(official: Codebooks) -> None:
    block = Block("I50", PRINCIPAL, "Ange orsaken.", valid=Period(date(2022, 1, 1)))

    (finding,) = found(example("I50.9"), official, build_region({}, RegionalLayer(blocks=(block,))))

    assert finding.severity is Severity.ERROR
    assert finding.message == (
        "I50.9 Hjärtsvikt, ospecificerad får enligt regionens spärrlista inte vara huvuddiagnos: "
        "”Ange orsaken”."
    )
    assert finding.remark == "Raden i spärrlistan: I50 ej huvuddiagnos, från 2022-01-01."


@pytest.mark.parametrize(
    ("encounter", "block", "expected"),
    [
        (example("I50.9"), Block("I50–I51", PRINCIPAL, "x"), [("RE001", "I50.9")]),
        (example("J18.9", "I50.9"), Block("I50", PRINCIPAL, "x"), []),
        (example("I50.9"), Block("I50", SECONDARY, "x"), []),
        (example("J18.9", "I50.9", "I50.9"), Block("I50.9", SECONDARY, "x"), [("RE002", "I50.9")]),
        (example(row("S72.00", "W01.09")), Block("W01", SECONDARY, "x"), [("RE002", "W01.09")]),
        (example("J18.9", "W01.09"), Block("W00–W19", SECONDARY, "x"), [("RE002", "W01.09")]),
        (
            example(row("E11.3", partner="H36.0")),
            Block("H36", SECONDARY, "x"),
            [("RE002", "H36.0")],
        ),
        (
            example("I10.9", procedures=("AF063",)),
            Block("AF063", BESIDE, "x", "I10"),
            [("RE003", "AF063", "I10.9")],
        ),
        (
            example("K35.8", procedures=("JEA01", "ZXA00")),
            Block("JEA01", BESIDE, "x", "ZXA00"),
            [("RE003", "JEA01", "ZXA00")],
        ),
        (example("I10.9", procedures=("JEA01",)), Block("AF063", BESIDE, "x", "I10"), []),
        (example("E11.2"), Block("E11", BESIDE, "x", "E11"), []),
    ],
)
def test_the_list_is_asked_for_each_kind(
    official: Codebooks, encounter: Encounter, block: Block, expected: list[tuple[str, ...]]
) -> None:
    assert blocked(encounter, official, block) == expected


def test_two_codes_are_told_apart_once_whichever_row_says_so(official: Codebooks) -> None:
    rows = (Block("E11.2", BESIDE, "Ett", "E11.3"), Block("E11.3", BESIDE, "Två", "E11.2"))
    both_ways = Block("E11", BESIDE, "Tre", "E11")
    pair = example("J18.9", "E11.3", "E11.2")

    findings = found(pair, official, build_region({}, RegionalLayer(blocks=(*rows, both_ways))))

    (finding,) = [f for f in findings if f.rule_id == "RE003"]
    assert finding.codes == ("E11.2", "E11.3")
    assert finding.message.endswith("tillsammans med E11.3: ”Ett”, ”Tre”, ”Två”.")


@pytest.mark.parametrize(
    ("start", "end", "is_blocked"),
    [
        ("2022-03-18", None, True),
        ("2022-03-19", None, False),
        (None, "2022-03-18", True),
        (None, "2022-03-17", False),
    ],
)
def test_the_day_on_which_the_event_ended_decides(
    official: Codebooks, start: str | None, end: str | None, is_blocked: bool
) -> None:
    days = Period(*(date.fromisoformat(day) if day else None for day in (start, end)))
    block = Block("I50", PRINCIPAL, "x", valid=days)

    assert bool(blocked(example("I50.9"), official, block)) == is_blocked


def test_a_rule_of_the_list_is_switched_like_any_other(official: Codebooks) -> None:
    blocks = (Block("I50", PRINCIPAL, "Ange orsaken"),)
    mild = build_region(
        {}, RegionalLayer(switches=(graded("RE001", Severity.WARNING),), blocks=blocks)
    )

    (finding,) = found(example("I50.9"), official, mild)

    assert finding.severity is Severity.WARNING
    assert finding.remark == (
        "Regionen: varning i stället för fel, skäl: ”Beslut 12”. "
        "Raden i spärrlistan: I50 ej huvuddiagnos."
    )
    assert (
        found(
            example("I50.9"),
            official,
            build_region({}, RegionalLayer(switches=(off("RE001"),), blocks=blocks)),
        )
        == []
    )


rule_ids = st.one_of(st.sampled_from([rule.rule_id for rule in ALL_RULES]), st.just("ZZ999"))
reasons = st.text(min_size=1, max_size=20)
switches = st.one_of(
    st.builds(RuleSwitch, rule_ids, st.just(SwitchAct.OFF), reasons),
    st.builds(
        RuleSwitch, rule_ids, st.just(SwitchAct.SEVERITY), reasons, st.sampled_from(Severity)
    ),
)
spans = st.sampled_from(["A00–Z99", "E11", "E11.2", "W01.0–W01.9", "AF063", "ZXA00", "Z37"])
days = st.one_of(st.none(), st.dates())
blocks = st.one_of(
    st.builds(
        Block,
        st.sampled_from(["A00–Z99", "E11", "W01.0–W01.9"]),
        st.sampled_from([PRINCIPAL, SECONDARY]),
        reasons,
        valid=st.builds(Period, days, days),
    ),
    st.builds(Block, spans, st.just(BESIDE), reasons, spans, st.builds(Period, days, days)),
)


@given(
    encounter=encounters,
    chosen=st.lists(switches, max_size=8),
    listed=st.lists(blocks, max_size=4),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_switches_only_take_away_or_regrade(
    encounter: Encounter,
    chosen: list[RuleSwitch],
    listed: list[Block],
    official: Codebooks,
) -> None:
    usual = {(f.key, f.message): f for f in found(encounter, official, Region())}

    findings = found(
        encounter,
        official,
        build_region({}, RegionalLayer(blocks=tuple(listed), switches=tuple(chosen))),
    )

    for finding in findings:
        if finding.rule_id in BLOCK_RULES:
            assert listed and finding.remark
        else:
            before = usual[finding.key, finding.message]
            assert finding.usual in (None, before.severity)
            assert bool(finding.remark) == (finding.severity is not before.severity)
        if finding.rule_id in UNREAD:
            assert finding.severity < Severity.ERROR
    last = {switch.rule_id: switch for switch in chosen}
    assert not {f.rule_id for f in findings} & {
        rule_id for rule_id, switch in last.items() if switch.act is SwitchAct.OFF
    }


@given(
    listed=st.lists(blocks, max_size=6),
    code=st.one_of(st.sampled_from([*KNOWN, "AF063", "ZXA00"]), st.text(max_size=6)),
    kind=st.sampled_from(BlockKind),
    day=st.dates(),
)
def test_the_list_answers_as_if_every_row_were_read(
    listed: list[Block], code: str, kind: BlockKind, day: date
) -> None:
    read = [
        block
        for block in listed
        if block.kind is kind and matches(block.codes, code) and block.valid.covers(day)
    ]

    assert list(BlockList(listed).about(kind, code, day)) == read


def pairs_of(first: PairFirst) -> Region:
    order = PairOrder("H36", first, "Beslut", Period(date(2022, 1, 1)))
    return build_region({}, RegionalLayer("Region Skåne", pair_orders=(order,)))


def test_a_region_that_wants_the_asterisk_first_gets_it_first(official: Codebooks) -> None:
    turned = example(row("H36.0", partner="E11.3"))
    usual = example(row("E11.3", partner="H36.0"))

    assert "AD002" in {f.rule_id for f in found(turned, official, Region())}
    region = pairs_of(PairFirst.ASTERISK)
    assert not {"AD002", "RE004"} & {f.rule_id for f in found(turned, official, region)}
    (finding,) = [f for f in found(usual, official, region) if f.rule_id == "RE004"]
    assert finding.codes == ("H36.0", "E11.3")
    assert "”Beslut”" in finding.message


def test_the_order_of_pairs_is_that_of_the_codebook_before_its_day_and_where_it_says_so(
    official: Codebooks,
) -> None:
    turned = example(row("H36.0", partner="E11.3"))
    earlier = example(row("H36.0", partner="E11.3"), start="2021-03-14", end="2021-03-18")

    early = {f.rule_id for f in found(earlier, official, pairs_of(PairFirst.ASTERISK))}
    as_usual = {f.rule_id for f in found(turned, official, pairs_of(PairFirst.DAGGER))}

    assert "AD002" in early
    assert "AD002" in as_usual and "RE004" not in as_usual


def test_a_named_region_stands_in_every_decision(official: Codebooks) -> None:
    layer = RegionalLayer("Region Skåne", switches=(off("BD001"), graded("HD002", Severity.ADVICE)))
    region = build_region({}, layer)

    findings = found(example("Z37.0"), official, region)
    (finding,) = [finding for finding in findings if finding.rule_id == "HD002"]
    assert finding.remark.startswith("Region Skåne: råd i stället för fel, skäl: ”")
    assert region.switches["BD001"].by == "Region Skåne"
