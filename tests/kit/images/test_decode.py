"""The decoder of pictures from outside: what it takes, what it makes, and what nothing may do to it."""

import asyncio
import contextlib
import os
import random
import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from PIL import Image

from kit.images import headers
from kit.images.decode import CleanImage, decode, decode_async, pool
from kit.images.errors import BadImage, DecodersBusy
from kit.images.pool import Cancelled, DecoderPool, Ticket
from kit.images.wire import Limits, Reason, Recipe
from tests.kit.images import bombs
from tests.wait_for import until, until_async

RECIPE = Recipe(longest_px=1024, thumbnail_px=100)
BOMB = bombs.scans_bomb(6_000)


def decoded(data: bytes) -> CleanImage:
    return decode(data, RECIPE, max_bytes=10_000_000)


def refusal(data: bytes) -> Reason:
    with pytest.raises(BadImage) as caught:
        decoded(data)
    return caught.value.reason


def small_pool(
    *, processes: int = 1, queue: int = 1, wait_s: float = 30, wall_s: float = 30, **limits: int
) -> DecoderPool:
    return DecoderPool(
        processes=processes, queue=queue, wait_s=wait_s, wall_s=wall_s, limits=Limits(**{"scans": 1_000_000} | limits)
    )


@pytest.fixture
def lasting() -> Iterator[DecoderPool]:
    """A pool of one process that lets a bomb burn for as long as the test needs."""
    made = small_pool(cpu_s=60)
    yield made
    made.close()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "CMYK", "1", "LA"])
def test_ordinary_pictures_come_out_as_jpeg(kind: str, mode: str) -> None:
    stored = {"JPEG": {"RGBA": "RGB", "P": "L", "LA": "L"}, "PNG": {"CMYK": "RGB"}, "WEBP": {}}[kind].get(mode, mode)
    clean = decoded(bombs.encoded(Image.new("RGB", (300, 200), "navy").convert(stored), kind))
    assert (bombs.opened(clean.image).size, bombs.opened(clean.thumbnail).size) == ((300, 200), (100, 67))
    assert (clean.width_px, clean.height_px) == (300, 200)


@pytest.mark.parametrize("number", range(1, 9))
def test_it_is_turned_as_its_orientation_says(number: int) -> None:
    clean = bombs.opened(decoded(bombs.upright(number)).image)
    assert clean.size == (80, 40)
    red, green, _blue = clean.getpixel((6, 6))  # type: ignore[misc]
    assert red > 200 and green < 80


@pytest.mark.parametrize(
    "exif",
    [b"", b"II", b"MM\0\x2a\0\0\0\x08\xff\xff", b"II\x2a\0\xff\xff\xff\xff", b"\0" * 400, os.urandom(300)],
    ids=["empty", "cut", "many entries", "far offset", "zeros", "noise"],
)
def test_odd_exif_data_does_not_matter(exif: bytes) -> None:
    plain = bombs.encoded(Image.new("RGB", (64, 32), "green"))
    assert decoded(bombs.with_exif(plain, exif)).width_px == 64


def test_sixteen_bits_are_scaled_to_eight() -> None:
    clean = bombs.opened(decoded(bombs.gray16(256, 64)).image).convert("L")
    assert [clean.getpixel((x, 30)) for x in (0, 128, 255)] == pytest.approx([0, 128, 255], abs=4)


def test_nothing_of_the_original_s_metadata_comes_along() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    data = bombs.encoded(Image.new("RGB", (64, 64)), exif=exif, comment=b"secret note", icc_profile=b"profile" * 30)
    clean = decoded(data)
    for made in (clean.image, clean.thumbnail):
        assert not any(part in made for part in (b"Maker", b"secret", b"profile", b"Exif"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOMB, Reason.TOO_MANY_SCANS),
        (bombs.png(65_500, 400), Reason.TOO_MANY_PIXELS),
        (bombs.png(10_900, 10_900, "L"), Reason.TOO_MANY_PIXELS),
        (bombs.encoded(Image.new("RGB", (16_383, 1_500)), "WEBP", lossless=True), Reason.TOO_MANY_PIXELS),
        (bombs.encoded(Image.new("L", (60_000, 8))), None),
        (bombs.encoded(Image.new("L", (7, 900))), Reason.TOO_SMALL),
        (bombs.animated("PNG"), Reason.ANIMATED),
        (bombs.animated("WEBP"), Reason.ANIMATED),
        (bombs.animated("GIF"), Reason.NOT_A_PICTURE),
        (b"", Reason.NOT_A_PICTURE),
        (b"<svg onload=alert(1)>", Reason.NOT_A_PICTURE),
        (b"\xff\xd8\xff", Reason.NOT_A_PICTURE),
        (bombs.encoded(Image.effect_noise((200, 200), 60))[:-500], Reason.NOT_A_PICTURE),
        (bombs.png(300, 300)[:-40], Reason.NOT_A_PICTURE),
    ],
)
def test_it_refuses_what_costs_too_much_or_is_no_still_picture(data: bytes, reason: Reason | None) -> None:
    if reason is None:
        assert decoded(data).width_px == RECIPE.longest_px
    else:
        assert refusal(data) is reason


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(BadImage) as caught:
        decode(b"x" * 101, RECIPE, max_bytes=100)
    assert caught.value.reason is Reason.TOO_MANY_BYTES


