"""The record in the order of time, and the values of one analysis together."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.record import (
    CareRecord,
    Measurement,
    MeasurementKind,
    Medication,
    RecordDocument,
)
from app.domain.record_flow import find_trends, flow_of, notes_of

DAY = datetime.fromisoformat("2024-09-18T08:00")


def value(name: str, text: str, hours: int = 0, unit: str = "g/L", group: str = "") -> Measurement:
    return Measurement(
        f"{name}{hours}", name, text, unit, DAY + timedelta(hours=hours), group=group
    )


def test_values_of_one_analysis_are_one_trend_with_the_newest_first() -> None:
    trends = find_trends([value("P-Hb", "120"), value("B-SR", "7"), value("P-Hb", "111", 24)])

    assert [[v.value for v in trend.values] for trend in trends] == [["7"], ["111", "120"]]
    assert trends[1].latest.value == "111"
    assert [v.value for v in trends[1].earlier] == ["120"]


def test_the_same_name_in_another_unit_or_at_the_bedside_is_a_trend_of_its_own() -> None:
    bedside = Measurement("x", "P-Hb", "7", "g/L", DAY, kind=MeasurementKind.BEDSIDE)

    trends = find_trends([value("P-Hb", "120"), value("P-Hb", "7,4", unit="mmol/L"), bedside])

    assert len(trends) == 3


def test_everything_comes_in_the_order_of_time_and_what_has_none_last() -> None:
    record = CareRecord(
        (RecordDocument("d1", time=DAY), RecordDocument("d2")),
        (Medication("m1", start=DAY.date()), Medication("m2", start=date(2020, 1, 1))),
        measurements=(value("P-Hb", "120", -1), value("P-Na", "140", -1)),
    )

    told = [
        (item.document.id if item.document else "")
        + "".join(drug.id for drug in item.medications)
        + "+".join(v.name for v in item.measurements)
        for item in flow_of(record)
    ]

    assert told == ["m2", "m1", "P-Hb+P-Na", "d1", "d2"]
    assert [item.document for item in notes_of(record)] == list(record.documents)


moments = st.none() | st.datetimes(DAY.replace(year=2020), DAY.replace(year=2026))


@given(
    st.lists(st.builds(RecordDocument, st.text(max_size=3), time=moments), max_size=4),
    st.lists(st.builds(Measurement, st.text(max_size=3), time=moments), max_size=6),
)
def test_nothing_of_a_record_is_lost_in_the_flow(
    documents: list[RecordDocument], values: list[Measurement]
) -> None:
    flow = flow_of(CareRecord(tuple(documents), measurements=tuple(values)))

    assert sum(item.document is not None for item in flow) == len(documents)
    assert sum(len(item.measurements) for item in flow) == len(values)
    times = [item.time for item in flow if item.time]
    assert times == sorted(times)
