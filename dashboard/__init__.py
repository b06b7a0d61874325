"""What people see: the Dash app, its pages, and the HTTP doors that screens and scripts read from."""
