"""Listeners for devices, group commit, acknowledgement."""
