"""The call: its states, its rings, its people, its chat."""
