"""Signing in at somebody else's door: what a relying party of OpenID Connect asks, checks and refuses."""
