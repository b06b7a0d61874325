"""What makes the board an app that can be installed, and lets a report be written without a network."""
