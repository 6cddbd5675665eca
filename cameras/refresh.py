"""Fetching pictures: one fetch a camera at a time, whoever asks."""

import asyncio
import logging
from datetime import datetime, timedelta

from asgiref.sync import async_to_sync, sync_to_async
from django.db.models import Q
from django.utils import timezone

from cameras import health
from cameras.errors import DecoderBusy, SourceError, SourceFailed, SourcePasswordUnreadable
from cameras.models import Camera, CameraSnapshot, CameraSource, Stage
from cameras.sources import http_snapshot
from cameras.sources.http_snapshot import Fetched, Login
from kit.connections import give_back
from kit.net.addresses import AddressRefused
from kit.secrets import SecretUnreadable

logger = logging.getLogger(__name__)

CLAIM_HOLDS = timedelta(seconds=12)
WORKER_LIMIT_S = 10.0
CONCURRENCY = 16


def claim(camera_id: int, now: datetime) -> bool:
    """Whether this process is the one to fetch now: a conditional update that one alone can win.

    A claim ends when its fetch is recorded, or by itself in case its process died.
    """
    CameraSnapshot.objects.get_or_create(camera_id=camera_id)
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_HOLDS)
    return CameraSnapshot.objects.filter(free, camera_id=camera_id).update(claimed_at=now) == 1


def release(camera_id: int) -> None:
    """Let the next one fetch."""
    CameraSnapshot.objects.filter(camera_id=camera_id).update(claimed_at=None)


def refresh_now(source: CameraSource, limit_s: float) -> None:
    """Fetch and record, within ``limit_s`` seconds. The caller holds the claim, which is released.

    A picture that could not be fetched is recorded, not raised.
    """
    give_back()
    try:
        fetched = async_to_sync(_fetch)(source, limit_s)
        health.record_success(source.camera_id, fetched)
    except SourceError as error:
        # Asked for in a hurry: three seconds missed are no proof of a fault, the health check decides that.
        health.record_failure(source.camera_id, error, counts=False)
    finally:
        release(source.camera_id)


async def refresh_all() -> int:
    """Fetch every camera that should give a picture, some at once; returns how many were tried.

    What goes wrong with one camera is noted with that one, whatever it is.
    """
    gate = asyncio.Semaphore(CONCURRENCY)

    async def one(source: CameraSource) -> bool:
        async with gate:
            try:
                return await _refresh(source)
            except Exception:
                logger.exception("the picture of camera %s could not be recorded", source.camera_id)
                return True

    sources = await sync_to_async(_due)()
    return sum(await asyncio.gather(*(one(source) for source in sources)))


async def _refresh(source: CameraSource) -> bool:
    if not await sync_to_async(claim)(source.camera_id, timezone.now()):
        return False
    try:
        fetched = await _fetch(source, WORKER_LIMIT_S)
        await sync_to_async(health.record_success)(source.camera_id, fetched)
    except SourceError as error:
        fault = not isinstance(error, DecoderBusy | SourceFailed)
        await sync_to_async(health.record_failure)(source.camera_id, error, counts=fault)
        logger.info("camera %s gave no picture: %s", source.camera_id, error.code)
    finally:
        await sync_to_async(release)(source.camera_id)
    return True


async def _fetch(source: CameraSource, limit_s: float) -> Fetched:
    try:
        return await http_snapshot.fetch(source.url, login_of(source), limit_s=limit_s)
    except SourceError:
        raise
    except Exception as error:
        logger.exception("fetching the picture of camera %s failed", source.camera_id)
        raise SourceFailed from error


def login_of(source: CameraSource) -> Login:
    """User, password and pinned certificate of the source. Raises SourcePasswordUnreadable."""
    try:
        password = source.password
    except (SecretUnreadable, AddressRefused) as error:
        raise SourcePasswordUnreadable from error
    pinned = source.pinned
    return Login(source.username, password, pinned.sha256 if pinned is not None else "")


def _due() -> list[CameraSource]:
    watched = Q(camera__stage=Stage.ACTIVE) | Q(camera__stage=Stage.FAULTY, camera__fault_found=True)
    return list(CameraSource.objects.filter(watched).order_by("camera_id"))


def source_of(camera: Camera) -> CameraSource | None:
    """Where the camera's picture comes from, if that is known."""
    return CameraSource.objects.filter(camera=camera).first()
