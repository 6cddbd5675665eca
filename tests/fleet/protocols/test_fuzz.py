"""Every protocol of the table survives frames that are broken in every way; ``./bench fuzz`` runs the long form."""

from datetime import datetime

import pytest

from benchmarks.frames.authored import authored
from benchmarks.frames.trial import ARRIVAL, protocols, trial
from fleet.protocols.fix import Rejected
from fleet.protocols.registry import decode_again
from fleet.protocols.stream import Cut, CutFrame, Decoded, Session, StreamProtocol
from fleet.protocols.streams import STREAMS

FRAMES = 20_000


@pytest.mark.parametrize("name", protocols())
def test_no_broken_frame_raises_hangs_or_is_lost(name: str) -> None:
    result = trial(name, FRAMES, seed=7)
    assert result.failures == []
    assert result.frames == FRAMES
    assert result.decoded > FRAMES / 100, "the mutations hardly ever come through to the decoder"


@pytest.mark.parametrize("name", protocols())
def test_the_frames_that_are_mutated_are_good_ones(name: str) -> None:
    said = [decode_again(name, frame, "358899050011223", ARRIVAL, "tcp") for frame in authored()[name]]
    good = [messages for messages in said if not any(isinstance(one, Rejected) for one in messages)]
    assert len(good) >= len(said) / 2


def _fails(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    raise IndexError("out of range")


@pytest.mark.parametrize(
    ("cut", "words"),
    [
        (lambda buffer: Cut(len(buffer)), "IndexError"),
        (lambda buffer: Cut(0), "cuts 0"),
        (lambda buffer: None, "waits with"),
    ],
)
def test_a_decoder_that_breaks_a_promise_is_found(monkeypatch: pytest.MonkeyPatch, cut: CutFrame, words: str) -> None:
    bad = StreamProtocol(name="bad", port=1, encoding="hex", cut=cut, decode=_fails, max_frame=1)
    monkeypatch.setitem(STREAMS, "bad", bad)
    failures = trial("bad", 50, seed=1).failures
    assert words in failures[0][0]
