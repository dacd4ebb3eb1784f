"""What the command `growth` is made of."""
