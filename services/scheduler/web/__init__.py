"""What other services may ask the scheduler."""
