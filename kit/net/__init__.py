"""Requests to addresses from outside: which may be opened, and how an answer is read within bounds."""
