"""What can go wrong on the ground floor. Each message says what happened and what to do."""

from collections.abc import Sequence


class GeoError(Exception):
    """Base of the app's errors. `code` is stable and for programs; the message is for people."""

    code = "geo_error"
    status = 400
    permanent = True

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidAreaCode(GeoError):
    """The text is not a Kemendagri area code."""

    code = "invalid_area_code"


class UnusableGeometry(GeoError):
    """The geometry holds nothing that could be used: no area, no coordinates, or impossible ones."""

    code = "unusable_geometry"


class CoordinatesOutOfRange(UnusableGeometry):
    """The coordinates are no longitudes and latitudes."""

    code = "coordinates_out_of_range"


class UnreadableFile(GeoError):
    """The file as a whole cannot be read: wrong format, too large, a remote path, a missing part."""

    code = "unreadable_file"


class SeveralLayers(UnreadableFile):
    """The file has several layers and none was chosen; `layers` names them."""

    code = "several_layers"

    def __init__(self, message: str, layers: Sequence[str]) -> None:
        super().__init__(message)
        self.layers = tuple(layers)


class UnknownReferenceSystem(GeoError):
    """The coordinate reference system is not known to PROJ."""

    code = "unknown_reference_system"


class RefusedParameter(GeoError):
    """A request's parameter is unknown, repeated or malformed."""

    code = "refused_parameter"
