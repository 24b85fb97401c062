"""The admission queue: which requests pass, wait or get `busy`, and that every slot is released."""

import gzip
import io
import threading

import pytest

from service.request_errors import ProblemError
from service.web.gate import SMALL_BODY, Gate, Slot
from tests.formats.workbooks import row, sheet, workbook
from tests.web.client import JSON, XLSX, Client, make_app
from tests.web.wire import CHINESE, EVALUATIONS, assert_problem, listed

NDJSON = "application/x-ndjson"
LINE = '{"benchmark":"cement-clinker","capacity":1,"intensity":98.7}'


def body_of(size):
    """A list of one line, padded to so many bytes."""
    return listed(LINE).ljust(size)


def stream_of(lines):
    return (LINE + "\n").encode() * lines


@pytest.fixture
def application():
    """One list at a time, and none may wait."""
    return make_app(evaluation_queue=0)


@pytest.fixture
def gate(application):
    return application.extensions["biaogan"].gate


def is_free(gate):
    try:
        Slot(gate).release()
    except ProblemError:
        return False
    return True


def test_a_list_without_a_slot_gets_busy_and_when_to_try_again(application, gate):
    """When the gate's queue is full: 503 `busy` with `Retry-After`, at once."""
    slot = Slot(gate)
    for language in ("en", "zh"):
        answer = Client(application).post(body_of(SMALL_BODY + 1), language=language)
        problem = assert_problem(answer, 503, "busy")
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Retry-After"] in problem["detail"]
        assert bool(CHINESE.search(problem["detail"])) is (language == "zh")
    slot.release()
    assert Client(application).post(body_of(SMALL_BODY + 1)).status == 200


def test_the_body_of_a_list_without_a_slot_is_not_read(application, gate):
    Slot(gate)
    body = io.BytesIO(body_of(SMALL_BODY + 1))
    headers = {"Content-Type": JSON, "Content-Length": str(SMALL_BODY + 1)}
    assert Client(application).send("POST", EVALUATIONS, input_stream=body, headers=headers).status == 503
    assert body.tell() == 0


@pytest.mark.parametrize("size", [len(listed(LINE)), SMALL_BODY])
def test_a_small_list_passes_whatever_waits(application, gate, size):
    Slot(gate).acquire_turn()
    assert Client(application).post(body_of(size)).status == 200


def test_a_workbook_never_passes_for_small(application, gate):
    """It is compressed, and may take a thousand times the work that its size says."""
    body = workbook(sheet(row(1, "benchmark", "capacity") + row(2, "cement-clinker", "1")))
    headers = {"Content-Type": XLSX}
    slot = Slot(gate)
    assert_problem(Client(application).post(body, headers=headers), 503, "busy")
    slot.release()
    assert Client(application).post(body, headers=headers).status == 200


def test_everything_but_lists_passes(application, gate):
    Slot(gate).acquire_turn()
    for path in ("/healthz", "/readyz", "/v1/editions", "/v1/units"):
        assert application.test_client().get(path).status_code == 200


def test_a_small_body_that_may_grow_does_not_pass(application, gate):
    """A body that is compressed or comes in chunks says nothing of its size."""
    Slot(gate)
    packed = gzip.compress(listed(LINE))
    client = Client(application)
    assert client.post(packed, headers={"Content-Encoding": "gzip"}).status == 503
    chunked = {"input_stream": None, "environ_overrides": {"wsgi.input_terminated": True}}
    assert client.send("POST", EVALUATIONS, headers={"Content-Type": JSON}, **chunked).status == 503


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (200, body_of(SMALL_BODY + 1), {}),
        (400, b"[" * (SMALL_BODY + 1), {}),
        (415, body_of(SMALL_BODY + 1), {"Content-Type": "text/plain"}),
        (406, body_of(SMALL_BODY + 1), {"Accept": "image/png"}),
        (413, gzip.compress(b" " * (64 * 1024 * 1024 + 1)), {"Content-Encoding": "gzip"}),
        (400, b"no gzip", {"Content-Encoding": "gzip"}),
        (200, stream_of(2000), {"Content-Type": NDJSON, "Accept": NDJSON}),
        (422, b"\n" * (SMALL_BODY + 1), {"Content-Type": NDJSON, "Accept": NDJSON}),
    ],
)
def test_the_slot_is_released_whatever_becomes_of_the_list(application, gate, status, body, headers):
    for _ in range(2):
        with application.test_client().post(EVALUATIONS, data=body, headers={"Content-Type": JSON} | headers) as answer:
            assert answer.status_code == status
            answer.get_data()
        assert is_free(gate)


def test_a_stream_keeps_its_slot_until_its_end(application, gate):
    headers = {"Content-Type": NDJSON, "Accept": NDJSON}
    with application.test_client().post(EVALUATIONS, data=stream_of(5000), headers=headers) as answer:
        pieces = answer.iter_encoded()
        assert next(pieces)
        assert not is_free(gate)
        assert b"".join(pieces).endswith(b"}\n")
    assert is_free(gate)


def test_a_caller_who_goes_away_leaves_no_slot_acquired(application, gate):
    headers = {"Content-Type": NDJSON, "Accept": NDJSON}
    with application.test_client().post(EVALUATIONS, data=stream_of(5000), headers=headers) as answer:
        assert next(answer.iter_encoded())
    assert is_free(gate)


def test_a_server_error_leaves_no_slot_acquired(application, gate, monkeypatch):
    monkeypatch.setattr(application.extensions["biaogan"], "limits", None)
    application.config["PROPAGATE_EXCEPTIONS"] = False
    with (
        pytest.raises(AttributeError),
        application.test_client().post(EVALUATIONS, data=body_of(SMALL_BODY + 1), content_type=JSON),
    ):
        pass
    assert is_free(gate)


def test_as_many_lists_as_the_queue_says_may_wait():
    for queue in (0, 1, 8):
        gate = Gate(queue=queue, max_bytes=1)
        slots = [Slot(gate) for _ in range(queue + 1)]
        assert not is_free(gate)
        slots[0].release()
        assert is_free(gate)


def test_bodies_in_memory_share_one_limit():
    """However many lists wait."""
    gate = Gate(queue=2, max_bytes=100)
    first, second, third = (Slot(gate) for _ in range(3))
    first.reserve(60)
    second.reserve(40)
    with pytest.raises(ProblemError):
        third.reserve(1)
    second.release()
    third.reserve(1)
    third.reserve(40)
    with pytest.raises(ProblemError):
        third.reserve(41)


def test_a_slot_is_released_once():
    gate = Gate(queue=0, max_bytes=1)
    slot = Slot(gate)
    slot.release()
    slot.release()
    Slot(gate)
    assert not is_free(gate)


def test_one_slot_at_a_time_has_the_turn():
    gate = Gate(queue=8, max_bytes=1)
    first = Slot(gate)
    first.acquire_turn()
    at_work, done = [], []

    def work():
        slot = Slot(gate)
        slot.acquire_turn()
        at_work.append(slot)
        done.append(len(at_work))
        at_work.remove(slot)
        slot.release()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    while is_free(gate):  # until all have their slots
        pass
    assert done == []
    first.release()
    for thread in threads:
        thread.join()
    assert done == [1] * 8
