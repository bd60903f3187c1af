"""The first tables: learners, answers, receipts, attempts.

A released migration is never changed; the next one is ``r0002_...`` with ``down_revision = "0001"``.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "learner",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("tag", sa.String, nullable=False),
        sa.Column("local", sa.Boolean, nullable=False),
        sa.Column("created_on", sa.Date, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
        sa.UniqueConstraint("tag", name=op.f("uq_learner_tag")),
    )
    op.create_index(op.f("ix_learner_local"), "learner", ["local"], unique=True, sqlite_where=sa.text("local"))
    op.create_table(
        "answer",
        sa.Column("learner_id", sa.String, nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "item", name=op.f("pk_answer")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_answer_learner_id")),
    )
    op.create_table(
        "receipt",
        sa.Column("learner_id", sa.String, nullable=False),
        sa.Column("client", sa.String, nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "client", "item", name=op.f("pk_receipt")),
        sa.UniqueConstraint("learner_id", "client", "seq", name=op.f("uq_receipt_learner_id_client_seq")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_receipt_learner_id")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("learner_id", sa.String, nullable=False),
        sa.Column("assignment", sa.String, nullable=False),
        sa.Column("content_version", sa.String, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("points", sa.Float),
        sa.Column("maximum", sa.Float),
        sa.Column("entries", sa.JSON, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_attempt_learner_id")),
        sa.CheckConstraint("state IN ('marking', 'marked', 'not-marked')", name=op.f("ck_attempt_state")),
        sa.CheckConstraint("(state = 'marked') = (points IS NOT NULL)", name=op.f("ck_attempt_points")),
    )
    op.create_index(op.f("ix_attempt_learner_id_assignment"), "attempt", ["learner_id", "assignment"])
