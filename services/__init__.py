"""The product's services, and what they are together."""

VERSION = "0.2.0"
"""Of the release; pyproject.toml and the chart say the same, held by tests/services/test_version.py."""
