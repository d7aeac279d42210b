"""Telemedicine for night calls: the server."""

__version__ = "0.1.0"
