"""Bytes kept for people: encrypted before they touch the disk, each blob under a key of its own."""
