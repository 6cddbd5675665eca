"""Files that go with their rows."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from cameras import pictures
from cameras.models import CameraSnapshot
from kit import storage
from tests.cameras.factories import registered
from tests.world import World

DAY_AGO = timedelta(days=1)


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    """A folder of the test's own, below one that does not exist yet."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def snapshot(world: World) -> CameraSnapshot:
    return CameraSnapshot.objects.create(camera=registered(world.gita))


def test_files_and_folders_are_closed_to_others(world: World, media: Path) -> None:
    before = os.umask(0)
    try:
        with storage.files_of_transaction():
            storage.write(snapshot(world).image, "x.jpg", b"x")
    finally:
        os.umask(before)
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in [media, *media.rglob("*")]}
    assert modes == {True: 0o750, False: 0o640}


def test_a_rollback_leaves_no_file(world: World, media: Path) -> None:
    latest = snapshot(world)
    with pytest.raises(ValueError), storage.files_of_transaction():
        with storage.files_of_transaction():
            storage.write(latest.image, "x.jpg", b"x")
        storage.write(latest.thumbnail, "y.jpg", b"y")
        assert len(files(media)) == 2
        raise ValueError
    assert files(media) == []


def test_a_file_is_written_with_its_row_or_not_at_all(world: World) -> None:
    with pytest.raises(RuntimeError):
        storage.write(snapshot(world).image, "x.jpg", b"x")


@pytest.mark.django_db(transaction=True)
def test_a_file_that_a_row_gives_up_stays_until_the_commit(world: World, media: Path) -> None:
    latest = snapshot(world)
    with storage.files_of_transaction():
        storage.write(latest.image, "x.jpg", b"x")
        latest.save()
    with pytest.raises(ValueError), transaction.atomic():
        storage.delete_on_commit(latest.image)
        raise ValueError
    assert len(files(media)) == 1
    with transaction.atomic():
        storage.delete_on_commit(latest.image)
    assert files(media) == []


def test_orphans_are_swept_and_known_files_stay(world: World, media: Path) -> None:
    latest = snapshot(world)
    with storage.files_of_transaction():
        storage.write(latest.image, "x.jpg", b"x")
        latest.save()
    (media / "cameras" / "orphan.jpg").write_bytes(b"x")
    young = media / "cameras" / "young.jpg"
    young.write_bytes(b"x")
    long_ago = (timezone.now() - 2 * DAY_AGO).timestamp()
    for path in files(media):
        if path != young:
            os.utime(path, (long_ago, long_ago))
    assert pictures.sweep() == 1
    assert {path.name for path in files(media)} == {
        "young.jpg",
        Path(default_storage.path(str(latest.image.name))).name,
    }
