"""biaogan (标杆): which production capacity reaches its official energy-efficiency benchmark level."""

from service.app import create_app

__all__ = ["create_app"]
