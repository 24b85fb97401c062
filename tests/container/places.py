"""Places to run the service in as the image runs it: a container, or a folder like it where there is no engine."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.running import PATIENCE, PROJECT, free_port

DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
LOCKED_DOWN = [
    "--network=none", "--read-only", "--tmpfs=/tmp:rw,noexec,nosuid,nodev,size=64m", "--cap-drop=ALL",
    "--security-opt=no-new-privileges", "--memory=256m", "--pids-limit=256",
]  # fmt: skip


@cache
def find_engine():
    """Docker, if its daemon answers, or Podman; None if neither is here, or where they cannot get the base image."""
    (base,) = {line.split()[1] for line in DOCKERFILE.splitlines() if line.startswith("FROM ")}
    for engine in ("docker", "podman"):
        if shutil.which(engine) and has_succeeded(engine, "info"):
            has_base = has_succeeded(engine, "image", "inspect", base) or has_succeeded(engine, "pull", base)
            return engine if has_base else None
    return None


def has_succeeded(*command):
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def output_of(*command, sent=None):
    """What a command prints, its errors among it; fails with it if the command fails."""
    done = subprocess.run(command, input=sent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


class Container:
    """A container of the image, without rights and without a network."""

    pid = 1

    def __init__(self, engine, stack):
        """Build the image and start it. Both are removed at the end of the stack."""
        self.engine = engine
        image = f"biaogan-check:{os.getpid()}"
        # The format that Podman prefers has no HEALTHCHECK.
        output_of(engine, "build", *(["--format=docker"] if engine == "podman" else []), "--tag", image, str(PROJECT))
        stack.callback(output_of, engine, "rmi", "--force", image)
        self.name = f"biaogan-check-{os.getpid()}"
        stack.callback(output_of, engine, "rm", "--force", self.name)
        output_of(engine, "run", "--detach", f"--name={self.name}", *LOCKED_DOWN, image)

    def _state(self, name):
        return output_of(self.engine, "inspect", "--format", f"{{{{.State.{name}}}}}", self.name).strip()

    def is_running(self):
        return self._state("Running") == "true"

    def is_healthy(self):
        """What the HEALTHCHECK of the image says. Docker runs it by itself, Podman only with systemd."""
        if self.engine == "podman":
            return has_succeeded("podman", "healthcheck", "run", self.name)
        return self._state("Health.Status") == "healthy"

    def run(self, script, *arguments):
        """Run a script of Python beside the service."""
        return output_of(self.engine, "exec", "--interactive", self.name, "python", "-", *arguments, sent=script)

    def stop(self):
        """Send SIGTERM, and return the exit code."""
        output_of(self.engine, "stop", "--time=20", self.name)
        return int(self._state("ExitCode"))

    def log_text(self):
        return output_of(self.engine, "logs", self.name)


class Imitation:
    """The files, packages, settings and commands of the image, without its base, its name spaces and its limits."""

    def __init__(self, stack):
        """Install and copy into a new folder that nobody may write, and start the service there as another user."""
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="biaogan-check-")))
        folder.chmod(0o755)
        self.app, venv = folder / "app", folder / "venv"
        instructions = read_dockerfile()
        user = instructions["USER"][0].split(":")[0]
        # Without root, the user stays the same.
        change = [f"--reuid={user}", f"--regid={user}", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all"]
        self.restricted = ["setpriv", "--no-new-privs", *(change if os.geteuid() == 0 else []), "--"]
        for arguments in instructions["COPY"]:
            self._copy(*arguments.replace("--from=build /app/", "").split())
        self._install(venv)
        self.log = folder / "log"
        log = stack.enter_context(self.log.open("wb"))
        output_of("chmod", "--recursive", "a-w,a+rX", str(folder))
        stack.callback(output_of, "chmod", "--recursive", "u+w", str(folder))

        settings = dict(setting.split("=", 1) for text in instructions["ENV"] for setting in shlex.split(text))
        settings |= {"PATH": f"{venv}/bin:{os.defpath}", "HOST": "127.0.0.1", "PORT": str(free_port())}
        self.here = {"cwd": self.app, "env": settings}
        self.health_check = json.loads(instructions["HEALTHCHECK"][0].partition("CMD ")[2])
        command = [*self.restricted, *json.loads(instructions["CMD"][0])]
        self.process = subprocess.Popen(command, **self.here, stdout=log, stderr=subprocess.STDOUT)
        stack.callback(self.process.wait)
        stack.callback(self.process.kill)
        self.pid = self.process.pid

    def _copy(self, *paths):
        """Copy what the Dockerfile copies from the project; .dockerignore must not exclude it."""
        *sources, target = paths
        included = (PROJECT / ".dockerignore").read_text(encoding="utf-8").split()
        for source in sources:
            if source == "--from=build":  # the installed packages
                return
            assert f"!{source.rstrip('/')}" in included
            if (PROJECT / source).is_dir():
                shutil.copytree(PROJECT / source, self.app / target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
            else:
                self.app.mkdir(exist_ok=True)
                shutil.copy(PROJECT / source, self.app)

    def _install(self, venv):
        """Install the locked packages, for a Python that the other user can run."""
        pythons = [sys.executable, "/usr/bin/python3"]
        python = next(path for path in pythons if has_succeeded(*self.restricted, path, "-c", ""))
        output_of(python, "-m", "venv", "--without-pip", str(venv))
        target = ["--python", f"{venv}/bin/python", "--require-hashes", "-r", str(PROJECT / "requirements.lock")]
        output_of(sys.executable, "-m", "uv", "pip", "install", *target)
        compiled = ["--invalidation-mode=unchecked-hash", str(self.app / "service")]
        output_of(f"{venv}/bin/python", "-m", "compileall", "-q", *compiled)

    def is_running(self):
        return self.process.poll() is None

    def is_healthy(self):
        """What the command of the HEALTHCHECK says."""
        return subprocess.run([*self.restricted, *self.health_check], **self.here, check=False).returncode == 0

    def run(self, script, *arguments):
        """Run a script of Python beside the service."""
        command = [*self.restricted, "python", "-", *arguments]
        done = subprocess.run(
            command, **self.here, input=script, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def stop(self):
        """Send SIGTERM, and return the exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def log_text(self):
        return self.log.read_text(encoding="utf-8")


def read_dockerfile():
    """The instructions of the last stage: their arguments, by name."""
    text = re.sub(r"(?m)^#.*\n", "", DOCKERFILE).replace("\\\n", " ")
    instructions = {}
    for line in text[text.rindex("\nFROM ") :].splitlines():
        name, _, arguments = line.partition(" ")
        instructions.setdefault(name, []).append(arguments.strip())
    return instructions
