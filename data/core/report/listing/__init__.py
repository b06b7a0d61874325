"""What a source delivers as a whole, compared with what it delivered before."""
