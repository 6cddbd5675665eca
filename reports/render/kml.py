"""Tracks and stops as KML 2.2 (OGC 07-147r2)."""

from collections.abc import Callable, Sequence
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from reports.render.xml import Writer, stamp
from reports.table import Heading, Table, Track, Waypoint

NAMESPACE: Final = "http://www.opengis.net/kml/2.2"


def write(table: Table, heading: Heading, to: BinaryIO, tick: Callable[[float], None]) -> None:
    """A folder of lines, one of stops, and one of single positions between silences."""
    xml = Writer(to)
    with xml.element("kml", xmlns=NAMESPACE), xml.element("Document"):
        xml.leaf("name", f"{heading.title}: {heading.scope}")
        xml.leaf("description", f"{heading.period} · {heading.region}")
        with xml.element("Style", id="track"), xml.element("LineStyle"):
            xml.leaf("color", "ffb27200")
            xml.leaf("width", "4")
        if table.tracks:
            with xml.element("Folder"):
                xml.leaf("name", _("Tracks"))
                for number, track in enumerate(table.tracks):
                    tick(number / len(table.tracks))
                    _line(xml, track)
        _places(xml, _("Stops"), [place for place in table.waypoints if not place.alone])
        _places(xml, _("Single positions"), [place for place in table.waypoints if place.alone])


def _places(xml: Writer, title: str, places: Sequence[Waypoint]) -> None:
    """A folder of places, if there are any."""
    if not places:
        return
    with xml.element("Folder"):
        xml.leaf("name", title)
        for place in places:
            with xml.element("Placemark"):
                xml.leaf("name", place.name)
                xml.leaf("description", place.text)
                with xml.element("TimeStamp"):
                    xml.leaf("when", stamp(place.time))
                with xml.element("Point"):
                    xml.leaf("coordinates", f"{place.lon:.6f},{place.lat:.6f}")


def _line(xml: Writer, track: Track) -> None:
    first, last = track.points[0][0], track.points[-1][0]
    places = " ".join(f"{lon:.6f},{lat:.6f}" for _time, lon, lat, _altitude, _speed in track.points)
    with xml.element("Placemark"):
        xml.leaf("name", track.name)
        with xml.element("TimeSpan"):
            xml.leaf("begin", stamp(first))
            xml.leaf("end", stamp(last))
        xml.leaf("styleUrl", "#track")
        with xml.element("LineString"):
            xml.leaf("tessellate", "1")
            xml.leaf("coordinates", places)
