-- table users
CREATE TABLE {users} (
  {users.id} VARCHAR(255) NOT NULL DEFAULT (UUID()) PRIMARY KEY,
  {users.name} VARCHAR(255),
  {users.email} VARCHAR(255) UNIQUE,
  {users.emailVerified} DATETIME(3),
  {users.image} TEXT,
  {users.disabled} BOOLEAN,
  {users.validAfter} BIGINT,
  {users.exceptSession} VARCHAR(255),
  {users.touched} BIGINT
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE {exact};

-- table accounts
CREATE TABLE {accounts} (
  {accounts.id} BIGINT AUTO_INCREMENT PRIMARY KEY,
  {accounts.userId} {userID} NOT NULL,
  {accounts.type} VARCHAR(255) NOT NULL,
  {accounts.provider} VARCHAR(255) NOT NULL,
  {accounts.providerAccountId} VARCHAR(255) NOT NULL,
  {accounts.refresh_token} TEXT,
  {accounts.access_token} TEXT,
  {accounts.expires_at} BIGINT,
  {accounts.id_token} TEXT,
  {accounts.scope} TEXT,
  {accounts.session_state} TEXT,
  {accounts.token_type} TEXT,
  UNIQUE ({accounts.provider}, {accounts.providerAccountId}),
  FOREIGN KEY ({accounts.userId}) REFERENCES {users} ({users.id}) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE {exact};

-- table sessions
CREATE TABLE {sessions} (
  {sessions.id} BIGINT AUTO_INCREMENT PRIMARY KEY,
  {sessions.userId} {userID} NOT NULL,
  {sessions.expires} DATETIME(3) NOT NULL,
  {sessions.sessionToken} VARCHAR(255) NOT NULL UNIQUE,
  {sessions.sid} VARCHAR(255) UNIQUE,
  {sessions.createdAt} DATETIME(3),
  {sessions.lastSeen} DATETIME(3),
  {sessions.ip} VARCHAR(255),
  {sessions.userAgent} VARCHAR(255),
  {sessions.data} MEDIUMBLOB,
  {sessions.version} BIGINT,
  {sessions.stale} BOOLEAN,
  FOREIGN KEY ({sessions.userId}) REFERENCES {users} ({users.id}) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE {exact};

-- table verificationTokens
CREATE TABLE {verificationTokens} (
  {verificationTokens.identifier} VARCHAR(255) NOT NULL,
  {verificationTokens.expires} DATETIME(3) NOT NULL,
  {verificationTokens.token} VARCHAR(255) NOT NULL,
  PRIMARY KEY ({verificationTokens.identifier}, {verificationTokens.token})
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE {exact};

-- table authenticators
CREATE TABLE {authenticators} (
  {authenticators.credentialID} VARCHAR(255) NOT NULL UNIQUE,
  {authenticators.userId} {userID} NOT NULL,
  {authenticators.providerAccountId} VARCHAR(255) NOT NULL,
  {authenticators.credentialPublicKey} TEXT NOT NULL,
  {authenticators.counter} BIGINT NOT NULL,
  {authenticators.credentialDeviceType} VARCHAR(255) NOT NULL,
  {authenticators.credentialBackedUp} BOOLEAN NOT NULL,
  {authenticators.transports} VARCHAR(255),
  PRIMARY KEY ({authenticators.userId}, {authenticators.credentialID}),
  FOREIGN KEY ({authenticators.userId}) REFERENCES {users} ({users.id}) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE {exact};

-- table revocations
CREATE TABLE {revocations} (
  {revocations.userId} VARCHAR(255) NOT NULL,
  {revocations.sid} VARCHAR(255) NOT NULL,
  {revocations.until} BIGINT NOT NULL,
  PRIMARY KEY ({revocations.userId}, {revocations.sid})
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE {exact};

-- column users.name
ALTER TABLE {users} ADD COLUMN {users.name} VARCHAR(255) CHARACTER SET utf8mb4 COLLATE {exact};

-- column users.emailVerified
ALTER TABLE {users} ADD COLUMN {users.emailVerified} DATETIME(3);

-- column users.image
ALTER TABLE {users} ADD COLUMN {users.image} TEXT CHARACTER SET utf8mb4 COLLATE {exact};

-- column accounts.refresh_token
ALTER TABLE {accounts} ADD COLUMN {accounts.refresh_token} TEXT CHARACTER SET utf8mb4 COLLATE {exact};

-- column accounts.access_token
ALTER TABLE {accounts} ADD COLUMN {accounts.access_token} TEXT CHARACTER SET utf8mb4 COLLATE {exact};

-- column accounts.expires_at
ALTER TABLE {accounts} ADD COLUMN {accounts.expires_at} BIGINT;

-- column accounts.id_token
ALTER TABLE {accounts} ADD COLUMN {accounts.id_token} TEXT CHARACTER SET utf8mb4 COLLATE {exact};

-- column accounts.scope
ALTER TABLE {accounts} ADD COLUMN {accounts.scope} TEXT CHARACTER SET utf8mb4 COLLATE {exact};

-- column accounts.session_state
ALTER TABLE {accounts} ADD COLUMN {accounts.session_state} TEXT CHARACTER SET utf8mb4 COLLATE {exact};

-- column accounts.token_type
ALTER TABLE {accounts} ADD COLUMN {accounts.token_type} TEXT CHARACTER SET utf8mb4 COLLATE {exact};

-- column authenticators.transports
ALTER TABLE {authenticators} ADD COLUMN {authenticators.transports} VARCHAR(255) CHARACTER SET utf8mb4 COLLATE {exact};

-- column users.disabled
ALTER TABLE {users} ADD COLUMN {users.disabled} BOOLEAN;

-- column users.validAfter
ALTER TABLE {users} ADD COLUMN {users.validAfter} BIGINT;

-- column users.exceptSession
ALTER TABLE {users} ADD COLUMN {users.exceptSession} VARCHAR(255) CHARACTER SET utf8mb4 COLLATE {exact};

-- column users.touched
ALTER TABLE {users} ADD COLUMN {users.touched} BIGINT;

-- column sessions.sid
ALTER TABLE {sessions} ADD COLUMN {sessions.sid} VARCHAR(255) CHARACTER SET utf8mb4 COLLATE {exact};

-- column sessions.createdAt
ALTER TABLE {sessions} ADD COLUMN {sessions.createdAt} DATETIME(3);

-- column sessions.lastSeen
ALTER TABLE {sessions} ADD COLUMN {sessions.lastSeen} DATETIME(3);

-- column sessions.ip
ALTER TABLE {sessions} ADD COLUMN {sessions.ip} VARCHAR(255) CHARACTER SET utf8mb4 COLLATE {exact};

-- column sessions.userAgent
ALTER TABLE {sessions} ADD COLUMN {sessions.userAgent} VARCHAR(255) CHARACTER SET utf8mb4 COLLATE {exact};

-- column sessions.data
ALTER TABLE {sessions} ADD COLUMN {sessions.data} MEDIUMBLOB;

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


-- widen accounts.refresh_token
ALTER TABLE {accounts} MODIFY {accounts.refresh_token} TEXT;

-- widen accounts.access_token
ALTER TABLE {accounts} MODIFY {accounts.access_token} TEXT;

-- widen accounts.id_token
ALTER TABLE {accounts} MODIFY {accounts.id_token} TEXT;

-- widen accounts.scope
ALTER TABLE {accounts} MODIFY {accounts.scope} TEXT;

-- widen accounts.session_state
ALTER TABLE {accounts} MODIFY {accounts.session_state} TEXT;

-- widen users.image
ALTER TABLE {users} MODIFY {users.image} TEXT;
