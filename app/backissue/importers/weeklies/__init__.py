"""What the formats of one weekly that is known by name share."""
