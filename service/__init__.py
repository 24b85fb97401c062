"""biaogan (标杆): which production capacity reaches its official energy-efficiency benchmark level."""
