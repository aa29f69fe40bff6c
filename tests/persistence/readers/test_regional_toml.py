"""A region's TOML is read row by row, and what is wrong is told with file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.customs import Deepening, PairFirst, PairOrder
from app.domain.errors import CodebookFileError
from app.domain.finding import Severity
from app.domain.period import Period
from app.domain.regional import Block, BlockKind, RuleSwitch, SwitchAct
from app.domain.regional_layer import RegionalLayer
from app.persistence.readers.regional_toml import read_regional_layer
from app.services.regional_layer import format_layer

WHOLE = """region = "Region Skåne"

[[rule]]
id = "hd002"
severity = "Varning"
reason = "Beslut 12"

[[regel]]
id = "BD001"
av = true
skal = "Prövas"

[[block]]
codes = "r65.0 – R65.9"
kind = "ej huvuddiagnos"
reason = "Ange orsaken"
valid_from = 2026-01-01

[[block]]
codes = "AF021"
kind = "ej med"
other = "I10"
reason = "Ingår"

[[pair_order]]
codes = "M07"
first = "asterisk"
reason = "SOF"

[[deepening]]
codes = "C50"
reason = "Registret"
"""


def layer(folder: Path, text: str) -> RegionalLayer:
    path = folder / "region.toml"
    path.write_text(text, encoding="utf-8")
    return read_regional_layer(path)


def test_every_kind_of_decision_is_read(tmp_path: Path) -> None:
    read = layer(tmp_path, WHOLE)

    assert read.name == "Region Skåne"
    assert read.switches == (
        RuleSwitch("HD002", SwitchAct.SEVERITY, "Beslut 12", Severity.WARNING),
        RuleSwitch("BD001", SwitchAct.OFF, "Prövas"),
    )
    assert read.lines == {"HD002": 3, "BD001": 8}
    since = Period(date(2026, 1, 1), None)
    assert read.blocks == (
        Block("R65.0–R65.9", BlockKind.NOT_PRINCIPAL, "Ange orsaken", "", since),
        Block("AF021", BlockKind.NOT_WITH, "Ingår", "I10"),
    )
    assert read.pair_orders == (PairOrder("M07", PairFirst.ASTERISK, "SOF"),)
    assert read.deepenings == (Deepening("C50", "Registret"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[rule]]\nid = "HD002"\noff = true\n', "rad 1: Skälet saknas"),
        ('\n\n[[rule]]\nid = "HD002"\noff = true\nreason = " "\n', "rad 3: Skälet saknas"),
        ('[[rule]]\nid = "Hoj"\noff = true\nreason = "x"\n', "är inget regel-id"),
        ('[[rule]]\nid = "HD002"\nreason = "x"\n', "antingen off = true"),
        ('[[rule]]\nid = "HD002"\noff = true\nseverity = "fel"\nreason = "x"\n', "inte båda"),
        ('[[rule]]\nid = "HD002"\noff = "ja"\nreason = "x"\n', "true eller false"),
        ('[[rule]]\nid = "HD002"\nseverity = "hård"\nreason = "x"\n', "fel, varning eller råd"),
        ('[[rule]]\nid = "HD002"\noff = true\nreason = "x"\nvem = "y"\n', "”vem” har ingen plats"),
        (
            '[[rule]]\nid = "HD002"\noff = true\nreason = "x"\n'
            '[[rule]]\nid = "HD002"\noff = true\nreason = "y"\n',
            "rad 5: Regeln HD002 står redan på rad 1",
        ),
        ('[[block]]\ncodes = "??"\nkind = "ej bidiagnos"\nreason = "x"\n', "varken en kod"),
        ('[[block]]\ncodes = "I10"\nkind = "ej med"\nreason = "x"\n', "ska ha en kod i other"),
        ('[[block]]\ncodes = "AF021"\nkind = "ej bidiagnos"\nreason = "x"\n', "åtgärdskod"),
        (
            '[[deepening]]\ncodes = "C50"\nreason = "x"\nvalid_from = "2026"\n',
            "ska vara en dag utan citattecken",
        ),
        (
            '[[deepening]]\ncodes = "C50"\nreason = "x"\n'
            "valid_from = 2026-02-01\nvalid_to = 2026-01-01\n",
            "slutar gälla 2026-01-01, innan",
        ),
        ('[[pair_order]]\ncodes = "M07"\nfirst = "båda"\nreason = "x"\n', "asterisk eller dagger"),
        ('[[hus]]\na = 1\n', "”hus” är inget som en region kan bestämma"),
        ('rule = [{id = "HD002", off = true, reason = "x"}]\n', "Börja varje rad av rule med"),
        ("region = 7\n", "regionens namn som text"),
        ("region = \n", "är inte giltig TOML"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_refused_with_file_and_line(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(CodebookFileError) as refused:
        layer(tmp_path, text)

    assert "region.toml" in str(refused.value)
    assert told in str(refused.value)


REASONS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20
).map(lambda text: " ".join(text.split()) or "x")
PERIODS = st.sampled_from((Period(), Period(date(2026, 1, 1)), Period(None, date(2026, 1, 1))))
CODES = st.sampled_from(("I10", "I10.9", "R65.0–R65.9", "C50", "A00–B99"))
LAYERS = st.builds(
    RegionalLayer,
    REASONS,
    st.lists(
        st.builds(
            RuleSwitch, st.from_regex(r"[A-Z]{2}[0-9]{3}", fullmatch=True),
            st.just(SwitchAct.OFF), REASONS,
        ),
        max_size=4, unique_by=lambda switch: switch.rule_id,
    ).map(tuple),
    st.lists(
        st.builds(Block, CODES, st.just(BlockKind.NOT_WITH), REASONS, CODES, PERIODS),
        max_size=4, unique=True,
    ).map(tuple),
    st.lists(
        st.builds(PairOrder, CODES, st.sampled_from(PairFirst), REASONS, PERIODS),
        max_size=4, unique=True,
    ).map(tuple),
    st.lists(st.builds(Deepening, CODES, REASONS, PERIODS), max_size=4, unique=True).map(tuple),
)  # fmt: skip


@given(written=LAYERS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_is_written_out_is_read_in_the_same(tmp_path: Path, written: RegionalLayer) -> None:
    assert layer(tmp_path, format_layer(written)) == written


@given(text=st.text(alphabet='[]rule="\n off tru codsi10C5', max_size=60))
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_stands_in_the_file_it_is_read_or_refused(tmp_path: Path, text: str) -> None:
    told = "region.toml"
    try:
        layer(tmp_path, text)
    except CodebookFileError as refused:
        told = str(refused)

    assert "region.toml" in told
