-- table users
CREATE TABLE {users} (
  {users.id} TEXT PRIMARY KEY DEFAULT gen_random_uuid()::text,
  {users.name} TEXT,
  {users.email} TEXT UNIQUE,
  {users.emailVerified} TIMESTAMPTZ,
  {users.image} TEXT,
  {users.disabled} BOOLEAN,
  {users.validAfter} BIGINT,
  {users.exceptSession} TEXT,
  {users.touched} BIGINT
);

-- table accounts
CREATE TABLE {accounts} (
  {accounts.id} BIGSERIAL PRIMARY KEY,
  {accounts.userId} {userID} NOT NULL REFERENCES {users} ({users.id}) ON DELETE CASCADE,
  {accounts.type} TEXT NOT NULL,
  {accounts.provider} TEXT NOT NULL,
  {accounts.providerAccountId} TEXT NOT NULL,
  {accounts.refresh_token} TEXT,
  {accounts.access_token} TEXT,
  {accounts.expires_at} BIGINT,
  {accounts.id_token} TEXT,
  {accounts.scope} TEXT,
  {accounts.session_state} TEXT,
  {accounts.token_type} TEXT,
  UNIQUE ({accounts.provider}, {accounts.providerAccountId})
);

-- table sessions
CREATE TABLE {sessions} (
  {sessions.id} BIGSERIAL PRIMARY KEY,
  {sessions.userId} {userID} NOT NULL REFERENCES {users} ({users.id}) ON DELETE CASCADE,
  {sessions.expires} TIMESTAMPTZ NOT NULL,
  {sessions.sessionToken} TEXT NOT NULL UNIQUE,
  {sessions.sid} TEXT UNIQUE,
  {sessions.createdAt} TIMESTAMPTZ,
  {sessions.lastSeen} TIMESTAMPTZ,
  {sessions.ip} TEXT,
  {sessions.userAgent} TEXT,
  {sessions.data} BYTEA,
  {sessions.version} BIGINT,
  {sessions.stale} BOOLEAN
);

-- table verificationTokens
CREATE TABLE {verificationTokens} (
  {verificationTokens.identifier} TEXT NOT NULL,
  {verificationTokens.expires} TIMESTAMPTZ NOT NULL,
  {verificationTokens.token} TEXT NOT NULL,
  PRIMARY KEY ({verificationTokens.identifier}, {verificationTokens.token})
);

-- table authenticators
CREATE TABLE {authenticators} (
  {authenticators.credentialID} TEXT NOT NULL UNIQUE,
  {authenticators.userId} {userID} NOT NULL REFERENCES {users} ({users.id}) ON DELETE CASCADE,
  {authenticators.providerAccountId} TEXT NOT NULL,
  {authenticators.credentialPublicKey} TEXT NOT NULL,
  {authenticators.counter} BIGINT NOT NULL,
  {authenticators.credentialDeviceType} TEXT NOT NULL,
  {authenticators.credentialBackedUp} BOOLEAN NOT NULL,
  {authenticators.transports} TEXT,
  PRIMARY KEY ({authenticators.userId}, {authenticators.credentialID})
);

-- table revocations
CREATE TABLE {revocations} (
  {revocations.userId} TEXT NOT NULL,
  {revocations.sid} TEXT NOT NULL,
  {revocations.until} BIGINT NOT NULL,
  PRIMARY KEY ({revocations.userId}, {revocations.sid})
);

-- column users.name
ALTER TABLE {users} ADD COLUMN {users.name} TEXT;

-- column users.emailVerified
ALTER TABLE {users} ADD COLUMN {users.emailVerified} TIMESTAMPTZ;

-- column users.image
ALTER TABLE {users} ADD COLUMN {users.image} TEXT;

-- column accounts.refresh_token
ALTER TABLE {accounts} ADD COLUMN {accounts.refresh_token} TEXT;

-- column accounts.access_token
ALTER TABLE {accounts} ADD COLUMN {accounts.access_token} TEXT;

-- column accounts.expires_at
ALTER TABLE {accounts} ADD COLUMN {accounts.expires_at} BIGINT;

-- column accounts.id_token
ALTER TABLE {accounts} ADD COLUMN {accounts.id_token} TEXT;

-- column accounts.scope
ALTER TABLE {accounts} ADD COLUMN {accounts.scope} TEXT;

-- column accounts.session_state
ALTER TABLE {accounts} ADD COLUMN {accounts.session_state} TEXT;

-- column accounts.token_type
ALTER TABLE {accounts} ADD COLUMN {accounts.token_type} TEXT;

-- column authenticators.transports
ALTER TABLE {authenticators} ADD COLUMN {authenticators.transports} TEXT;

-- column users.disabled
ALTER TABLE {users} ADD COLUMN {users.disabled} BOOLEAN;

-- column users.validAfter
ALTER TABLE {users} ADD COLUMN {users.validAfter} BIGINT;

-- column users.exceptSession
ALTER TABLE {users} ADD COLUMN {users.exceptSession} TEXT;

-- column users.touched
ALTER TABLE {users} ADD COLUMN {users.touched} BIGINT;

-- column sessions.sid
ALTER TABLE {sessions} ADD COLUMN {sessions.sid} TEXT;

-- column sessions.createdAt
ALTER TABLE {sessions} ADD COLUMN {sessions.createdAt} TIMESTAMPTZ;

-- column sessions.lastSeen
ALTER TABLE {sessions} ADD COLUMN {sessions.lastSeen} TIMESTAMPTZ;

-- column sessions.ip
ALTER TABLE {sessions} ADD COLUMN {sessions.ip} TEXT;

-- column sessions.userAgent
ALTER TABLE {sessions} ADD COLUMN {sessions.userAgent} TEXT;

-- column sessions.data
ALTER TABLE {sessions} ADD COLUMN {sessions.data} BYTEA;

-- column sessions.version
ALTER TABLE {sessions} ADD COLUMN {sessions.version} BIGINT;

-- column sessions.stale
ALTER TABLE {sessions} ADD COLUMN {sessions.stale} BOOLEAN;

-- unique users email
CREATE UNIQUE INDEX {index} ON {users} ({users.email});

-- unique accounts provider providerAccountId
CREATE UNIQUE INDEX {index} ON {accounts} ({accounts.provider}, {accounts.providerAccountId});

-- unique sessions sessionToken
CREATE UNIQUE INDEX {index} ON {sessions} ({sessions.sessionToken});

-- unique sessions sid
CREATE UNIQUE INDEX {index} ON {sessions} ({sessions.sid});

-- unique verificationTokens identifier token
CREATE UNIQUE INDEX {index} ON {verificationTokens} ({verificationTokens.identifier}, {verificationTokens.token});

-- unique authenticators credentialID
CREATE UNIQUE INDEX {index} ON {authenticators} ({authenticators.credentialID});

-- index accounts userId
CREATE INDEX {index} ON {accounts} ({accounts.userId});

-- index sessions userId
CREATE INDEX {index} ON {sessions} ({sessions.userId});

-- index sessions expires
CREATE INDEX {index} ON {sessions} ({sessions.expires});
