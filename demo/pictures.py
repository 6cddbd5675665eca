"""Drawn pictures, plainly marked DEMO: what the demo's cameras "see", and the photos of its complaints."""

import io
import math
import random
from collections.abc import Callable
from datetime import datetime

from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 540)
Canvas = ImageDraw.ImageDraw
Colour = tuple[int, int, int]

_HORIZON = 250
_NIGHT: Colour = (18, 24, 38)
_DAY: Colour = (150, 182, 205)
_GROUND: Colour = (70, 88, 64)
_ROAD: Colour = (58, 60, 64)


def camera_picture(name: str, scene: str, at: datetime) -> bytes:
    """The JPEG of a camera at a moment (aware, in the region's zone)."""
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    light = _daylight(at)
    _sky(draw, light)
    draw.rectangle((0, _HORIZON, *SIZE), fill=_lit(_GROUND, light))
    _SCENES[scene](draw, light, random.Random(f"{name}{at:%Y%m%d%H%M}"))
    _labels(draw, name, f"{at:%d-%m-%Y %H:%M:%S} {at:%Z}")
    return _jpeg(image)


def complaint_photo(title: str, caption: str) -> bytes:
    """The JPEG of a complaint's photo: a plain card that says what it stands for."""
    dice = random.Random(title)
    image = Image.new("RGB", SIZE, (64 + dice.randrange(40), 70 + dice.randrange(30), 66 + dice.randrange(30)))
    draw = ImageDraw.Draw(image)
    for _ in range(26):
        x, y, r = dice.randrange(SIZE[0]), dice.randrange(200, SIZE[1]), dice.randrange(8, 70)
        shade = dice.randrange(48, 104)
        draw.ellipse((x - r * 2, y - r, x + r * 2, y + r), fill=(shade, shade - 4, shade - 10))
    _labels(draw, title, caption)
    return _jpeg(image)


def _daylight(at: datetime) -> float:
    """0 at night to 1 at noon, near the equator: sunrise at about 6:20, sunset at about 18:25."""
    hour = at.hour + at.minute / 60
    return max(0.0, min(1.0, 1.6 * math.sin((hour - 6.3) / 12.1 * math.pi))) if 6.3 < hour < 18.4 else 0.0


def _lit(colour: Colour, light: float) -> Colour:
    share = 0.28 + 0.72 * light
    return (int(colour[0] * share), int(colour[1] * share), int(colour[2] * share))


def _sky(draw: Canvas, light: float) -> None:
    for y in range(_HORIZON):
        share = y / _HORIZON
        day = [
            int(night + (bright * (0.82 + 0.3 * share) - night) * light)
            for night, bright in zip(_NIGHT, _DAY, strict=True)
        ]
        draw.line((0, y, SIZE[0], y), fill=(min(day[0], 255), min(day[1], 255), min(day[2], 255)))


def _carriageway(draw: Canvas, light: float, centre: int = 480) -> None:
    draw.polygon(
        [(centre - 26, _HORIZON), (centre + 26, _HORIZON), (centre + 380, 540), (centre - 380, 540)],
        fill=_lit(_ROAD, light),
    )
    for step in range(7):
        top = _HORIZON + 8 + step * step * 7
        draw.line((centre, top, centre, top + 6 + step * 5), fill=_lit((210, 206, 180), light), width=1 + step)


