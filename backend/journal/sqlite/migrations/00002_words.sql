-- +goose Up

-- Corrections, incidents, voidings and tasks. The defaults are what every row from
-- before means.
ALTER TABLE op ADD COLUMN undo_of TEXT;
ALTER TABLE op ADD COLUMN incident TEXT NOT NULL DEFAULT '';
ALTER TABLE op ADD COLUMN incident_open INT NOT NULL DEFAULT 0 CHECK (incident_open IN (0, 1));
ALTER TABLE attempt ADD COLUMN void INT NOT NULL DEFAULT 0 CHECK (void IN (0, 1));

-- TASK is a state. SQLite cannot alter a condition; its manual names this way for
-- those that only become weaker, because no row has to be copied: a journal of
-- years is upgraded at once, and nothing in it is rewritten.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''CLOSED_UNPAID'')', '''CLOSED_UNPAID'',''TASK'')')
    WHERE type = 'table' AND name = 'op';
PRAGMA writable_schema = RESET;

-- One correction at most, but for those that surely did nothing.
CREATE UNIQUE INDEX one_refund ON op (undo_of)
    WHERE undo_of IS NOT NULL AND state NOT IN ('NOTSENT','REFUSED','VOIDED','CLOSED_UNPAID');
CREATE INDEX undo_of ON op (undo_of) WHERE undo_of IS NOT NULL;
-- An open incident blocks its card.
CREATE INDEX blamed ON op (backend, account, subject) WHERE incident_open = 1;
DROP INDEX unsettled;
CREATE INDEX unsettled ON op (slip_no)
    WHERE state IN ('INTENT','SENDING','UNKNOWN','VOIDING','HUMAN','NOTFOUND','TASK');

DROP TRIGGER op_no_edit;
-- +goose StatementBegin
CREATE TRIGGER op_no_edit BEFORE UPDATE OF op_id, backend, account, subject, kind, amount_fen, points, pay_type,
    stamp, slip_no, till, cashier, retry_of, undo_of, created_ms, operation, quote ON op
BEGIN SELECT RAISE(ABORT, 'what was asked is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER op_incident_kept BEFORE UPDATE ON op WHEN OLD.incident <> '' AND NEW.incident = ''
BEGIN SELECT RAISE(ABORT, 'incidents are closed, never deleted'); END;
-- +goose StatementEnd

-- +goose Down
SELECT 'money is never migrated backwards' WHERE 1 = 0;
