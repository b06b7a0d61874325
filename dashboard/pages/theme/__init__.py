"""The choice of the theme."""
