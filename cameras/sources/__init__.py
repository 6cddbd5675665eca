"""How pictures are fetched, one kind of source a module."""
