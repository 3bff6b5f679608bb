"""Journals, readers, the unit of work and reading on; it knows nothing of what it records."""
