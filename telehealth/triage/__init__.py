"""What is asked while a call rings, and how urgent the answers make it: pure functions over versioned data."""
