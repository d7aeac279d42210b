"""Who is on duty now and whom to ring next."""
