"""Every address of complaints, and what each role gets there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from complaints import urls as api_urls
from complaints.actions.forward import forward
from complaints.actions.submit import Receipt
from complaints.actions.verify import verify
from complaints.intake.photos import store_photos
from complaints.lifecycle import Act
from complaints.models import Status
from frontend import urls_desk, urls_portal
from kit.storage import files_of_transaction
from tests.complaints.conftest import Submit
from tests.complaints.pictures import photo
from tests.world import World

ROLES = ["nobody", "ani", "slamet", "budi", "citra", "dewi", "eka", "fajar", "gita"]
LOGIN = 302


@dataclass(frozen=True)
class Row:
    """An address and the status that each role gets, in the order of ROLES."""

    name: str
    method: str
    path: str
    expected: tuple[int, ...]


ALL = (200,) * 9
ADMIN = (LOGIN, *(403,) * 7, 200)
# One ordinary complaint, at the roads agency (Budi's), with a photo.
MATRIX = [
    Row("api_categories", "GET", "/api/v1/categories", ALL),
    Row("api_complaints", "GET", "/api/v1/complaints", (403, *(200,) * 8)),
    Row("api_complaints", "POST", "/api/v1/complaints", (422,) * 9),
    Row("api_complaint_status", "GET", "/api/v1/complaints/{code}", ALL),
    Row("complaint_photo", "GET", "/api/v1/complaints/{code}/photos/{photo}", ALL),
    Row("complaint_photo", "GET", "/api/v1/complaints/{secret_code}/photos/{secret_photo}",
        (404, 200, 200, 200, 404, 200, 200, 404, 200)),
    Row("former_api_complaints", "GET", "/api/v1/reports", (403, *(200,) * 8)),
    Row("former_api_complaints", "POST", "/api/v1/reports", (422,) * 9),
    Row("former_api_complaint_status", "GET", "/api/v1/reports/{code}", ALL),
    Row("former_complaint_photo", "GET", "/api/v1/reports/{secret_code}/photos/{secret_photo}",
        (404, 200, 200, 200, 404, 200, 200, 404, 200)),
    Row("former_complaint", "GET", "/lapor/", (301,) * 9),
    Row("former_complaint", "POST", "/lapor/", (422,) * 9),
    Row("former_sent", "GET", "/lapor/terkirim/{code}/", (301,) * 9),
    Row("home", "GET", "/", ALL),
    Row("complaint", "GET", "/pengaduan/", ALL),
    Row("complaint", "POST", "/pengaduan/", (422,) * 9),
    Row("sent", "GET", "/pengaduan/terkirim/{code}/", (404,) * 9),
    Row("status", "GET", "/status/{code}/", ALL),
    Row("say", "POST", "/status/{code}/kata/", (404,) * 9),
    Row("desk", "GET", "/desk/", (LOGIN, 200, 200, 200, 200, 403, 200, 403, 200)),
    Row("desk_new", "GET", "/desk/new/", (LOGIN, 200, 200, 403, 403, 403, 403, 403, 403)),
    Row("desk_new", "POST", "/desk/new/", (LOGIN, 422, 422, 403, 403, 403, 403, 403, 403)),
    Row("desk_surge", "GET", "/desk/surge/", (LOGIN, 403, 200, *(403,) * 6)),
    Row("desk_surge", "POST", "/desk/surge/", (LOGIN, 403, 422, *(403,) * 6)),
    Row("desk_categories", "GET", "/desk/categories/", ADMIN),
    Row("desk_category_new", "GET", "/desk/categories/new/", ADMIN),
    Row("desk_category_new", "POST", "/desk/categories/new/", (*ADMIN[:-1], 422)),
    Row("desk_category", "GET", "/desk/categories/{category}/", ADMIN),
    Row("desk_category", "POST", "/desk/categories/{category}/", (*ADMIN[:-1], 422)),
    Row("desk_rule_add", "POST", "/desk/categories/{category}/rules/", (*ADMIN[:-1], 422)),
    Row("desk_rule_remove", "POST", "/desk/categories/{category}/rules/1/remove/", (*ADMIN[:-1], 302)),
    Row("slip", "GET", "/desk/{code}/slip/", (LOGIN, 404, 404, 403, 403, 403, 403, 403, 403)),
    Row("case", "GET", "/desk/{code}/", (LOGIN, 200, 200, 200, 404, 403, 200, 403, 200)),
]  # fmt: skip

# What each role gets for a step taken rightly from a fitting status; 404 where the complaint itself is not visible.
_DUTY = (LOGIN, 302, 302, 403, 404, 403, 403, 404, 403)
_OWN = (LOGIN, 403, 403, 302, 404, 403, 403, 404, 403)
STEPS: dict[Act, tuple[Status, dict[str, str], tuple[int, ...]]] = {
    Act.VERIFY: (Status.REOPENED, {}, _DUTY),
    Act.REJECT: (Status.VERIFIED, {"reason": "Kembar"}, _DUTY),
    Act.MERGE: (Status.VERIFIED, {"into": "{other}"}, _DUTY),
    Act.ANSWER: (Status.VERIFIED, {"text": "Jam delapan"}, _DUTY),
    Act.FORWARD: (Status.VERIFIED, {"instruction": "Tambal"}, _DUTY),
    Act.REOPEN: (Status.FOLLOWED_UP, {"reason": "Belum"}, _DUTY),
    Act.CLOSE: (Status.FOLLOWED_UP, {}, (LOGIN, 409, 409, 403, 404, 403, 403, 404, 403)),  # there is no evidence
    Act.ASSIGN: (Status.FORWARDED, {"assignee": "{budi}"}, _OWN),
    Act.START: (Status.FORWARDED, {}, _OWN),
    Act.FOLLOW_UP: (Status.IN_PROGRESS, {"text": "Ditambal"}, _OWN),
    Act.RETURN: (Status.FORWARDED, {"reason": "Jalan provinsi"}, _OWN),
    Act.POSTPONE: (Status.FORWARDED, {"reason": "Hujan", "until": "{soon}"},
                   (LOGIN, 403, 302, 302, 404, 403, 403, 404, 403)),
    Act.ARCHIVE: (Status.CLOSED, {}, (LOGIN, 403, 302, 403, 404, 403, 403, 404, 403)),
    Act.CORRECT: (Status.FORWARDED, {"reason": "Keliru", "landmark": "Depan pasar"}, _DUTY),
    Act.REMOVE_PHOTO: (Status.FORWARDED, {"reason": "Keliru", "photo": "{photo}"}, _DUTY),
    Act.SUBMIT: (Status.CLOSED, {}, (LOGIN, 409, 409, 409, 404, 403, 409, 404, 409)),
    Act.CONFIRM: (Status.CLOSED, {}, (LOGIN, 409, 409, 409, 404, 403, 409, 404, 409)),
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """What the addresses speak of."""

    open: Receipt
    secret: Receipt
    other: Receipt
    world: World

    def fill(self, text: str) -> str:
        """``text`` with codes and numbers in place of names."""
        return text.format(
            code=self.open.complaint.tracking_code,
            photo=self.open.complaint.photos.all()[0].pk,
            secret_code=self.secret.complaint.tracking_code,
            secret_photo=self.secret.complaint.photos.all()[0].pk,
            other=self.other.complaint.tracking_code,
            budi=self.world.budi.pk,
            soon=(timezone.localdate() + timedelta(days=30)).isoformat(),
            category=self.open.complaint.category_id,
        )


@pytest.fixture
def scene(world: World, send: Submit) -> Scene:
    receipts, clean = [send(), send(confidential=True), send()], photo()
    for receipt in receipts[:2]:
        with files_of_transaction():
            # One for each of the two who may remove one, and one that stays.
            store_photos([clean] * 3, receipt.complaint)
        verify(receipt.complaint.tracking_code, world.ani)
        forward(receipt.complaint.tracking_code, world.ani, instruction="Tambal")
    return Scene(receipts[0], receipts[1], receipts[2], world)


def _client(world: World, role: str) -> Client:
    client = Client()
    if role != "nobody":
        client.force_login(getattr(world, role))
    return client


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: f"{row.method} {row.path}")
def test_each_role_gets_what_the_matrix_says(scene: Scene, row: Row) -> None:
    got = {}
    for role in ROLES:
        client = _client(scene.world, role)
        send: Callable[..., object] = client.get if row.method == "GET" else client.post
        got[role] = send(scene.fill(row.path), headers={"accept": "text/html"}).status_code  # type: ignore[attr-defined]
    assert got == dict(zip(ROLES, row.expected, strict=True))


@pytest.mark.parametrize("act", STEPS)
def test_each_role_takes_the_steps_that_are_its_own(scene: Scene, act: Act) -> None:
    status, values, expected = STEPS[act]
    got = {}
    for role in ROLES:
        complaint = scene.open.complaint
        type(complaint).objects.filter(pk=complaint.pk).update(
            status=status, version=1, agency=scene.world.roads, ended_at=None, landmark=""
        )
        fields = {"version": "1", **{name: scene.fill(value) for name, value in values.items()}}
        answer = _client(scene.world, role).post(f"/desk/{complaint.tracking_code}/{act.value}/", fields)
        got[role] = answer.status_code
        if role == "nobody":
            assert answer["location"].startswith("/login/")
    assert got == dict(zip(ROLES, expected, strict=True))


def test_the_matrix_lists_every_address_and_every_step() -> None:
    listed = {row.name for row in MATRIX} | {"step"}
    served = {path.name for module in (api_urls, urls_portal, urls_desk) for path in module.urlpatterns}
    assert listed == served
    assert set(STEPS) == set(Act)
