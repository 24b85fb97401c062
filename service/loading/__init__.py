"""From the files of ``benchmarks/`` to a catalogue: strict, and with a list of every fault in every file."""

from service.loading.load_catalogue import load_catalogue

__all__ = ["load_catalogue"]
