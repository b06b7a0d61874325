"""The displays for an operator: which are alive, what each shows, and the orders for them."""
