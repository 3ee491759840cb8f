"""What feeds of every form have in common once they are read, and what is made of them."""
