-- +goose Up

-- What is durable and no operation. One that was removed stays without its body, so
-- that its versions go on counting.
CREATE TABLE paper (
    kind       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    ver        BIGINT NOT NULL,
    gone       INT    NOT NULL CHECK (gone IN (0, 1)),
    body       BLOB   NOT NULL,
    updated_ms BIGINT NOT NULL,
    PRIMARY KEY (kind, name)
);
-- An entry of the audit may be about something else than an operation. As with TASK
-- before, the condition only becomes weaker, and nothing is copied.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'op_id TEXT   NOT NULL REFERENCES', 'op_id TEXT   REFERENCES')
    WHERE type = 'table' AND name = 'audit';
PRAGMA writable_schema = RESET;
-- The audit is asked for days.
CREATE INDEX audit_at ON audit (json_extract(entry, '$.at'));

-- +goose StatementBegin
CREATE TRIGGER paper_no_delete BEFORE DELETE ON paper
BEGIN SELECT RAISE(ABORT, 'papers are removed by a new version'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER paper_forward BEFORE UPDATE ON paper
WHEN NEW.kind <> OLD.kind OR NEW.name <> OLD.name OR NEW.ver <> OLD.ver + 1
BEGIN SELECT RAISE(ABORT, 'papers only move forward'); END;
-- +goose StatementEnd

-- +goose Down
SELECT 'money is never migrated backwards' WHERE 1 = 0;
