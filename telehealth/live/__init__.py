"""Who is at the socket now, on which process: short-lived rows by which processes know of each other."""
