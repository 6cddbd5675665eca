"""The private PostgreSQL and Redis: started, killed, started again, removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.layout import LONGEST_SOCKET_FOLDER, Space, throwaway
from ops.servers import Servers
from tests.wait_for import until


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    """A PostgreSQL and a Redis of these tests alone."""
    made = Servers(throwaway("test-servers"))
    made.start()
    try:
        yield made
    finally:
        made.stop()


def test_a_second_start_finds_them_running(servers: Servers) -> None:
    assert servers.cluster.start() is False
    assert servers.redis.start() is False


def test_a_new_database_has_postgis(servers: Servers) -> None:
    assert servers.cluster.create_database("fresh") is True
    assert servers.cluster.create_database("fresh") is False
    assert servers.cluster.sql("SELECT ST_AsText(ST_MakePoint(98, 3))", "fresh") == "POINT(98 3)"


def test_it_listens_on_no_port(servers: Servers) -> None:
    assert servers.cluster.sql("SHOW listen_addresses") == ""


def test_only_its_owner_may_enter_the_folder_of_the_sockets(servers: Servers) -> None:
    assert servers.space.sockets.stat().st_mode & 0o077 == 0


def test_what_was_committed_survives_a_kill(servers: Servers) -> None:
    servers.cluster.sql("CREATE TABLE survivor (number int); INSERT INTO survivor VALUES (7)")
    servers.cluster.kill()
    until(lambda: not servers.cluster.running(), what="the end of PostgreSQL")
    servers.mend()
    assert servers.cluster.sql("SELECT number FROM survivor") == "7"


def test_a_killed_redis_is_started_again(servers: Servers) -> None:
    before = servers.redis.pid()
    servers.redis.kill()
    until(lambda: not servers.redis.running(), what="the end of Redis")
    servers.mend()
    assert servers.redis.answers()
    assert servers.redis.pid() != before


def test_it_rejects_a_database_name_that_needs_quoting(servers: Servers) -> None:
    with pytest.raises(ValueError, match="not a plain database name"):
        servers.cluster.create_database('x"; DROP DATABASE fresh; --')


def test_a_throwaway_space_leaves_nothing_but_its_logs() -> None:
    brief = Servers(throwaway("test-brief"))
    brief.start()
    brief.stop()
    assert not brief.space.folder.exists()
    assert (brief.space.logs / "postgres.log").exists()


def test_sockets_move_to_a_short_folder_when_the_checkout_lies_deep() -> None:
    deep = Space(Path("/srv") / ("deep" * 30))
    assert len(str(deep.sockets)) <= LONGEST_SOCKET_FOLDER
    assert deep.sockets.name.startswith("pantau-")
    assert deep.sockets != Space(Path("/srv") / ("other" * 30)).sockets
