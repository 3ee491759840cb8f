"""Makes sites of archives, and serves them for trying."""
