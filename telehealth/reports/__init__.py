"""What managers and the public may count."""
