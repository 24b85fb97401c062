"""The table of an edition's levels: as a file to fill in, and read back from it."""
