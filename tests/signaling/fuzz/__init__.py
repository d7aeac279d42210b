"""A seeded fuzzer of the sockets: a real server process, real sockets, and people who must notice nothing."""
