"""Endpoints: parse, ask one selector, render."""
