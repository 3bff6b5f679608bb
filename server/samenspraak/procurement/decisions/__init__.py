"""What may be opened from a file, what a newer notice changes, and why a file is refused."""
