"""How gunicorn runs the service: its master, its workers and their connections. Nothing below imports gunicorn."""
