"""Lists in: what was sent, read into lines and what is wrong with them."""
