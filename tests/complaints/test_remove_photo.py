"""A photo of a complaint is removed for good by those who correct complaints, and the history says so."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from complaints.actions.close import close
from complaints.actions.follow_up import follow_up
from complaints.actions.forward import forward
from complaints.actions.remove_photo import remove_photo
from complaints.actions.start import start
from complaints.actions.verify import verify
from complaints.errors import EvidenceMissing
from complaints.intake.photos import store_photos
from complaints.models import Complaint, Photo, Transition
from kit.errors import BadInput
from kit.storage import files_of_transaction
from people.models import AuditEntry, User
from tests.complaints.conftest import Submit
from tests.complaints.pictures import photo
from tests.world import World

pytestmark = pytest.mark.django_db
WORDS = {"id": "dihapus untuk selamanya", "en": "deleted for good"}


@pytest.fixture
def code(send: Submit) -> str:
    complaint, clean = send().complaint, photo()
    with files_of_transaction():
        store_photos([clean, clean], complaint)
    Complaint.objects.update(has_photo=True)
    return complaint.tracking_code


def _as(user: User, language: str = "en") -> Client:
    client = Client()
    client.cookies["django_language"] = language
    client.force_login(user)
    return client


def _post(user: User, code: str, **values: object) -> int:
    sent = {"version": Complaint.objects.get().version, "reason": "Wajah anak", **values}
    return _as(user).post(f"/desk/{code}/remove_photo/", sent).status_code


@pytest.mark.parametrize("language", WORDS)
def test_the_form_says_that_it_is_final_and_is_there_only_with_photos(
    world: World, code: str, send: Submit, language: str
) -> None:
    assert WORDS[language] in _as(world.ani, language).get(f"/desk/{code}/").content.decode()
    bare = send().complaint.tracking_code
    assert "remove_photo" not in _as(world.ani, language).get(f"/desk/{bare}/").content.decode()


def test_row_and_files_go_and_the_history_says_why(
    world: World, code: str, django_capture_on_commit_callbacks: object
) -> None:
    first, second = Photo.objects.all()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert _post(world.ani, code, photo=first.pk) == 302
    assert [default_storage.exists(str(file.name)) for file in (first.image, first.thumbnail)] == [False, False]
    assert default_storage.exists(str(second.image.name))
    assert Client().get(f"/api/v1/complaints/{code}/photos/{first.pk}").status_code == 404
    complaint = Complaint.objects.get()
    assert (complaint.has_photo, Transition.objects.last().note) == (True, "Wajah anak")  # type: ignore[union-attr]
    assert AuditEntry.objects.get(action="complaint.remove_photo").detail["sha256"] == first.sha256
    remove_photo(code, world.slamet, second.pk, reason="Wajah anak")
    assert not Complaint.objects.get().has_photo


@pytest.mark.parametrize("values", [{"photo": ""}, {"photo": "x"}, {"photo": "9" * 18}, {"reason": " "}])
def test_without_a_photo_of_the_complaint_or_a_reason_nothing_goes(
    world: World, code: str, values: dict[str, str]
) -> None:
    number = Photo.objects.all()[0].pk
    assert _post(world.ani, code, **{"photo": number, **values}) == 422
    assert (Photo.objects.count(), AuditEntry.objects.filter(action="complaint.remove_photo").count()) == (2, 0)


def test_another_complaints_photo_is_not_reached(world: World, code: str, send: Submit) -> None:
    other = send().complaint.tracking_code
    with pytest.raises(BadInput):
        remove_photo(other, world.ani, Photo.objects.all()[0].pk, reason="x")
    assert Photo.objects.count() == 2


@pytest.fixture
def evidence(world: World, send: Submit) -> Photo:
    """The photo of an agency's work on a complaint that had none itself."""
    code = send().complaint.tracking_code
    verify(code, world.ani)
    forward(code, world.ani, instruction="Tambal")
    start(code, world.budi)
    follow_up(code, world.budi, text="Sudah", photos=[photo()])
    return Photo.objects.get(follow_up__isnull=False)


def test_evidence_is_removed_by_those_who_correct_complaints_and_a_complaint_without_any_is_not_closed(
    world: World, evidence: Photo, django_capture_on_commit_callbacks: object
) -> None:
    code = evidence.complaint.tracking_code
    page = _as(world.ani).get(f"/desk/{code}/").content.decode()
    assert 'alt="Photo 1, evidence of the work"' in page
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert _post(world.ani, code, photo=evidence.pk) == 302
    assert not Photo.objects.exists() and not default_storage.exists(str(evidence.image.name))
    entry = AuditEntry.objects.get(action="complaint.remove_photo")
    assert (entry.detail["sha256"], entry.detail["follow_up"]) == (evidence.sha256, evidence.follow_up_id)
    with pytest.raises(EvidenceMissing):
        close(code, world.slamet)
    assert "remove_photo" not in _as(world.ani).get(f"/desk/{code}/").content.decode()


def test_the_agency_itself_does_not_remove_evidence(world: World, evidence: Photo) -> None:
    code = evidence.complaint.tracking_code
    assert "remove_photo" not in _as(world.budi).get(f"/desk/{code}/").content.decode()
    assert _post(world.budi, code, photo=evidence.pk) == 403
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("query", ["", "?size=small"])
def test_a_browser_asks_before_it_shows_a_photo_again(world: World, code: str, query: str) -> None:
    address = f"/api/v1/complaints/{code}/photos/{Photo.objects.all()[0].pk}{query}"
    first = Client().get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    again = Client().get(address, headers=known)
    assert (again.status_code, again.content, again.headers["Cache-Control"]) == (304, b"", "private, no-cache")
    other = Client().get(address.removesuffix(query) + ("" if query else "?size=small"), headers=known)
    assert other.status_code == 200, "one size does not stand for the other"
    remove_photo(code, world.ani, Photo.objects.all()[0].pk, reason="Wajah anak")
    assert Client().get(address, headers=known).status_code == 404
