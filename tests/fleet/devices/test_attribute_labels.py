"""What a frame tells besides its position is read in the reader's language."""

import pytest
from django.utils import translation

from fleet.devices.attribute_labels import attribute_words
from fleet.devices.reason_labels import in_words
from fleet.protocols.attributes import Alarm
from fleet.protocols.rejection import RejectionReason, reason


@pytest.mark.parametrize(
    ("name", "value", "indonesian", "english"),
    [
        ("satellites", 8, "satelit 8", "satellites 8"),
        ("odometer_m", 12_345, "odometer 12,35 km", "odometer 12.35 km"),
        ("battery_v", 4.0, "baterai perangkat 4 V", "device battery 4 V"),
        ("engine_hours_s", 5400, "jam mesin 1,5 jam", "engine hours 1.5 h"),
        ("charging", True, "sedang diisi ya", "charging yes"),
        ("alarm", "sos,low_battery", "alarm SOS, baterai perangkat lemah", "alarm SOS, device battery low"),
        ("alarm", "made-up", "alarm made-up", "alarm made-up"),
        ("io_240", 1, "io_240 1", "io_240 1"),
        ("vin", "x" * 90, f"nomor rangka {'x' * 40}", f"chassis number {'x' * 40}"),
    ],
)
def test_it_is_told_in_both_languages(name: str, value: object, indonesian: str, english: str) -> None:
    with translation.override("id"):
        assert list(attribute_words({name: value})) == [indonesian]
    with translation.override("en"):
        assert list(attribute_words({name: value})) == [english]


def test_every_alarm_has_a_word() -> None:
    with translation.override("en"):
        for alarm in Alarm:
            (line,) = attribute_words({"alarm": alarm.value})
            assert "_" not in line


@pytest.mark.parametrize("value", [float("inf"), float("nan"), -1.5, 10**300])
def test_no_number_is_too_strange_for_it(value: float) -> None:
    assert list(attribute_words({"power_v": value}))


def test_a_field_without_a_name_in_the_frame_is_named_in_the_readers_language() -> None:
    detail = reason(RejectionReason.UNREADABLE_FIELD, "coordinates", "999 999").to_detail()
    with translation.override("id"):
        assert in_words(detail) == "koordinat tidak dapat dibaca: “999 999”"


def test_a_field_is_called_as_the_frame_calls_it() -> None:
    with translation.override("id"):
        assert in_words(reason(RejectionReason.NOT_A_NUMBER, "lat", "x").to_detail()).startswith("lat ")
