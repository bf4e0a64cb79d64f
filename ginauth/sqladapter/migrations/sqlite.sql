-- table users
CREATE TABLE {users} (
  {users.id} TEXT NOT NULL PRIMARY KEY DEFAULT (lower(hex(randomblob(16)))),
  {users.name} TEXT,
  {users.email} TEXT UNIQUE,
  {users.emailVerified} INTEGER,
  {users.image} TEXT,
  {users.disabled} INTEGER,
  {users.validAfter} INTEGER,
  {users.exceptSession} TEXT,
  {users.touched} INTEGER
);

-- table accounts
CREATE TABLE {accounts} (
  {accounts.id} INTEGER PRIMARY KEY AUTOINCREMENT,
  {accounts.userId} {userID} NOT NULL REFERENCES {users} ({users.id}) ON DELETE CASCADE,
  {accounts.type} TEXT NOT NULL,
  {accounts.provider} TEXT NOT NULL,
  {accounts.providerAccountId} TEXT NOT NULL,
  {accounts.refresh_token} TEXT,
  {accounts.access_token} TEXT,
  {accounts.expires_at} INTEGER,
  {accounts.id_token} TEXT,
  {accounts.scope} TEXT,
  {accounts.session_state} TEXT,
  {accounts.token_type} TEXT,
  UNIQUE ({accounts.provider}, {accounts.providerAccountId})
);

-- table sessions
CREATE TABLE {sessions} (
  {sessions.id} INTEGER PRIMARY KEY AUTOINCREMENT,
  {sessions.userId} {userID} NOT NULL REFERENCES {users} ({users.id}) ON DELETE CASCADE,
  {sessions.expires} INTEGER NOT NULL,
  {sessions.sessionToken} TEXT NOT NULL UNIQUE,
  {sessions.sid} TEXT UNIQUE,
  {sessions.createdAt} INTEGER,
  {sessions.lastSeen} INTEGER,
  {sessions.ip} TEXT,
  {sessions.userAgent} TEXT,
  {sessions.data} BLOB,
  {sessions.version} INTEGER,
  {sessions.stale} INTEGER
);

-- table verificationTokens
CREATE TABLE {verificationTokens} (
  {verificationTokens.identifier} TEXT NOT NULL,
  {verificationTokens.expires} INTEGER NOT NULL,
  {verificationTokens.token} TEXT NOT NULL,
  PRIMARY KEY ({verificationTokens.identifier}, {verificationTokens.token})
);

-- table authenticators
CREATE TABLE {authenticators} (
  {authenticators.credentialID} TEXT NOT NULL UNIQUE,
  {authenticators.userId} {userID} NOT NULL REFERENCES {users} ({users.id}) ON DELETE CASCADE,
  {authenticators.providerAccountId} TEXT NOT NULL,
  {authenticators.credentialPublicKey} TEXT NOT NULL,
  {authenticators.counter} INTEGER NOT NULL,
  {authenticators.credentialDeviceType} TEXT NOT NULL,
  {authenticators.credentialBackedUp} INTEGER NOT NULL,
  {authenticators.transports} TEXT,
  PRIMARY KEY ({authenticators.userId}, {authenticators.credentialID})
);

-- table revocations
CREATE TABLE {revocations} (
  {revocations.userId} TEXT NOT NULL,
  {revocations.sid} TEXT NOT NULL,
  {revocations.until} INTEGER NOT NULL,
  PRIMARY KEY ({revocations.userId}, {revocations.sid})
);

-- column users.name
ALTER TABLE {users} ADD COLUMN {users.name} TEXT;

-- column users.emailVerified
ALTER TABLE {users} ADD COLUMN {users.emailVerified} INTEGER;

-- column users.image
ALTER TABLE {users} ADD COLUMN {users.image} TEXT;

-- column accounts.refresh_token
ALTER TABLE {accounts} ADD COLUMN {accounts.refresh_token} TEXT;

-- column accounts.access_token
ALTER TABLE {accounts} ADD COLUMN {accounts.access_token} TEXT;

-- column accounts.expires_at
ALTER TABLE {accounts} ADD COLUMN {accounts.expires_at} INTEGER;

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
ALTER TABLE {users} ADD COLUMN {users.disabled} INTEGER;

-- column users.validAfter
ALTER TABLE {users} ADD COLUMN {users.validAfter} INTEGER;

-- column users.exceptSession
ALTER TABLE {users} ADD COLUMN {users.exceptSession} TEXT;

-- column users.touched
ALTER TABLE {users} ADD COLUMN {users.touched} INTEGER;

-- column sessions.sid
ALTER TABLE {sessions} ADD COLUMN {sessions.sid} TEXT;

-- column sessions.createdAt
ALTER TABLE {sessions} ADD COLUMN {sessions.createdAt} INTEGER;

-- column sessions.lastSeen
ALTER TABLE {sessions} ADD COLUMN {sessions.lastSeen} INTEGER;

-- column sessions.ip
ALTER TABLE {sessions} ADD COLUMN {sessions.ip} TEXT;

-- column sessions.userAgent
ALTER TABLE {sessions} ADD COLUMN {sessions.userAgent} TEXT;

-- column sessions.data
ALTER TABLE {sessions} ADD COLUMN {sessions.data} BLOB;

-- column sessions.version
ALTER TABLE {sessions} ADD COLUMN {sessions.version} INTEGER;

-- column sessions.stale
ALTER TABLE {sessions} ADD COLUMN {sessions.stale} INTEGER;

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
