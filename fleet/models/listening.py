"""Since when the centre has been listening."""

from django.db import models


class Listening(models.Model):
    """One row: when silence was looked for last, and since when that has been done without a break.

    While the whole centre stood still nobody could be heard, and nobody was silent because of it.
    """

    looked_at = models.DateTimeField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"since {self.since:%Y-%m-%d %H:%M:%S}"
