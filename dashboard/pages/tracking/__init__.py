"""The page ``/lacak``, where a reporter follows their report by its receipt."""
