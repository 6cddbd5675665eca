"""Where a camera's picture comes from."""

from urllib.parse import urlsplit

from django.db import models

from kit import secrets
from kit.net.addresses import origin_of
from kit.net.certificates import Certificate, from_json


class CameraSource(models.Model):
    """Kept apart from the camera, so that no list, page or event that reads cameras can carry a password.

    ``url`` has no user and password; its query may still hold a token, so browsers are shown ``address`` alone. The
    password is encrypted for this camera and the origin (scheme, host, port) of ``url``: with another origin it cannot
    be read. ``pinned_certificate`` is the one that the server must show, ``seen_certificate`` the last one that was
    refused; both as ``kit.net.certificates`` writes them.
    """

    camera = models.OneToOneField("cameras.Camera", models.CASCADE, related_name="source")
    url = models.CharField(max_length=600)
    username = models.CharField(max_length=120, blank=True)
    sealed_password = models.TextField(blank=True)
    pinned_certificate = models.JSONField(null=True, blank=True)
    seen_certificate = models.JSONField(null=True, blank=True)

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """Scheme, host and path: what may be shown and logged."""
        return shown_address(self.url)

    @property
    def password(self) -> str:
        """The password in clear. Raises kit.secrets.SecretUnreadable when it belongs to another origin or key."""
        return secrets.unseal(self.sealed_password, self._place())

    def set_password(self, password: str) -> None:
        """Encrypt the password for the present ``url``; the camera must be saved already."""
        self.sealed_password = secrets.seal(password, self._place())

    @property
    def pinned(self) -> Certificate | None:
        """The certificate that the server must show."""
        return from_json(self.pinned_certificate)

    @property
    def seen(self) -> Certificate | None:
        """The certificate that was refused last."""
        return from_json(self.seen_certificate)

    def _place(self) -> str:
        return f"cameras.source:{self.camera_id}:password:{origin_of(self.url)}"


def shown_address(url: str) -> str:
    """Scheme, host and path of an address, without what may be secret in it."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"
