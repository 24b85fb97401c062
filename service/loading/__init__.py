"""From the files of ``benchmarks/`` to a catalogue: read strictly, judged whole, every fault listed."""

from service.loading.load_catalogue import load_catalogue

__all__ = ["load_catalogue"]
