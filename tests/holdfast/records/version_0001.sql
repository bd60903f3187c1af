BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE answer (
	learner_id VARCHAR NOT NULL,
	item VARCHAR NOT NULL,
	value JSON NOT NULL,
	CONSTRAINT pk_answer PRIMARY KEY (learner_id, item),
	CONSTRAINT fk_answer_learner_id FOREIGN KEY(learner_id) REFERENCES learner (id)
);
INSERT INTO "answer" VALUES('ud98jw6c4h17fa41','a-path','["take-the-phone", "repair"]');
INSERT INTO "answer" VALUES('ud98jw6c4h17fa41','plan/lead','["\u00fcn\u00efcode \ud800 \u0000 ''quoted'' 0"]');
INSERT INTO "answer" VALUES('i98kgeju7vyt3rkq','a-path','["lock-and-believe"]');
INSERT INTO "answer" VALUES('i98kgeju7vyt3rkq','plan/lead','["\u00fcn\u00efcode \ud800 \u0000 ''quoted'' 1"]');
INSERT INTO "answer" VALUES('p43rpubdwjhzbbfg','a-path','["take-the-phone", "repair"]');
INSERT INTO "answer" VALUES('p43rpubdwjhzbbfg','plan/lead','["\u00fcn\u00efcode \ud800 \u0000 ''quoted'' 2"]');
INSERT INTO "answer" VALUES('gx35ia6dkhz72nai','a-path','["take-the-phone", "repair"]');
INSERT INTO "answer" VALUES('gx35ia6dkhz72nai','plan/lead','["\u00fcn\u00efcode \ud800 \u0000 ''quoted'' 3"]');
INSERT INTO "answer" VALUES('i98kgeju7vyt3rkq','nothing-chosen','[]');
CREATE TABLE attempt (
	id INTEGER NOT NULL,
	learner_id VARCHAR NOT NULL,
	assignment VARCHAR NOT NULL,
	content_version VARCHAR NOT NULL,
	answers JSON NOT NULL,
	opened_on DATE NOT NULL,
	state VARCHAR NOT NULL,
	points FLOAT,
	maximum FLOAT,
	entries JSON NOT NULL,
	reason VARCHAR NOT NULL,
	CONSTRAINT pk_attempt PRIMARY KEY (id),
	CONSTRAINT fk_attempt_learner_id FOREIGN KEY(learner_id) REFERENCES learner (id),
	CONSTRAINT ck_attempt_state CHECK (state IN ('marking', 'marked', 'not-marked')),
	CONSTRAINT ck_attempt_points CHECK ((state = 'marked') = (points IS NOT NULL))
);
INSERT INTO "attempt" VALUES(1,'i98kgeju7vyt3rkq','m4-responding','2026a','{"a": ["x"]}','2026-11-21','marked',3.5,4.0,'{"a": 1.0, "b": 2.5}','');
INSERT INTO "attempt" VALUES(2,'i98kgeju7vyt3rkq','m4-responding','2026a','{"a": ["y"]}','2026-11-21','not-marked',NULL,NULL,'{}','answers.json is missing.');
INSERT INTO "attempt" VALUES(3,'p43rpubdwjhzbbfg','m1','2026a','{}','2026-11-21','marking',NULL,NULL,'{}','');
CREATE TABLE learner (
	id VARCHAR NOT NULL,
	tag VARCHAR NOT NULL,
	local BOOLEAN NOT NULL,
	created_on DATE NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_learner PRIMARY KEY (id),
	CONSTRAINT uq_learner_tag UNIQUE (tag)
);
INSERT INTO "learner" VALUES('ud98jw6c4h17fa41','de22fab95efa',0,'2026-11-21',1);
INSERT INTO "learner" VALUES('i98kgeju7vyt3rkq','01ee694cf0a7',1,'2026-11-21',3);
INSERT INTO "learner" VALUES('p43rpubdwjhzbbfg','9e045bdc608b',0,'2026-11-21',1);
INSERT INTO "learner" VALUES('gx35ia6dkhz72nai','2522335953d2',0,'2026-11-21',1);
CREATE TABLE receipt (
	learner_id VARCHAR NOT NULL,
	client VARCHAR NOT NULL,
	item VARCHAR NOT NULL,
	seq INTEGER NOT NULL,
	CONSTRAINT pk_receipt PRIMARY KEY (learner_id, client, item),
	CONSTRAINT uq_receipt_learner_id_client_seq UNIQUE (learner_id, client, seq),
	CONSTRAINT fk_receipt_learner_id FOREIGN KEY(learner_id) REFERENCES learner (id)
);
INSERT INTO "receipt" VALUES('ud98jw6c4h17fa41','page','a-path',1);
INSERT INTO "receipt" VALUES('ud98jw6c4h17fa41','page','plan/lead',2);
INSERT INTO "receipt" VALUES('i98kgeju7vyt3rkq','page','a-path',3);
INSERT INTO "receipt" VALUES('i98kgeju7vyt3rkq','page','plan/lead',2);
INSERT INTO "receipt" VALUES('p43rpubdwjhzbbfg','page','a-path',1);
INSERT INTO "receipt" VALUES('p43rpubdwjhzbbfg','page','plan/lead',2);
INSERT INTO "receipt" VALUES('gx35ia6dkhz72nai','page','a-path',1);
INSERT INTO "receipt" VALUES('gx35ia6dkhz72nai','page','plan/lead',2);
INSERT INTO "receipt" VALUES('i98kgeju7vyt3rkq','other','nothing-chosen',1);
CREATE UNIQUE INDEX ix_learner_local ON learner (local) WHERE local;
CREATE INDEX ix_attempt_learner_id_assignment ON attempt (learner_id, assignment);
COMMIT;
