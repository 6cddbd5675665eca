"""The quick check of a checksum agrees with the slow sum, always."""

from hypothesis import example, given
from hypothesis import strategies as st

from fleet.protocols.teltonika.checksum import crc16, holds


def test_the_sum_is_that_of_the_standard_check() -> None:
    assert crc16(b"123456789") == 0xBB3D


@given(st.binary(max_size=3000), st.integers(0, 0xFFFF))
@example(b"", 0)
def test_a_sum_holds_when_it_is_the_sum_and_only_then(data: bytes, other: int) -> None:
    right = crc16(data)
    assert holds(data, right)
    assert holds(data, other) is (other == right)


@given(st.binary(min_size=1, max_size=600), st.data())
def test_one_changed_byte_breaks_it(data: bytes, draw: st.DataObject) -> None:
    changed = bytearray(data)
    changed[draw.draw(st.integers(0, len(data) - 1))] ^= draw.draw(st.integers(1, 255))
    assert not holds(changed, crc16(data))


def test_a_number_of_more_than_sixteen_bits_is_no_sum() -> None:
    assert not holds(b"data", crc16(b"data") | 1 << 16)
