"""Signalling: who is in a call, how their browsers negotiate, what clients are told."""
