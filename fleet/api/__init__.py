"""Vehicles and positions for programs."""
