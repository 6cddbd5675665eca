"""What holds of every journey, however odd."""

import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from fleet.detectors import state_bits
from fleet.trips.builder import Builder, Checkpoint, build
from fleet.trips.builder_state import dump, load
from fleet.trips.fixes import SECOND_US, Fix
from fleet.trips.kinds import TripKind, TripReason
from fleet.trips.part import Part
from fleet.trips.rules import DEFAULT
from tests.fleet.trips.journey import PER_METRE, START_US
from tests.thoroughness import examples

_IGNITION = (0, state_bits.IGNITION_KNOWN, state_bits.IGNITION_KNOWN | state_bits.IGNITION_ON)


@st.composite
def journeys(draw: st.DrawFn) -> list[Fix]:
    """Legs of standing, creeping, driving, jumping and silence, of one or two devices, in order."""
    legs = draw(
        st.lists(
            st.tuples(
                st.integers(1, 30),  # fixes
                st.sampled_from([0, 1, 10, 30, 120, 400, 900, 4000]),  # seconds between them
                st.sampled_from([0.0, 0.2, 1.0, 3.0, 15.0]),  # m/s
                st.sampled_from([0.0, 15.0, 70.0, 260.0, 900.0]),  # wander, metres
                st.sampled_from(_IGNITION),
                st.sampled_from([1, 1, 1, 2]),  # device
                st.sampled_from([None, 5.0, 90.0, 400.0]),  # accuracy
                st.booleans(),  # says its speed
            ),
            min_size=1,
            max_size=8,
        )
    )
    us, north, fixes = START_US, 0.0, []
    for count, every, mps, wander, ignition, device, accuracy, says in legs:
        for n in range(count):
            us, north = us + every * SECOND_US, north + mps * every
            lat = 3.1 + (north + wander * (n % 3 - 1)) * PER_METRE
            state = ignition | (state_bits.MOVING if mps >= 1 and says else 0)
            fixes.append(Fix(us, device, 98.49, lat, mps if says else None, state, accuracy))
    return sorted(fixes, key=Fix.order)


def finished(builder: Builder) -> list[Part]:
    last = builder.open_part()
    return [*builder.parts, *([last] if last else [])]


def heard(fixes: list[Fix]) -> list[Fix]:
    """Those of the device that has the word, which another gets only after a silence."""
    kept = fixes[:1]
    for fix in fixes[1:]:
        if fix.device == kept[-1].device or fix.us - kept[-1].us > DEFAULT.hand_over_s * SECOND_US:
            kept.append(fix)
    return kept


@given(journeys())
def test_parts_cover_the_time_without_holes_or_overlaps(fixes: list[Fix]) -> None:
    parts = build(fixes)
    assert all(a.end.us == b.start.us for a, b in pairwise(parts))
    assert all(part.start.us < part.end.us for part in parts[:-1])
    assert parts[-1].open
    assert not any(part.open for part in parts[:-1])
    assert parts[0].start.us == fixes[0].us  # of several fixes of one moment, any
    assert parts[-1].end == heard(fixes)[-1]
    assert sum(part.figures.fixes for part in parts) == len(heard(fixes))


@given(journeys())
def test_every_part_says_why(fixes: list[Fix]) -> None:
    for part in build(fixes):
        assert {of for of, _ in part.evidence} >= {"start", "end"}


@given(journeys())
def test_figures_are_sound(fixes: list[Fix]) -> None:
    for part in build(fixes):
        figures, length_s = part.figures, (part.end.us - part.start.us) / SECOND_US
        assert figures.moving_s + figures.idle_s <= length_s + 1e-6
        assert part.kind is TripKind.DRIVE or figures.distance_m == figures.moving_s == 0


@given(journeys(), st.randoms())
def test_the_order_of_the_fixes_does_not_matter(fixes: list[Fix], dice) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(fixes)
    dice.shuffle(shuffled)
    assert build(shuffled) == build(fixes)


@given(journeys(), st.lists(st.floats(0, 1), max_size=4))
@settings(max_examples=examples(100, 400))
def test_building_piece_by_piece_is_building_at_once(fixes: list[Fix], cuts: list[float]) -> None:
    parts: list[Part] = []
    memory = None
    bounds = sorted({0, len(fixes), *(int(cut * len(fixes)) for cut in cuts)})
    builder = Builder()
    for start, end in pairwise(bounds):
        builder = Builder(memory=memory)
        for fix in fixes[start:end]:
            builder.add(fix)
        parts += builder.parts
        assert builder.memory is not None
        memory = load(json.loads(json.dumps(dump(builder.memory, DEFAULT))), DEFAULT)
    last = Builder(memory=memory).open_part()
    assert last is not None
    assert [*parts, last] == build(fixes)


@given(journeys(), st.data())
@settings(max_examples=examples(150, 800))
def test_late_fixes_mend_what_a_checkpoint_before_them_leaves(fixes: list[Fix], data: st.DataObject) -> None:
    late = data.draw(st.sets(st.sampled_from(range(len(fixes))), min_size=1, max_size=10))
    on_time = [fix for n, fix in enumerate(fixes) if n not in late]
    unbuilt_us = min(fixes[n].us for n in late)
    known = build(on_time)
    found = [(n, Checkpoint.of(part)) for n, part in enumerate(known) if (part.sure_us or unbuilt_us) < unbuilt_us]
    whole = build(fixes)
    for n, checkpoint in found:
        assert checkpoint is not None
        builder = Builder.again(checkpoint)
        for fix in fixes[fixes.index(checkpoint.start) :]:
            builder.add(fix)
        assert [*known[:n], *finished(builder)] == whole


@given(journeys())
def test_a_build_starts_again_at_every_stop_and_after_every_silence(fixes: list[Fix]) -> None:
    parts = build(fixes)
    for n, part in enumerate(parts):
        checkpoint = Checkpoint.of(part)
        fresh = part.begun_by in {TripReason.FIRST_FIX, TripReason.HEARD_AGAIN}
        contradicted = sum(fix.us == part.start.us for fix in fixes) > 1
        assert fresh or part.kind is TripKind.STOP if checkpoint else not fresh
        assert checkpoint or part.kind is not TripKind.STOP or contradicted
        if checkpoint is None:
            continue
        builder = Builder.again(checkpoint)
        for fix in fixes[fixes.index(checkpoint.start) :]:
            builder.add(fix)
        assert finished(builder) == parts[n:]
