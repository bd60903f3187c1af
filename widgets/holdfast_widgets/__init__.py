"""The course's widgets: one line each in any notebook."""
