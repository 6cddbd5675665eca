"""Reading recorded positions."""

from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from fleet.protocols.fix import Fix
from fleet.protocols.osmand import Request, decode
from fleet.replay.mapping import BadColumns, match_columns
from fleet.replay.reader import BadRow, read_pings
from tests.world import shared_data


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "pings.csv"
    path.write_text(text)
    return path


def test_it_recognises_the_columns_of_the_bus_file() -> None:
    pings = read_pings(shared_data("gps", "wmata_bus_avl.csv"), {})
    assert len(pings) == 20777
    assert len({ping.identity for ping in pings}) == 31
    assert all(first.at <= second.at for first, second in pairwise(pings))


def test_a_speed_survives_the_way_through_knots(tmp_path: Path) -> None:
    (ping,) = read_pings(file(tmp_path, "id,lat,lon,time,speed\n7,3.1,98.4,1772366400,8.839200019836426\n"), {})
    (fix,) = decode(Request("GET", ping.query().encode()))
    assert isinstance(fix, Fix)
    assert fix.speed_mps == pytest.approx(8.839200019836426, abs=1e-12)


def test_coordinates_go_out_as_they_stand_in_the_file(tmp_path: Path) -> None:
    (ping,) = read_pings(file(tmp_path, "id,lat,lon,time\n7,38.93341827392578,-77.07974243164062,1772366400\n"), {})
    assert parse_qs(ping.query())["lat"] == ["38.93341827392578"]


def test_a_given_column_wins(tmp_path: Path) -> None:
    path = file(tmp_path, "id,name,lat,lon,time\n7,BK 1,3.1,98.4,1772366400\n")
    assert read_pings(path, {"id": "name"})[0].identity == "BK 1"


def test_it_says_which_column_is_missing() -> None:
    with pytest.raises(BadColumns, match="--column time=NAME"):
        match_columns(["id", "lat", "lon"], {})


def test_it_rejects_a_column_that_is_not_there() -> None:
    with pytest.raises(BadColumns, match="no column plat"):
        match_columns(["id", "lat", "lon", "time"], {"id": "plat"})


def test_it_names_the_line_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(BadRow, match="line 3"):
        read_pings(file(tmp_path, "id,lat,lon,time\n7,3.1,98.4,1772366400\n7,3.1,98.4,soon\n"), {})


def test_moving_the_times_keeps_their_distances(tmp_path: Path) -> None:
    pings = read_pings(file(tmp_path, "id,lat,lon,time\n7,3,98,1772366400\n7,3,98,1772366410.5\n"), {})
    fixes = [decode(Request("GET", ping.query(3600).encode()))[0] for ping in pings]
    times = [fix.fix_time for fix in fixes if isinstance(fix, Fix) and fix.fix_time is not None]
    assert (times[1] - times[0]).total_seconds() == 10.5
    assert times[0].timestamp() == 1772370000


ROWS = "id,unit_name,lat,lon,t\n1,BK 1,3.1,98.4,1772366400\n2,BK 1,3.1,98.4,1772366401\n"


def test_a_column_that_numbers_the_rows_is_not_taken_for_the_device(tmp_path: Path) -> None:
    path = file(tmp_path, ROWS)
    with pytest.raises(BadColumns, match="column id was taken for the device"):
        read_pings(path, {"time": "t"})
    assert {ping.identity for ping in read_pings(path, {"time": "t", "id": "unit_name"})} == {"BK 1"}
    assert {ping.identity for ping in read_pings(path, {"time": "t", "id": "id"})} == {"1", "2"}


@pytest.mark.parametrize("row", ["7,3.1,98.4", "7,3.1,98.4,1772366400,fast", "7,3.1,98.4,1772366400,1,2"])
def test_a_row_that_cannot_be_used_is_named_by_its_line(tmp_path: Path, row: str) -> None:
    path = file(tmp_path, f"id,lat,lon,time,speed\n7,3.1,98.4,1772366400,1\n{row}\n")
    with pytest.raises(BadRow, match="line 3"):
        read_pings(path, {})


def test_a_list_with_semicolons_is_read(tmp_path: Path) -> None:
    (ping,) = read_pings(file(tmp_path, "id;lat;lon;time\n7;3.1;98.4;1772366400\n"), {})
    assert ping.fields["lat"] == "3.1"
