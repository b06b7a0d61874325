"""``/docs``: what programs may ask the board, from the OpenAPI document that the code makes."""
