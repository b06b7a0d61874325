"""The room's screens from an operator's desk: which live, what each shows, and what is asked of them."""
