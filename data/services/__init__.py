"""Services that pages and jobs call: each reads the store and applies the rules of the core."""
