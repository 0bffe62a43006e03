-- The tables are those of the embedded journal, with the types that fit. Amounts are
-- fen, points hundredths, times Unix milliseconds with 0 for none. Texts are compared
-- byte by byte: in the order of a language two keys could be one.
CREATE TABLE op (
    op_id           TEXT    COLLATE "C" NOT NULL PRIMARY KEY,
    backend         TEXT    COLLATE "C" NOT NULL,
    account         TEXT    COLLATE "C" NOT NULL,
    subject         TEXT    COLLATE "C" NOT NULL,
    kind            TEXT    NOT NULL,
    amount_fen      BIGINT  NOT NULL,
    points          BIGINT  NOT NULL,
    pay_type        TEXT    NOT NULL,
    stamp           BIGINT  NOT NULL,
    slip_no         BIGINT  NOT NULL UNIQUE,
    till            TEXT    COLLATE "C" NOT NULL,
    cashier         TEXT    COLLATE "C" NOT NULL,
    retry_of        TEXT    NOT NULL,
    undo_of         TEXT    COLLATE "C",
    state           TEXT    NOT NULL CHECK (state IN ('INTENT','SENDING','UNKNOWN','VOIDING','HUMAN','APPLIED',
                                  'REFUSED','NOTSENT','VOIDED','NOTFOUND','CLOSED_PAID','CLOSED_UNPAID','TASK')),
    ver             BIGINT  NOT NULL,
    voided          BOOLEAN NOT NULL,
    why             TEXT    NOT NULL,
    created_ms      BIGINT  NOT NULL,
    updated_ms      BIGINT  NOT NULL,
    settled_ms      BIGINT  NOT NULL,
    send_by_ms      BIGINT  NOT NULL,
    next_look_ms    BIGINT  NOT NULL,
    collected_ms    BIGINT  NOT NULL,
    acknowledged_ms BIGINT  NOT NULL,
    token_key       TEXT    COLLATE "C",
    token_evidence  BYTEA,
    operation       TEXT    NOT NULL,
    quote           TEXT    NOT NULL,
    receipt         TEXT    NOT NULL,
    evidence        TEXT    NOT NULL,
    refusal         TEXT    NOT NULL,
    incident        TEXT    NOT NULL,
    incident_open   BOOLEAN NOT NULL
);

-- The lock: one open operation on a card, whatever happens to the machines.
CREATE UNIQUE INDEX one_open ON op (backend, account, subject)
    WHERE state IN ('INTENT','SENDING','UNKNOWN','VOIDING','HUMAN');
-- A card's stamps are unique for ever, also those of closed operations.
CREATE UNIQUE INDEX one_key ON op (backend, account, subject, stamp);
-- One correction at most, but for those that surely did nothing.
CREATE UNIQUE INDEX one_refund ON op (undo_of)
    WHERE undo_of IS NOT NULL AND state NOT IN ('NOTSENT','REFUSED','VOIDED','CLOSED_UNPAID');
CREATE INDEX undo_of ON op (undo_of) WHERE undo_of IS NOT NULL;
CREATE INDEX by_token ON op (token_key) WHERE token_key IS NOT NULL;
CREATE INDEX by_time ON op (created_ms);
CREATE INDEX unsettled ON op (slip_no)
    WHERE state IN ('INTENT','SENDING','UNKNOWN','VOIDING','HUMAN','NOTFOUND','TASK');
CREATE INDEX unacknowledged ON op (slip_no) WHERE acknowledged_ms = 0;
-- An open incident blocks its card.
CREATE INDEX blamed ON op (backend, account, subject) WHERE incident_open;

CREATE TABLE attempt (
    op_id     TEXT    COLLATE "C" NOT NULL REFERENCES op (op_id),
    n         BIGINT  NOT NULL,
    void      BOOLEAN NOT NULL,
    at_ms     BIGINT  NOT NULL,
    wrote     BOOLEAN NOT NULL,
    http      BIGINT  NOT NULL,
    class     TEXT    NOT NULL,
    closed_ms BIGINT  NOT NULL,
    body      BYTEA,
    PRIMARY KEY (op_id, n)
);

-- Rows of the vendors' histories, each bound to at most one operation and each
-- operation to at most one row. Ids count per account.
CREATE TABLE seen (
    backend TEXT   COLLATE "C" NOT NULL,
    account TEXT   COLLATE "C" NOT NULL,
    row_id  BIGINT NOT NULL,
    subject TEXT   COLLATE "C" NOT NULL,
    event   TEXT   NOT NULL,
    op_id   TEXT   COLLATE "C" UNIQUE REFERENCES op (op_id),
    PRIMARY KEY (backend, account, row_id)
);
CREATE INDEX seen_bound ON seen (backend, account, subject) WHERE op_id IS NOT NULL;

