"""The recap: reports received and resolved in a span of days."""
