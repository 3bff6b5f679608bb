"""One workspace per contract: parties, participants, the purpose and the obligation; the door."""
