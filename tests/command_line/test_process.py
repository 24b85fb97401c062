"""The command as a process among others: pipes that close, disks that are full, signals, and what it imports."""

import os
import signal
import subprocess
import sys

import pytest

from tests.command_line.shell import COMMAND, MIXED, PROJECT, environment, process
from tests.running import PATIENCE


@pytest.mark.parametrize("arguments", [["benchmarks"], ["evaluate", str(MIXED), "-o", "-"], ["evaluate", "--help"]])
def test_a_pipe_that_nobody_reads_ends_it_quietly(arguments):
    """As in `| head`: with the status that a shell gives for SIGPIPE, which no goal has."""
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=PROJECT, env=environment(), stdout=theirs, stderr=subprocess.PIPE, check=False
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_full_disk_behind_standard_output_is_told():
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [*COMMAND, "benchmarks"], cwd=PROJECT, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (3, b"Error: No space left on device\n")


def test_closed_streams_leave_the_status():
    command = f"exec {' '.join(COMMAND)} evaluate {MIXED} <&- >&- 2>&-"
    assert subprocess.run(["/bin/sh", "-c", command], cwd=PROJECT, env=environment(), check=False).returncode == 2


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_without_a_word_and_without_half_a_file(tmp_path, number, status):
    """It is stopped while it waits for the rest of its list, with the first results written."""
    target = tmp_path / "answer.ndjson"
    target.write_text("before")
    with subprocess.Popen(
        # A shell starts what it runs in the background deaf to SIGINT, and whatever that starts inherits it.
        ["/usr/bin/env", "--default-signal=INT", *COMMAND, "evaluate", "-", "--format", "ndjson", "-o", target],
        cwd=PROJECT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        running.stdin.write(b'{"benchmark": "cement-clinker", "capacity": 1}\n' * 5000)
        running.stdin.flush()
        while len(list(tmp_path.iterdir())) < 2:  # the new file has been begun beside the old one
            assert running.poll() is None
        running.send_signal(number)
        out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out, err) == (status, b"", b"")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("answer.ndjson", "before")]


def test_it_needs_no_web_framework():
    script = "import sys; import service.command_line; sys.exit('flask' in sys.modules or 'gunicorn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=False).returncode == 0


def test_without_the_libraries_it_says_so_and_does_not_end_as_if_a_goal_were_not_met():
    done = subprocess.run(
        [sys.executable, "-S", "-m", "service"], cwd=PROJECT, env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 3
    assert b"is not installed here; after `make run` use .venv/bin/python -m service" in done.stderr


def test_a_fault_of_its_own_has_a_status_of_its_own():
    """A status below 3 would say something about the goal."""
    script = (
        "from service.command_line import commands; del commands.VerdictScreen; exit(commands.main(['evaluate', '-']))"
    )
    sent = b'{"lines": [{}]}'
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, env=environment(), input=sent, capture_output=True, check=False
    )
    assert done.returncode == 70
    assert b"Traceback" in done.stderr


def test_the_steel_list_goes_through_a_pipe():
    """Nothing of it can be graded, so that any share is possible."""
    made = subprocess.run([sys.executable, "examples/steel_request.py"], cwd=PROJECT, capture_output=True, check=True)
    done = subprocess.run(
        [*COMMAND, "evaluate", "-"], cwd=PROJECT, env=environment(), input=made.stdout, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert "UNDETERMINED: between 0 % and 100 % of the capacity" in done.stdout.decode()
    assert "Lines: 244; 0 graded, 230 ungraded, 14 rejected" in done.stdout.decode()


def test_the_language_of_the_process_is_the_locale_s():
    assert process("benchmarks", "clinker", LC_ALL="", LANG="zh_CN.UTF-8").text.split()[0] == "版本"
