"""Recorded positions, sent again through the gateway's own listener."""
