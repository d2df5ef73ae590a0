"""One act each: read, decide, keep, announce."""
