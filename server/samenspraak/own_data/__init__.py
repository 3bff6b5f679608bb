"""What somebody may ask about themselves: all that is kept of them, and that they are forgotten."""
