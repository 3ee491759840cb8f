"""Makes a fresh machine ready: `python3 setup` needs nothing but Python >= 3.11 and the network."""
