"""How a records file of any earlier version becomes one of today: alembic's folder, without an alembic.ini."""
