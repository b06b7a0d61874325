"""What pages and jobs call: each service reads the store and applies the rules of the core."""
