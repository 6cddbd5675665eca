"""Zones from files."""
