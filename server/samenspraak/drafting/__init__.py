"""Live drafts: text and fields that people write together, and that bind nobody."""
