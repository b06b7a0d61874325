"""The one door: who is asking, whether they may, and what is written down about it."""
