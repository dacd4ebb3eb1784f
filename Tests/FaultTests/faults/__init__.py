"""Faults that the event core must survive, each with what causes it and what heals it."""
