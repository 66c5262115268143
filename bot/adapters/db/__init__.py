"""The store: SQLite and PostgreSQL behind the repositories, the unit of work and the views."""
