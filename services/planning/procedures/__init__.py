"""Each council's procedure as a file, and the reading of it: which clause makes what due, when, by whom."""
