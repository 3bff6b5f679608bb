"""Award notices in, contracts out; what a contract is."""
