"""Messages that leave the house: SMS."""
