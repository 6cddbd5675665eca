"""Fetching pictures: one fetch a camera at a time, whoever asks."""

import asyncio
import logging
from datetime import datetime, timedelta

from asgiref.sync import async_to_sync, sync_to_async
from django.db.models import Q
from django.utils import timezone

from cameras import health, pictures
from cameras.errors import DecoderBusy, SourceError
from cameras.models import Camera, CameraSnapshot, CameraSource, Stage
from cameras.sources import http_snapshot

logger = logging.getLogger(__name__)

CLAIM_HOLDS = timedelta(seconds=12)
WORKER_LIMIT_S = 10.0
CONCURRENCY = 16


def claim(camera_id: int, now: datetime) -> bool:
    """Whether this process is the one to fetch now: a conditional update that one alone can win.

    A claim ends when its fetch is recorded, or by itself in case its process died.
    """
    CameraSnapshot.objects.get_or_create(camera_id=camera_id, defaults={"token": pictures.new_token()})
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_HOLDS)
    return CameraSnapshot.objects.filter(free, camera_id=camera_id).update(claimed_at=now) == 1


def release(camera_id: int) -> None:
    """Let the next one fetch."""
    CameraSnapshot.objects.filter(camera_id=camera_id).update(claimed_at=None)


def refresh_now(source: CameraSource, limit_s: float) -> None:
    """Fetch and record, within ``limit_s`` seconds. The caller holds the claim, which is released.

    A picture that could not be fetched is recorded, not raised.
    """
    try:
        fetched = async_to_sync(http_snapshot.fetch)(source.url, source.username, source.password, limit_s=limit_s)
        health.record_success(source.camera_id, fetched)
    except SourceError as error:
        # Asked for in a hurry: three seconds missed are no proof of a fault, the health check decides that.
        health.record_failure(source.camera_id, error, counts=False)
    finally:
        release(source.camera_id)


async def refresh_all() -> int:
    """Fetch every camera that should give a picture, some at once; returns how many were tried."""
    gate = asyncio.Semaphore(CONCURRENCY)

    async def one(source: CameraSource) -> bool:
        async with gate:
            return await _refresh(source)

    sources = await sync_to_async(_due)()
    return sum(await asyncio.gather(*(one(source) for source in sources)))


async def _refresh(source: CameraSource) -> bool:
    if not await sync_to_async(claim)(source.camera_id, timezone.now()):
        return False
    try:
        fetched = await http_snapshot.fetch(source.url, source.username, source.password, limit_s=WORKER_LIMIT_S)
        await sync_to_async(health.record_success)(source.camera_id, fetched)
    except SourceError as error:
        fault = not isinstance(error, DecoderBusy)
        await sync_to_async(health.record_failure)(source.camera_id, error, counts=fault)
        logger.info("camera %s gave no picture: %s", source.camera_id, error.code)
    finally:
        await sync_to_async(release)(source.camera_id)
    return True


def _due() -> list[CameraSource]:
    watched = Q(camera__stage=Stage.ACTIVE) | Q(camera__stage=Stage.FAULTY, camera__fault_found=True)
    return list(CameraSource.objects.filter(watched).order_by("camera_id"))


def source_of(camera: Camera) -> CameraSource | None:
    """Where the camera's picture comes from, if that is known."""
    return CameraSource.objects.filter(camera=camera).first()
