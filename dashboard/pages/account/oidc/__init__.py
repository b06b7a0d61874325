"""Sign-in through the city's directory: OpenID Connect, authorization code with PKCE."""
