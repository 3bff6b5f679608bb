"""What a reader sees of threads, messages and talks. Own-side threads are there for that side only."""
