"""Encounters, notes and what the family reads; access.py decides who may read."""
