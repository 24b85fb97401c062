"""From HTTP to the domain and back: one module per resource, one shape for every failure."""
