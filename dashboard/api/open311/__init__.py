"""`/open311/v2`: Open311 GeoReport v2, for other people's programs, in JSON and XML."""
