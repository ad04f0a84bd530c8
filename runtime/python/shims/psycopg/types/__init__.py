"""Types of values: json."""
