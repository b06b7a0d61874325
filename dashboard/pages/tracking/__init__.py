"""The page ``/lacak``: following one's own report by its receipt."""
