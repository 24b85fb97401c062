"""How gunicorn runs the service: its master, its workers and their connections. The service itself knows none of it."""
