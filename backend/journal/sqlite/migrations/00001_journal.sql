-- +goose Up

-- The SQL keeps to what PostgreSQL knows as well, but for the triggers' bodies.
-- Amounts are fen, points hundredths, times Unix milliseconds with 0 for none.
CREATE TABLE op (
    op_id           TEXT   NOT NULL PRIMARY KEY,
    backend         TEXT   NOT NULL,
    account         TEXT   NOT NULL,
    subject         TEXT   NOT NULL,
    kind            TEXT   NOT NULL,
    amount_fen      BIGINT NOT NULL,
    points          BIGINT NOT NULL,
    pay_type        TEXT   NOT NULL,
    stamp           BIGINT NOT NULL,
    slip_no         BIGINT NOT NULL UNIQUE,
    till            TEXT   NOT NULL,
    cashier         TEXT   NOT NULL,
    retry_of        TEXT   NOT NULL,
    state           TEXT   NOT NULL CHECK (state IN ('INTENT','SENDING','UNKNOWN','VOIDING','HUMAN','APPLIED',
                                  'REFUSED','NOTSENT','VOIDED','NOTFOUND','CLOSED_PAID','CLOSED_UNPAID')),
    ver             BIGINT NOT NULL,
    voided          INT    NOT NULL CHECK (voided IN (0, 1)),
    why             TEXT   NOT NULL,
    created_ms      BIGINT NOT NULL,
    updated_ms      BIGINT NOT NULL,
    settled_ms      BIGINT NOT NULL,
    send_by_ms      BIGINT NOT NULL,
    next_look_ms    BIGINT NOT NULL,
    collected_ms    BIGINT NOT NULL,
    acknowledged_ms BIGINT NOT NULL,
    token_key       TEXT,
    token_evidence  BLOB,
    operation       TEXT   NOT NULL,
    quote           TEXT   NOT NULL,
    receipt         TEXT   NOT NULL,
    evidence        TEXT   NOT NULL,
    refusal         TEXT   NOT NULL
);

-- The lock: one open operation on a card, whatever happens to the processes.
CREATE UNIQUE INDEX one_open ON op (backend, account, subject)
    WHERE state IN ('INTENT','SENDING','UNKNOWN','VOIDING','HUMAN');
-- A card's stamps are unique for ever, also those of closed operations.
CREATE UNIQUE INDEX one_key ON op (backend, account, subject, stamp);
CREATE INDEX by_token ON op (token_key) WHERE token_key IS NOT NULL;
CREATE INDEX by_time ON op (created_ms);
CREATE INDEX unsettled ON op (slip_no)
    WHERE state IN ('INTENT','SENDING','UNKNOWN','VOIDING','HUMAN','NOTFOUND');
CREATE INDEX unacknowledged ON op (slip_no) WHERE acknowledged_ms = 0;

CREATE TABLE attempt (
    op_id     TEXT   NOT NULL REFERENCES op (op_id),
    n         BIGINT NOT NULL,
    at_ms     BIGINT NOT NULL,
    wrote     INT    NOT NULL CHECK (wrote IN (0, 1)),
    http      BIGINT NOT NULL,
    class     TEXT   NOT NULL,
    closed_ms BIGINT NOT NULL,
    body      BLOB,
    PRIMARY KEY (op_id, n)
);

-- Rows of the vendors' histories, each bound to at most one operation and each
-- operation to at most one row. Ids count per account.
CREATE TABLE seen (
    backend TEXT   NOT NULL,
    account TEXT   NOT NULL,
    row_id  BIGINT NOT NULL,
    subject TEXT   NOT NULL,
    event   TEXT   NOT NULL,
    op_id   TEXT   UNIQUE REFERENCES op (op_id),
    PRIMARY KEY (backend, account, row_id)
);
CREATE INDEX seen_bound ON seen (backend, account, subject) WHERE op_id IS NOT NULL;

CREATE TABLE audit (
    seq   INTEGER NOT NULL PRIMARY KEY,
    op_id TEXT   NOT NULL REFERENCES op (op_id),
    prev  TEXT   NOT NULL,
    hash  TEXT   NOT NULL,
    entry TEXT   NOT NULL
);
CREATE INDEX audit_op ON audit (op_id, seq);

-- +goose StatementBegin
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER op_no_delete BEFORE DELETE ON op
BEGIN SELECT RAISE(ABORT, 'operations are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER op_no_edit BEFORE UPDATE OF op_id, backend, account, subject, kind, amount_fen, points, pay_type,
    stamp, slip_no, till, cashier, retry_of, created_ms, operation, quote ON op
BEGIN SELECT RAISE(ABORT, 'what was asked is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER op_forward BEFORE UPDATE ON op WHEN NEW.ver <> OLD.ver + 1 OR NEW.voided < OLD.voided
BEGIN SELECT RAISE(ABORT, 'operations only move forward'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER attempt_no_delete BEFORE DELETE ON attempt
BEGIN SELECT RAISE(ABORT, 'attempts are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER seen_no_delete BEFORE DELETE ON seen
BEGIN SELECT RAISE(ABORT, 'history rows are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER seen_bound_once BEFORE UPDATE ON seen
WHEN OLD.op_id IS NOT NULL OR NEW.row_id <> OLD.row_id OR NEW.backend <> OLD.backend
    OR NEW.account <> OLD.account OR NEW.subject <> OLD.subject OR NEW.event <> OLD.event
BEGIN SELECT RAISE(ABORT, 'history rows are bound once and never changed'); END;
-- +goose StatementEnd

-- +goose Down
SELECT 'money is never migrated backwards' WHERE 1 = 0;
