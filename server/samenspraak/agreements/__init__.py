"""Versions of the agreement, the signatures under them, and the proof that outlives our server."""
