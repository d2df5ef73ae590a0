"""A mail server that keeps every message here and sends none on, and pages to read them."""
