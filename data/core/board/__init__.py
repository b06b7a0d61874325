"""What screens show: the snapshot, the review, the signs of gaming, and the identities that must hold."""
