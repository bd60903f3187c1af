"""The tables as they are now. `migrations` brings any older file to this; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

learner = Table(
    "learner",
    metadata,
    Column("id", String, primary_key=True),
    Column("tag", String, nullable=False),
    Column("local", Boolean(create_constraint=False), nullable=False),  # the one learner of a computer used by one
    Column("created_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("pathway", String),
    Column("nation", String),
    Column("half", String, nullable=False),
    Column("seen_on", Date, nullable=False),
    Column("code", LargeBinary),  # a digest of the resume code
    UniqueConstraint("tag"),
    UniqueConstraint("code"),
    CheckConstraint("half IN ('p', 'q')", name="half"),
)
Index("ix_learner_local", learner.c.local, unique=True, sqlite_where=text("local"))

answer = Table(
    "answer",
    metadata,
    Column("learner_id", ForeignKey("learner.id"), primary_key=True),
    Column("item", String, primary_key=True),
    Column("value", JSON, nullable=False),
)

# The newest number each page has sent for each item: enough to know a repeated or a late answer, and no history.
receipt = Table(
    "receipt",
    metadata,
    Column("learner_id", ForeignKey("learner.id"), primary_key=True),
    Column("client", String, primary_key=True),
    Column("item", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    UniqueConstraint("learner_id", "client", "seq"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("learner_id", ForeignKey("learner.id"), nullable=False),
    Column("assignment", String, nullable=False),
    Column("content_version", String, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("state", String, nullable=False),
    Column("points", Float),
    Column("maximum", Float),
    Column("entries", JSON, nullable=False),
    Column("reason", String, nullable=False),
    CheckConstraint("state IN ('marking', 'marked', 'not-marked')", name="state"),
    CheckConstraint("(state = 'marked') = (points IS NOT NULL)", name="points"),
    Index("ix_attempt_learner_id_assignment", "learner_id", "assignment"),
    sqlite_autoincrement=True,  # the number of an erased attempt is never used for another one
)

# No foreign key: it stays when the learner is erased.
completion = Table(
    "completion",
    metadata,
    Column("code", String, primary_key=True),
    Column("learner_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("pathway", String, nullable=False),
    Column("nation", String),
    Column("content_version", String, nullable=False),
    Column("law_as_at", Date, nullable=False),
    Column("completed_on", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("assessed", Boolean, nullable=False),
    Column("provisional", Boolean(create_constraint=False), nullable=False),
    UniqueConstraint("learner_id", "pathway", "content_version"),
)

# What a restored backup must lose again, by SHA-256 of the learner's id or the completion's code.
erased = Table(
    "erased",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("erased_on", Date, nullable=False),
    CheckConstraint("kind IN ('learning', 'completion')", name="kind"),
)
