"""The HTTP edge: what every request passes before and after its handler."""
