"""gunicorn's settings; gunicorn reads this file by itself when it is started in this folder."""

from service.serving.metrics_dir import RAM_DISK, make_metrics_dir

make_metrics_dir()

from service.logs import log_config
from service.serving.master import accept_signals, exit_if_invalid, number_worker, open_metrics, prepare
from service.serving.sizing import count_workers
from service.settings import Settings

with exit_if_invalid():
    _settings = Settings.from_environment()

wsgi_app = "service.app:create_app()"
_host = f"[{_settings.host}]" if ":" in _settings.host else _settings.host
bind = [f"{_host}:{port}" for port in (_settings.port, _settings.metrics_port) if port]

workers = _settings.workers or count_workers()
worker_class = "service.serving.worker.Worker"
threads = 16  # lists use nine at most (EVALUATION_QUEUE); the others answer small requests
on_starting, pre_fork, post_fork, post_worker_init = prepare, number_worker, open_metrics, accept_signals

keepalive = 75  # longer than most load balancers (60 s): the service must not close just as a request arrives
timeout = 60  # in which a worker must show that it is alive; its main loop does so whatever the threads do
worker_tmp_dir = RAM_DISK  # the workers' heartbeat is a file; a slow or read-only disk would stall it
control_socket_disable = True  # nobody uses it, and a read-only root has no place for it

# gunicorn's access log stays off: the service logs each request itself, without any submitted value.
logconfig_dict = log_config()
