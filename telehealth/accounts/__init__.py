"""Who signs in: accounts, facilities, practitioners and their roles, login codes, sessions, tokens."""
