"""What a child in need, their meetings and their duties are; the standard library and nothing else."""
