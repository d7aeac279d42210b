"""What leaves the house: text messages."""
