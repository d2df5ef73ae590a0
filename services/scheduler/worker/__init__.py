"""What the scheduler hears, and what it does then."""
