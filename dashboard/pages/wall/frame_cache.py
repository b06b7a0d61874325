"""The wall's frames: each view made once per snapshot, past ones whenever somebody looks back."""
