"""The named cast that every test knows, and where the shared material lies.

Ani is the operator and Slamet her supervisor. Budi works at the roads agency, Citra at the fire service: to Budi, Citra
is the stranger, from another agency. Dewi plans zones, Eka is the regent's aide, Fajar drives, Gita administers.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from people.access import Role
from people.models import Agency, User

PASSWORD = "kabanjahe-berastagi-2026"


@dataclass(frozen=True)
class World:
    """The agencies and people of a small centre."""

    roads: Agency
    fire: Agency
    ani: User
    slamet: User
    budi: User
    citra: User
    dewi: User
    eka: User
    fajar: User
    gita: User

    @property
    def everyone(self) -> list[User]:
        """All people, one of every role and a second agency officer."""
        return [self.ani, self.slamet, self.budi, self.citra, self.dewi, self.eka, self.fajar, self.gita]


def build() -> World:
    """Write the cast into the database; call it inside a test that may use one."""
    roads = Agency.objects.create(
        code="dinas-pupr", name="Dinas Pekerjaan Umum", name_en="Public Works Agency", short_name="PUPR"
    )
    fire = Agency.objects.create(code="damkar", name="Pemadam Kebakaran", name_en="Fire Service", short_name="Damkar")
    return World(
        roads=roads,
        fire=fire,
        ani=_person("ani", "Ani", Role.OPERATOR),
        slamet=_person("slamet", "Slamet", Role.SUPERVISOR),
        budi=_person("budi", "Budi", Role.AGENCY_OFFICER, roads),
        citra=_person("citra", "Citra", Role.AGENCY_OFFICER, fire),
        dewi=_person("dewi", "Dewi", Role.PLANNER),
        eka=_person("eka", "Eka", Role.EXECUTIVE),
        fajar=_person("fajar", "Fajar", Role.FIELD_STAFF, roads),
        gita=_person("gita", "Gita", Role.ADMINISTRATOR),
    )


def _person(username: str, name: str, role: Role, agency: Agency | None = None) -> User:
    return User.objects.create_user(
        username=username, password=PASSWORD, first_name=name, role=role, agency=agency, language="en"
    )


def shared_data(*parts: str) -> Path:
    """A file of the shared test material beside the project; skips the test, saying so, where it is absent."""
    path = Path(__file__).resolve().parents[2] / "shared" / "data" / Path(*parts)
    if not path.exists():
        pytest.skip(f"the shared test material is absent: {path}")
    return path