def _vehicles(draw: Canvas, light: float, dice: random.Random, count: int) -> None:
    for _ in range(count):
        depth = dice.random()
        y = int(_HORIZON + 20 + depth * 230)
        x = int(480 + dice.choice((-1, 1)) * (14 + depth * 190))
        half = int(5 + depth * 42)
        paint = dice.choice(((164, 60, 52), (200, 200, 196), (52, 84, 128), (60, 66, 70)))
        draw.rectangle((x - half, y - half, x + half, y + half // 2), fill=_lit(paint, light))
        if light < 0.15:
            draw.ellipse((x - half, y, x - half // 2, y + half // 2), fill=(250, 238, 180))


def _mountain(draw: Canvas, light: float, top: int, plume: bool) -> None:
    draw.polygon(
        [(150, _HORIZON + 30), (430, top), (520, top + 12), (860, _HORIZON + 30)], fill=_lit((66, 74, 82), light)
    )
    for step in range(9 if plume else 0):
        x, y, r = 470 + step * 18, top - 14 - step * 9, 12 + step * 6
        draw.ellipse((x - r, y - r, x + r, y + r), fill=_lit((176, 176, 178), light))


def _road(draw: Canvas, light: float, dice: random.Random) -> None:
    _carriageway(draw, light)
    _vehicles(draw, light, dice, 3)


def _junction(draw: Canvas, light: float, dice: random.Random) -> None:
    _carriageway(draw, light)
    draw.polygon([(0, 360), (960, 336), (960, 410), (0, 446)], fill=_lit(_ROAD, light))
    _vehicles(draw, light, dice, 6)


def _market(draw: Canvas, light: float, dice: random.Random) -> None:
    for stall in range(7):
        x = 20 + stall * 134
        draw.rectangle((x, 210, x + 116, 330), fill=_lit((92, 78, 66), light))
        awning = dice.choice(((148, 66, 50), (60, 104, 88), (180, 140, 60)))
        draw.polygon([(x - 8, 214), (x + 124, 214), (x + 108, 176), (x + 8, 176)], fill=_lit(awning, light))
    for _ in range(30):
        x, y = dice.randrange(960), dice.randrange(340, 500)
        draw.ellipse((x - 6, y - 30, x + 6, y - 18), fill=_lit((150, 120, 100), light))
        draw.rectangle((x - 8, y - 18, x + 8, y + 14), fill=_lit((80 + dice.randrange(90), 90, 110), light))


def _volcano(draw: Canvas, light: float, dice: random.Random) -> None:
    _mountain(draw, light, 90, plume=dice.random() < 0.5)


def _slope(draw: Canvas, light: float, dice: random.Random) -> None:
    draw.polygon([(0, 90), (420, _HORIZON), (480, 540), (0, 540)], fill=_lit((98, 84, 62), light))
    _carriageway(draw, light, centre=640)
    _vehicles(draw, light, dice, 2)


def _river(draw: Canvas, light: float, dice: random.Random) -> None:
    _mountain(draw, light, 130, plume=False)
    draw.polygon([(450, _HORIZON), (500, _HORIZON), (820, 540), (180, 540)], fill=_lit((112, 106, 92), light))
    for _ in range(40):
        x, y, r = dice.randrange(240, 760), dice.randrange(330, 535), dice.randrange(4, 18)
        draw.ellipse((x - r, y - r // 2, x + r, y + r // 2), fill=_lit((86, 84, 80), light))


def _lake(draw: Canvas, light: float, dice: random.Random) -> None:
    _mountain(draw, light, 150, plume=False)
    draw.rectangle((0, _HORIZON + 20, 960, 540), fill=_lit((58, 98, 124), light))
    for _ in range(60):
        x, y = dice.randrange(960), dice.randrange(_HORIZON + 26, 540)
        draw.line((x, y, x + dice.randrange(10, 60), y), fill=_lit((108, 146, 168), light))


_SCENES: dict[str, Callable[[Canvas, float, random.Random], None]] = {
    "junction": _junction,
    "market": _market,
    "volcano": _volcano,
    "road": _road,
    "slope": _slope,
    "river": _river,
    "lake": _lake,
}


def _labels(draw: Canvas, name: str, line: str) -> None:
    big, small = ImageFont.load_default(30), ImageFont.load_default(22)
    draw.rectangle((0, 484, SIZE[0], SIZE[1]), fill=(10, 12, 16))
    draw.text((18, 496), name, font=big, fill=(240, 240, 240))
    draw.text((SIZE[0] - 18, 502), line, font=small, fill=(220, 220, 220), anchor="ra")
    draw.rectangle((18, 18, 148, 62), fill=(240, 196, 60))
    draw.text((32, 24), "DEMO", font=big, fill=(20, 20, 20))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
