"""What ./run connects to its database as."""

from pathlib import Path
from urllib.parse import urlsplit

from ops.environment import Ports, environment
from ops.layout import Space
from ops.postgres import APP_ROLE


def test_the_product_connects_as_a_role_that_no_trigger_or_right_is_waived_for(tmp_path: Path) -> None:
    env = environment(Space(tmp_path / "space"), ports=Ports(), demo=False)
    assert urlsplit(env["PANTAU_DATABASE_URL"]).username == APP_ROLE == "pantau_app"
