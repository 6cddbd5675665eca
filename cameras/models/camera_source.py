"""Where a camera's picture comes from."""

from urllib.parse import urlsplit

from django.db import models


class CameraSource(models.Model):
    """Kept apart from the camera, so that no list, page or event that reads cameras can carry a password.

    ``url`` has no user and password; its query may still hold a token, so browsers are shown ``address`` alone.
    """

    camera = models.OneToOneField("cameras.Camera", models.CASCADE, related_name="source")
    url = models.CharField(max_length=600)
    username = models.CharField(max_length=120, blank=True)
    password = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """Scheme, host and path: what may be shown and logged."""
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        return f"{parts.scheme}://{host}{parts.path}"
