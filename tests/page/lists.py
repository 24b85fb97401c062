"""Lists of the tests, as JSON."""

import json


def line(name, benchmark, capacity, intensity=None, **more):
    measured = {} if intensity is None else {"intensity": intensity}
    return {"id": name, "benchmark": benchmark, "capacity": capacity, **measured, **more}


def clinker(name, capacity, intensity=None, **more):
    return line(name, "cement-clinker", capacity, intensity, **more)


def json_list(*lines, **options):
    return json.dumps({**options, "lines": lines}).encode()
