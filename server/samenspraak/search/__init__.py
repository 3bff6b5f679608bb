"""Finding what was said, promised and agreed, within what one may read."""
