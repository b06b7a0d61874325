"""Telling people: what is told of an event, to whom, in which words, by which channels."""
