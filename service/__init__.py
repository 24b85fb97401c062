"""biaogan (标杆): which production capacity reaches its official energy-efficiency benchmark level."""

VERSION = "0.1.0"
"""The version of the service; a test holds it to the project's metadata and to the contract."""
