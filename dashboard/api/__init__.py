"""Routes for other programs and for screens: JSON, Open311, the wall's event stream."""
