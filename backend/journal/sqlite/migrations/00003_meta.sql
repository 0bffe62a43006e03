-- +goose Up

-- What the journal knows about itself. created_ms is when the file was made,
-- accepted_ms when a person last accepted it although it had been set back. A file
-- that has entries already is old enough.
CREATE TABLE meta (
    name  TEXT   NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO meta (name, value) SELECT 'created_ms', 0 WHERE EXISTS (SELECT 1 FROM audit);

-- +goose Down
SELECT 'money is never migrated backwards' WHERE 1 = 0;
