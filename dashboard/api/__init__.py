"""Routes for other programs and for displays: JSON, Open311, the wall's event stream."""
