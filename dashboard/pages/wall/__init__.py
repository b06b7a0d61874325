"""The wall ``/layar``: a layout that never changes, and a frame of properties made once per snapshot.

No callback runs for a refresh. The browser fetches the frame by ETag and sets the properties that differ;
every part of the frame is made by a plain function from values to components.
"""
