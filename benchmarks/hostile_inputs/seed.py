"""What stands in the database before the inputs come: accounts, cameras, zones, a fleet."""

from importlib import import_module
from typing import Final

import psycopg
from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from benchmarks._centre import draw_zones, register
from benchmarks.hostile_inputs.target import Accounts
from cameras.actions.register_camera import register_camera
from cameras.drafts import CameraDraft
from cameras.models import CameraPurpose, CameraSource, Stage
from complaints.models import Category
from kit.conninfo import conninfo
from people.access import Role
from people.models import Agency, User

CATEGORY: Final = "jalan-rusak"


def seed(camera_urls: list[str], *, vehicles: int, zones: int) -> Accounts:
    """Fill an empty database; the cameras' pictures come from these addresses."""
    agency = Agency.objects.create(code="dinas-pupr", name="Dinas Pekerjaan Umum")
    Category.objects.create(code=CATEGORY, name="Jalan rusak", default_agency=agency)
    phones = tuple(f"phone-{number}" for number in range(vehicles))
    async_to_sync(_register)(phones, agency.pk)
    draw_zones(zones, 40)
    return Accounts(
        planner=_session("planner", Role.PLANNER),
        operator=_session("operator", Role.OPERATOR),
        cameras=tuple(_camera(number, url, agency) for number, url in enumerate(camera_urls)),
        category=CATEGORY,
        phones=phones,
    )


def _camera(number: int, url: str, agency: Agency) -> int:
    draft = CameraDraft(
        code=f"camera-{number}", name=f"Camera {number}", lon=98.49, lat=3.1, place="", description="", bearing_deg=0.0,
        fov_deg=70.0, range_m=120.0, purpose=CameraPurpose.TRAFFIC, agency=agency,
    )  # fmt: skip
    camera = register_camera(None, draft, None, stage=Stage.ACTIVE)
    CameraSource.objects.create(camera=camera, url=url)
    return camera.pk


def _session(name: str, role: Role) -> str:
    """The Cookie header of somebody who is logged in."""
    user = User.objects.create_user(username=name, password="kabanjahe-berastagi-2026", role=role)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


async def _register(phones: tuple[str, ...], agency_id: int) -> None:
    async with await psycopg.AsyncConnection.connect(conninfo(), autocommit=True) as link:
        await register(link, phones, agency_id)
