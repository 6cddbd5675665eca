"""Which texts the database can hold."""


def storable(text: str) -> bool:
    """Whether ``text`` is free of NUL and of halves of surrogate pairs."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
