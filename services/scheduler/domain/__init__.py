"""What an alarm and an invitation are, and what becomes of them; imports only the standard library."""
