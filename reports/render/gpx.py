"""Tracks and stops as GPX 1.1 (https://www.topografix.com/GPX/1/1/)."""

from collections.abc import Callable
from typing import BinaryIO, Final

from reports.render.xml import Writer, stamp
from reports.table import Heading, Table, Track

NAMESPACE: Final = "http://www.topografix.com/GPX/1/1"


def write(table: Table, heading: Heading, to: BinaryIO, tick: Callable[[float], None]) -> None:
    """A waypoint a stop or single position, then a track a vehicle with a segment for each unbroken line."""
    xml = Writer(to)
    with xml.element("gpx", version="1.1", creator="Pantau", xmlns=NAMESPACE):
        with xml.element("metadata"):
            xml.leaf("name", f"{heading.title}: {heading.scope}")
            xml.leaf("desc", f"{heading.period} · {heading.region}")
            xml.leaf("time", stamp(heading.made))
        for place in table.waypoints:
            with xml.element("wpt", lat=f"{place.lat:.6f}", lon=f"{place.lon:.6f}"):
                xml.leaf("time", stamp(place.time))
                xml.leaf("name", place.name)
                xml.leaf("desc", place.text)
        names = list(dict.fromkeys(track.name for track in table.tracks))
        for number, name in enumerate(names):
            tick(number / len(names))
            with xml.element("trk"):
                xml.leaf("name", name)
                for track in (each for each in table.tracks if each.name == name):
                    _segment(xml, track)


def _segment(xml: Writer, track: Track) -> None:
    with xml.element("trkseg"):
        for time, lon, lat, altitude_m, _speed in track.points:
            with xml.element("trkpt", lat=f"{lat:.6f}", lon=f"{lon:.6f}"):
                if altitude_m is not None:
                    xml.leaf("ele", f"{altitude_m:.1f}")
                xml.leaf("time", stamp(time))
