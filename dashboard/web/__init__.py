"""What surrounds every request: routes, sessions, permissions, headers, assets, the server."""
