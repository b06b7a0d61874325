"""What other people depend on: names that go out or come in, recorded once and held from then on.

Nothing here imports the project. It is used as its users do: by its commands, over HTTP, by the store's
file and by TOML. ``given/`` is what the product is fed with, ``recorded/`` what it answered on the day when
``python -m tests.contract.record`` was run. The product may add to what is recorded; it may not lose,
rename or retype any of it.
"""
