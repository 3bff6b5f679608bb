"""Organisations and people, how they prove who they are, and what they may do for whom."""
