"""Stores of any density: so many reports a day, over so many days, in a city of so many areas.

``python -m tests.bench.density FOLDER --per-day 10000 --days 120 --areas 280`` writes one, and
:func:`tests.bench.density.city.open_city` opens it. The reports are drawn as columns and written in the order
in which a city would have learnt them; ``python -m data check`` finds no fault in them.
"""