-- What is durable and no operation. One that was removed stays without its body, so
-- that its versions go on counting.
CREATE TABLE paper (
    kind       TEXT    COLLATE "C" NOT NULL,
    name       TEXT    COLLATE "C" NOT NULL,
    ver        BIGINT  NOT NULL,
    gone       BOOLEAN NOT NULL,
    body       BYTEA   NOT NULL,
    updated_ms BIGINT  NOT NULL,
    PRIMARY KEY (kind, name)
);

-- An entry is a text, not the database's own JSON: its hash is over these bytes.
CREATE TABLE audit (
    seq   BIGINT NOT NULL PRIMARY KEY,
    op_id TEXT   COLLATE "C" REFERENCES op (op_id),
    prev  TEXT   NOT NULL,
    hash  TEXT   NOT NULL,
    entry TEXT   NOT NULL
);
CREATE INDEX audit_op ON audit (op_id, seq);
-- The audit is asked for days. Every entry begins with its number and its time.
CREATE INDEX audit_at ON audit ((substring(entry FROM '^[{]"seq":[0-9]+,"at":([0-9]+)')::BIGINT));

-- What the journal knows about itself. created_ms is when it was made, accepted_ms
-- when a person last accepted it although it had been set back.
CREATE TABLE meta (
    name  TEXT   NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

-- Which processes are at work for which tills, by the server's clock. Nothing in it is
-- evidence of anything, so it is no part of the audit.
CREATE TABLE alive (
    process TEXT   NOT NULL,
    till    TEXT   NOT NULL,
    machine TEXT   NOT NULL,
    at_ms   BIGINT NOT NULL,
    PRIMARY KEY (process, till)
);

CREATE FUNCTION refuse() RETURNS TRIGGER LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('the audit is never changed');
CREATE TRIGGER op_kept BEFORE DELETE OR TRUNCATE ON op
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('operations are never deleted');
CREATE TRIGGER attempt_kept BEFORE DELETE OR TRUNCATE ON attempt
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('attempts are never deleted');
CREATE TRIGGER seen_kept BEFORE DELETE OR TRUNCATE ON seen
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('history rows are never deleted');
CREATE TRIGGER paper_kept BEFORE DELETE OR TRUNCATE ON paper
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('papers are removed by a new version');

CREATE TRIGGER op_no_edit BEFORE UPDATE ON op FOR EACH ROW
    WHEN ((NEW.op_id, NEW.backend, NEW.account, NEW.subject, NEW.kind, NEW.amount_fen, NEW.points, NEW.pay_type,
           NEW.stamp, NEW.slip_no, NEW.till, NEW.cashier, NEW.retry_of, NEW.undo_of, NEW.created_ms, NEW.operation, NEW.quote)
        IS DISTINCT FROM
          (OLD.op_id, OLD.backend, OLD.account, OLD.subject, OLD.kind, OLD.amount_fen, OLD.points, OLD.pay_type,
           OLD.stamp, OLD.slip_no, OLD.till, OLD.cashier, OLD.retry_of, OLD.undo_of, OLD.created_ms, OLD.operation, OLD.quote))
    EXECUTE FUNCTION refuse('what was asked is never changed');
CREATE TRIGGER op_forward BEFORE UPDATE ON op FOR EACH ROW
    WHEN (NEW.ver <> OLD.ver + 1 OR OLD.voided AND NOT NEW.voided)
    EXECUTE FUNCTION refuse('operations only move forward');
CREATE TRIGGER op_incident_kept BEFORE UPDATE ON op FOR EACH ROW
    WHEN (OLD.incident <> '' AND NEW.incident = '')
    EXECUTE FUNCTION refuse('incidents are closed, never deleted');
CREATE TRIGGER seen_bound_once BEFORE UPDATE ON seen FOR EACH ROW
    WHEN (OLD.op_id IS NOT NULL OR (NEW.backend, NEW.account, NEW.row_id, NEW.subject, NEW.event)
        IS DISTINCT FROM (OLD.backend, OLD.account, OLD.row_id, OLD.subject, OLD.event))
    EXECUTE FUNCTION refuse('history rows are bound once and never changed');
CREATE TRIGGER paper_forward BEFORE UPDATE ON paper FOR EACH ROW
    WHEN (NEW.kind <> OLD.kind OR NEW.name <> OLD.name OR NEW.ver <> OLD.ver + 1)
    EXECUTE FUNCTION refuse('papers only move forward');
