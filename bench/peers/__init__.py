"""What the product is measured against: each runs in an environment of its own, as a process that answers."""
