"""An account's own notices (`/pemberitahuan`), and the operator's desk (`/meja`)."""
