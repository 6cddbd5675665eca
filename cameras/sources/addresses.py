"""Which addresses may be opened for a camera: those of ``kit.net.addresses``, refused in the words of cameras."""

from collections.abc import Sequence

from cameras.errors import SourceRefused, SourceUnreachable
from kit.net import addresses
from kit.net.addresses import AddressRefused, NameUnknown, Target

__all__ = ["Target", "resolve", "split_url"]


def split_url(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path with query. Raises SourceRefused for anything but a plain http or https address."""
    try:
        return addresses.split_url(url)
    except AddressRefused as error:
        raise SourceRefused from error


async def resolve(url: str, listed: Sequence[str]) -> Target:
    """The checked target of the address; ``listed`` is PANTAU_CAMERA_HOSTS. Raises SourceRefused, SourceUnreachable."""
    try:
        return await addresses.resolve(url, listed)
    except AddressRefused as error:
        raise SourceRefused from error
    except NameUnknown as error:
        raise SourceUnreachable from error
