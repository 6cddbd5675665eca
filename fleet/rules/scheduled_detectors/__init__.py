"""Detectors that no fix wakes: the worker asks them by the clock."""