@pytest.mark.parametrize("data", [bombs.png(65_500, 380, "RGBA"), bombs.png(5_000, 5_000, "RGBA")])
def test_the_largest_pictures_stay_within_the_memory_of_a_process(data: bytes) -> None:
    decoded(data)
    children = [line for line in _status_of_children() if line > 300 * 1024]
    assert children == []


def _status_of_children() -> list[int]:
    """The largest resident size of each decoder process, in kB."""
    found = []
    for process in pool()._idle:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:  # noqa: PTH123
            found += [int(line.split()[1]) for line in status if line.startswith("VmHWM")]
    return found


@pytest.mark.parametrize(
    ("limits", "wall_s"),
    [({"cpu_s": 1}, 30.0), ({"cpu_s": 60}, 0.4), ({"cpu_s": 60, "memory_mb": 48}, 30.0)],
    ids=["CPU seconds", "deadline", "memory"],
)
def test_a_picture_that_passes_a_limit_is_refused_and_the_next_is_decoded(
    limits: dict[str, int], wall_s: float
) -> None:
    decoders = small_pool(wall_s=wall_s, **limits)
    with pytest.raises(BadImage) as caught:
        decoders.run(BOMB, RECIPE)
        head, _image, _thumbnail = decoders.run(bombs.png(4_000, 4_000), RECIPE)
        raise BadImage(Reason(head["reason"]))
    assert caught.value.reason is Reason.TOO_COSTLY
    patient = small_pool()
    assert patient.run(bombs.upright(1), RECIPE)[0] == {"width": 80, "height": 40}
    assert decoders.load == (0, 0)
    for each in (decoders, patient):
        each.close()


def test_beyond_the_queue_callers_are_asked_to_try_again(lasting: DecoderPool) -> None:
    tickets = [Ticket(), Ticket()]

    def run(ticket: Ticket) -> None:
        with contextlib.suppress(Cancelled):
            lasting.run(BOMB, RECIPE, ticket)

    threads = [threading.Thread(target=run, args=[ticket]) for ticket in tickets]
    for thread in threads:
        thread.start()
    until(lambda: lasting.load == (1, 1), what="a full pool")
    with pytest.raises(DecodersBusy) as caught:
        lasting.run(bombs.upright(1), RECIPE)
    assert (caught.value.status, caught.value.permanent) == (503, False)
    for ticket in tickets:
        lasting.withdraw(ticket)
    for thread in threads:
        thread.join()
    assert lasting.load == (0, 0)


async def test_a_coroutine_that_is_cancelled_ends_its_decoder(
    lasting: DecoderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.images.decode.pool", lambda: lasting)
    task = asyncio.create_task(decode_async(BOMB, RECIPE, max_bytes=10_000_000))

    async def busy() -> bool:
        return lasting.load == (1, 0)

    await until_async(busy, what="the decoder at work")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async def free() -> bool:
        return lasting.load == (0, 0)

    await until_async(free, seconds=3, what="a free pool")


@pytest.mark.django_db(transaction=True)
def test_nobody_holds_a_connection_while_a_picture_is_decoded() -> None:
    connection.ensure_connection()
    decoded(bombs.upright(1))
    assert connection.connection is None
    with transaction.atomic(), pytest.raises(RuntimeError):
        decoded(bombs.upright(1))


def test_hundreds_of_malformed_pictures_are_decoded_or_refused_in_words() -> None:
    dice = random.Random(20261130)
    noise = Image.effect_noise((48, 48), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    originals = [
        bombs.encoded(noise, exif=exif),
        bombs.encoded(noise, progressive=True),
        bombs.encoded(noise, "PNG", exif=exif),
        bombs.encoded(noise, "WEBP", exif=exif),
        bombs.gray16(40, 40),
    ]
    outcomes = []
    for number in range(400):
        data = bytearray(originals[number % len(originals)])
        for _ in range(dice.randint(1, 12)):
            begin = dice.randrange(min(len(data), 700) if dice.random() < 0.7 else len(data))
            data[begin : begin + dice.randint(0, 4)] = dice.randbytes(dice.randint(0, 4))
        try:
            outcomes.append(bool(decoded(bytes(data)).image))
        except BadImage as error:
            assert str(error)
            outcomes.append(False)
    assert 20 < sum(outcomes) < 380


def test_scans_are_counted_by_structure() -> None:
    baseline = bombs.encoded(Image.new("RGB", (64, 64)))
    progressive = bombs.encoded(Image.new("RGB", (64, 64)), progressive=True)
    thumbnail_inside = bombs.with_exif(baseline, progressive)
    assert headers.jpeg_structure(baseline, 40) == headers.JpegStructure(1, True)
    assert headers.jpeg_structure(progressive, 40) == headers.JpegStructure(10, False)
    assert headers.jpeg_structure(thumbnail_inside, 40) == headers.JpegStructure(1, True)
    assert headers.jpeg_structure(BOMB, 40).scans == 41
