"""Vital signs: which there are (codes.json), what may be believed (rules.py), and those told in a call."""
