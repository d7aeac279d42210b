"""The demo: invented people and places as data (people.toml), and putting them into an empty database."""
