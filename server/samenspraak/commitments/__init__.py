"""Commitments and the rounds in which two sides bargain over them."""
