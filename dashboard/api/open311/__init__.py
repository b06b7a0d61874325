"""``/open311/v2``: Open311 GeoReport v2 for other programs, in JSON and XML."""
