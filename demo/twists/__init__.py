"""The councils' own twists, one module each."""
