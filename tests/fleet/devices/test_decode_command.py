"""``manage.py decode``: frames on a bench, one a line."""

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from fleet.devices.decode_lines import MAX_LINE
from fleet.protocols.gt06.frames import build

LOGIN = build(0x01, bytes.fromhex("0358899050011223"), 1).hex()
BEAT = build(0x13, bytes.fromhex("4606040002"), 3).hex()
TK103 = "(081362001122BR00261121A0307.2000N09830.0000E036.0070509090.0001000000L00001F40)"


def decode(tmp_path: Path, lines: bytes, *options: str) -> list[dict[str, Any]]:
    file, out = tmp_path / "frames", StringIO()
    file.write_bytes(lines)
    call_command("decode", *options, str(file), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_login_holds_for_the_lines_that_follow(tmp_path: Path) -> None:
    login, beat = decode(tmp_path, f"{LOGIN}\n{BEAT}\n".encode(), "--protocol", "gt06")
    assert login["answer"].startswith("78780501")
    assert (beat["identity"], beat["heartbeats"][0]["ignition"]) == ("358899050011223", True)


def test_each_line_has_its_own_session_when_asked(tmp_path: Path) -> None:
    _, beat = decode(tmp_path, f"{LOGIN}\n{BEAT}\n".encode(), "--protocol", "gt06", "--new-session")
    assert beat["rejected"][0]["code"] == "no_identity"
    assert beat["rejected"][0]["words"] == "no device identity"


@pytest.mark.parametrize("options", [(), ("--udp",)])
def test_text_frames_are_read_as_they_are(tmp_path: Path, options: tuple[str, ...]) -> None:
    (line,) = decode(tmp_path, TK103.encode(), "--protocol", "tk103", *options)
    assert (line["fixes"][0]["lat"], line["fixes"][0]["fix_time"]) == (3.12, "2026-11-21T07:05:09+00:00")


@pytest.mark.parametrize(
    "line", [b"id=1&lat=3.1&lon=98.4", b"/?id=1&lat=3.1&lon=98.4", b'{"id":"1","lat":3.1,"lon":98.4}']
)
def test_it_knows_what_phones_send(tmp_path: Path, line: bytes) -> None:
    (answer,) = decode(tmp_path, line, "--protocol", "osmand")
    assert answer["fixes"][0]["lat"] == 3.1


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"7878zz", "not hexadecimal"),
        (b"787", "not hexadecimal"),
        (b"\xff\xfe\x00", "not hexadecimal"),
        (b"   ", "an empty line"),
        (b"7" * (MAX_LINE + 100), "a line of more than"),
    ],
)
def test_what_is_no_frame_is_answered_with_the_reason_and_the_next_line_is_read(
    tmp_path: Path, line: bytes, error: str
) -> None:
    bad, good = decode(tmp_path, line + b"\n" + LOGIN.encode(), "--protocol", "gt06")
    assert bad["error"].startswith(error)
    assert good["identity"] == "358899050011223"


def test_a_wrong_checksum_is_told_in_words(tmp_path: Path) -> None:
    (line,) = decode(tmp_path, (LOGIN[:-8] + "0000" + LOGIN[-4:]).encode(), "--protocol", "gt06")
    assert line["rejected"][0]["code"] == "bad_checksum"
    assert line["rejected"][0]["words"].startswith("the checksum is 0000")


def test_it_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = BytesIO(LOGIN.encode())

    out = StringIO()
    monkeypatch.setattr("sys.stdin", Input)
    call_command("decode", "--protocol", "gt06", stdout=out)
    assert json.loads(out.getvalue())["identity"] == "358899050011223"


def test_a_protocol_without_datagrams_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="does not come over UDP"):
        decode(tmp_path, LOGIN.encode(), "--protocol", "gt06", "--udp")


def test_a_file_that_is_not_there_is_said_to_be_absent(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("decode", "--protocol", "gt06", str(tmp_path / "nothing"))


@pytest.mark.parametrize("frame", [TK103, TK103.encode().hex(), TK103[:-1] + ")\\r\\n"], ids=["text", "hex", "ended"])
def test_a_frame_may_be_written_in_hex_or_as_text(tmp_path: Path, frame: str) -> None:
    (line,) = decode(tmp_path, frame.encode(), "--protocol", "tk103")
    assert line["fixes"][0]["lat"] == 3.12


def test_text_without_its_end_is_read_too(tmp_path: Path) -> None:
    frame = b"*HQ,4209951296,V1,214452,A,3954.37351,N,11651.71190,E,000.80,000,180917,FFFFBFFF"
    (line,) = decode(tmp_path, frame, "--protocol", "h02")
    assert line["fixes"][0]["fix_time"] == "2017-09-18T21:44:52+00:00"
