"""A centre that breaks on purpose, its devices, and what they hold as acknowledged."""
