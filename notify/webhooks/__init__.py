"""Telling other systems of events: gather, claim, send, note."""
