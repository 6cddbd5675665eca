"""What a device may have to be told."""


class Unavailable(Exception):
    """The record was not stored and must be sent again: the database is away, or too much is waiting."""
