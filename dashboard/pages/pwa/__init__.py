"""The installable app: manifest, icons, service worker, and the page shown without a network."""
