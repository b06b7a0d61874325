"""The wall ``/layar``: a constant layout, and a frame of component properties for each snapshot.

A refresh runs no callback. The browser fetches the frame by ETag and sets the properties that differ; every
part of the frame is built by a pure function from values to components.
"""
