"""The least that one request costs: a Flask view that reads the body and answers what it has ready.

It runs on the service's own worker with the service's own settings; the worker asks the application for its gate.
"""

from __future__ import annotations

from flask import Flask, Response, request

from service.app import create_app
from service.web.state import EXTENSION

app = Flask(__name__)
app.extensions[EXTENSION] = create_app().extensions[EXTENSION]

ANSWER = b'{"ready":"' + b"x" * 3000 + b'"}'


@app.post("/v1/evaluations")
def answer() -> Response:
    """The answer that is ready."""
    request.get_data()
    return Response(ANSWER, mimetype="application/json")
