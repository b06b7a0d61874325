"""Signing in through the city's own directory: OpenID Connect, authorization code with PKCE."""
