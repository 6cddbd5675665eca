"""Cameras from files."""
