"""Where a camera's moving picture comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cameras.models.camera_source import shown_address
from kit import secrets
from kit.net.addresses import origin_of


class StreamKind(models.TextChoices):
    """How the moving picture is transported."""

    HLS = "hls", "HLS"
    FLV = "flv", "HTTP-FLV"
    RTSP = "rtsp", "RTSP"
    OTHER = "other", _("other")


class CameraStream(models.Model):
    """An address that is noted and not played yet. Password as with ``CameraSource``."""

    camera = models.OneToOneField("cameras.Camera", models.CASCADE, related_name="stream")
    kind = models.CharField(max_length=10, choices=StreamKind.choices)
    url = models.CharField(max_length=600)
    username = models.CharField(max_length=120, blank=True)
    sealed_password = models.TextField(blank=True)

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

    def _place(self) -> str:
        return f"cameras.stream:{self.camera_id}:password:{origin_of(self.url, schemes=STREAM_SCHEMES)}"


STREAM_SCHEMES = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322}
"""Schemes of streams with their default ports."""
