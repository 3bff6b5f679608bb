"""Attachments, in PostgreSQL, each bound to the journal that decides who sees it."""
