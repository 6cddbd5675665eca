"""Sixty vehicles on the demo's roads, each with a phone that keeps what was not acknowledged."""
