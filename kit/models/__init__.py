"""What the ground floor stores, one noun a module."""

from kit.models.rate_limit import RateLimit

__all__ = ["RateLimit"]
