"""People and what they finished: names, choices, halves, resume codes; completions; what was erased.

The tables of learners and attempts are made anew. `opening` has turned foreign keys off meanwhile.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a file of the first version to this one; everybody who is there counts as seen today."""
    _learners()
    _attempts()
    _completions()
    _erasures()


def _learners() -> None:
    op.create_table(
        "learner_0002",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("tag", sa.String, nullable=False),
        sa.Column("local", sa.Boolean, nullable=False),
        sa.Column("created_on", sa.Date, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("pathway", sa.String),
        sa.Column("nation", sa.String),
        sa.Column("half", sa.String, nullable=False),
        sa.Column("seen_on", sa.Date, nullable=False),
        sa.Column("code", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
        sa.UniqueConstraint("tag", name=op.f("uq_learner_tag")),
        sa.UniqueConstraint("code", name=op.f("uq_learner_code")),
        sa.CheckConstraint("half IN ('p', 'q')", name=op.f("ck_learner_half")),
    )
    # The local learner's half is p; those of others alternate as they came.
    op.execute(
        "INSERT INTO learner_0002 (id, tag, local, created_on, version, name, half, seen_on) "
        "SELECT id, tag, local, created_on, version, '', "
        "CASE WHEN local OR row_number() OVER (PARTITION BY local ORDER BY rowid) % 2 = 0 THEN 'p' ELSE 'q' END, "
        "date('now') FROM learner ORDER BY rowid"
    )
    op.drop_table("learner")
    op.rename_table("learner_0002", "learner")
    op.create_index(op.f("ix_learner_local"), "learner", ["local"], unique=True, sqlite_where=sa.text("local"))


def _attempts() -> None:
    op.create_table(
        "attempt_0002",
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
        sqlite_autoincrement=True,
    )
    op.execute("INSERT INTO attempt_0002 SELECT * FROM attempt ORDER BY id")
    op.drop_table("attempt")
    op.rename_table("attempt_0002", "attempt")
    op.create_index(op.f("ix_attempt_learner_id_assignment"), "attempt", ["learner_id", "assignment"])


def _completions() -> None:
    op.create_table(
        "completion",
        sa.Column("code", sa.String, nullable=False),
        sa.Column("learner_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("pathway", sa.String, nullable=False),
        sa.Column("nation", sa.String),
        sa.Column("content_version", sa.String, nullable=False),
        sa.Column("law_as_at", sa.Date, nullable=False),
        sa.Column("completed_on", sa.Date, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("assessed", sa.Boolean, nullable=False),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_completion")),
        sa.UniqueConstraint(
            "learner_id",
            "pathway",
            "content_version",
            name=op.f("uq_completion_learner_id_pathway_content_version"),
        ),
    )


def _erasures() -> None:
    op.create_table(
        "erased",
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("erased_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("digest", "kind", name=op.f("pk_erased")),
        sa.CheckConstraint("kind IN ('learning', 'completion')", name=op.f("ck_erased_kind")),
    )
