"""Raises while it is imported."""

raise RuntimeError("the database password is not configured")
