"""The web app: Dash and plain pages, and the routes that displays and other programs read."""
