"""Sign-in and sign-out, one's own account, and the sign-in through the city's directory."""
