package sqladapter_test

import "github.com/ginauth/gin-auth/ginauth/sqladapter"

const (
	plainRows  = "INSERT INTO users {user}; INSERT INTO accounts {account}; INSERT INTO sessions {session}; INSERT INTO verification_token {token}"
	prismaRows = `INSERT INTO "User" (id, name, email, "emailVerified", "updatedAt") VALUES ({id}, 'Ada', 'ada@example.com', {noon}, {noon});
INSERT INTO "Account" ("userId", type, provider, "providerAccountId", access_token, expires_at, "updatedAt")
VALUES ({id}, 'oauth', 'github', '42', 'gho_1', 1800000000, {noon});
INSERT INTO "Session" ("userId", expires, "sessionToken", "updatedAt") VALUES ({id}, {noon}, 'Plain-Token', {noon});
INSERT INTO "VerificationToken" {token}`
	// As older examples have it: every row has an id, which the client makes.
	oldPrismaRows = `INSERT INTO "User" {user};
INSERT INTO "Account" (id, "userId", type, provider, "providerAccountId", access_token, expires_at)
VALUES ('cjld2cjxh0000qzrmn831i7rn', {id}, 'oauth', 'github', '42', 'gho_1', 1800000000);
INSERT INTO "Session" (id, "userId", expires, "sessionToken") VALUES ('cjld2cyuq0000t3rmniod1foy', {id}, {noon}, 'Plain-Token');
INSERT INTO "VerificationToken" {token}`
	drizzleRows = `INSERT INTO "user" {user}; INSERT INTO account {account}; INSERT INTO session {session}; INSERT INTO "verificationToken" {token}`
	typeormRows = `INSERT INTO users {user};
INSERT INTO accounts (id, "userId", type, provider, "providerAccountId", access_token, expires_at) VALUES ({id}, {id}, 'oauth', 'github', '42', 'gho_1', 1800000000);
INSERT INTO sessions (id, "userId", expires, "sessionToken") VALUES ({id}, {id}, {noon}, 'Plain-Token');
INSERT INTO verification_tokens (id, identifier, token, expires) VALUES ({id}, 'ada@example.com', 'hash', {noon})`
	cuid = "clh1abcde0000qzrm8t2x9k3v"
)

// layouts are the schemas of Auth.js's adapters, by their documentation.
func layouts() []layout {
	return []layout{
		{"pg", sqladapter.PostgreSQL, sqladapter.AuthJS(), pgSchema, plainRows, "1"},
		{"Prisma", sqladapter.PostgreSQL, sqladapter.Prisma(), prismaPostgres, prismaRows, cuid},
		{"old Prisma", sqladapter.PostgreSQL, sqladapter.Prisma(), oldPrismaPostgres, oldPrismaRows, cuid},
		{"Drizzle", sqladapter.PostgreSQL, sqladapter.Drizzle(), drizzlePostgres, drizzleRows, uuidOfRows},
		{"TypeORM", sqladapter.PostgreSQL, sqladapter.TypeORM(), typeormPostgres, typeormRows, uuidOfRows},
		{"Prisma", sqladapter.SQLite, sqladapter.Prisma(), prismaSQLite, prismaRows, cuid},
		{"Prisma 7", sqladapter.SQLite, sqladapter.Prisma(), prismaSQLite, prismaRows, cuid},
		{"Drizzle", sqladapter.SQLite, sqladapter.Drizzle(), drizzleSQLite, drizzleRows, uuidOfRows},
		{"Prisma", sqladapter.MySQL, sqladapter.Prisma(), prismaMySQL, prismaRows, cuid},
		{"Drizzle", sqladapter.MySQL, sqladapter.Drizzle(), drizzleMySQL, drizzleRows, uuidOfRows},
		{"integers", sqladapter.MySQL, sqladapter.AuthJS(), integerMySQL, plainRows, "1"},
	}
}

// TestLayouts' tables, as the tools make them of the documented models.
const (
	pgSchema = `CREATE TABLE users (id SERIAL, name VARCHAR(255), email VARCHAR(255), "emailVerified" TIMESTAMPTZ, image TEXT, PRIMARY KEY (id));
CREATE TABLE accounts (id SERIAL, "userId" INTEGER NOT NULL, type VARCHAR(255) NOT NULL, provider VARCHAR(255) NOT NULL,
  "providerAccountId" VARCHAR(255) NOT NULL, refresh_token TEXT, access_token TEXT, expires_at BIGINT, id_token TEXT, scope TEXT,
  session_state TEXT, token_type TEXT, PRIMARY KEY (id));
CREATE TABLE sessions (id SERIAL, "userId" INTEGER NOT NULL, expires TIMESTAMPTZ NOT NULL, "sessionToken" VARCHAR(255) NOT NULL, PRIMARY KEY (id));
CREATE TABLE verification_token (identifier TEXT NOT NULL, expires TIMESTAMPTZ NOT NULL, token TEXT NOT NULL, PRIMARY KEY (identifier, token));
SELECT setval('users_id_seq', 10)`

	prismaPostgres = `CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "email" TEXT, "emailVerified" TIMESTAMP(3), "image" TEXT,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" TIMESTAMP(3) NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Account" ("userId" TEXT NOT NULL REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE, "type" TEXT NOT NULL, "provider" TEXT NOT NULL,
  "providerAccountId" TEXT NOT NULL, "refresh_token" TEXT, "access_token" TEXT, "expires_at" INTEGER, "token_type" TEXT, "scope" TEXT, "id_token" TEXT,
  "session_state" TEXT, "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" TIMESTAMP(3) NOT NULL, PRIMARY KEY ("provider","providerAccountId"));
CREATE TABLE "Session" ("sessionToken" TEXT NOT NULL, "userId" TEXT NOT NULL REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "expires" TIMESTAMP(3) NOT NULL, "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" TIMESTAMP(3) NOT NULL);
CREATE TABLE "VerificationToken" ("identifier" TEXT NOT NULL, "token" TEXT NOT NULL, "expires" TIMESTAMP(3) NOT NULL, PRIMARY KEY ("identifier","token"));
CREATE TABLE "Authenticator" ("credentialID" TEXT NOT NULL, "userId" TEXT NOT NULL REFERENCES "User"("id") ON DELETE CASCADE, "providerAccountId" TEXT NOT NULL,
  "credentialPublicKey" TEXT NOT NULL, "counter" INTEGER NOT NULL, "credentialDeviceType" TEXT NOT NULL, "credentialBackedUp" BOOLEAN NOT NULL, "transports" TEXT,
  PRIMARY KEY ("userId","credentialID"));
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE UNIQUE INDEX "Session_sessionToken_key" ON "Session"("sessionToken");
CREATE UNIQUE INDEX "Authenticator_credentialID_key" ON "Authenticator"("credentialID")`

	oldPrismaPostgres = `CREATE TABLE "User" ("id" TEXT PRIMARY KEY, "name" TEXT, "email" TEXT, "emailVerified" TIMESTAMP(3), "image" TEXT);
CREATE TABLE "Account" ("id" TEXT NOT NULL PRIMARY KEY, "userId" TEXT NOT NULL REFERENCES "User"("id") ON DELETE CASCADE, "type" TEXT NOT NULL, "provider" TEXT NOT NULL,
  "providerAccountId" TEXT NOT NULL, "refresh_token" TEXT, "access_token" TEXT, "expires_at" INTEGER, "token_type" TEXT, "scope" TEXT, "id_token" TEXT, "session_state" TEXT);
CREATE TABLE "Session" ("id" TEXT NOT NULL PRIMARY KEY, "sessionToken" TEXT NOT NULL, "userId" TEXT NOT NULL REFERENCES "User"("id") ON DELETE CASCADE, "expires" TIMESTAMP(3) NOT NULL);
CREATE TABLE "VerificationToken" ("identifier" TEXT NOT NULL, "token" TEXT NOT NULL UNIQUE, "expires" TIMESTAMP(3) NOT NULL)`

	drizzlePostgres = `CREATE TABLE "user" ("id" text PRIMARY KEY NOT NULL, "name" text, "email" text UNIQUE, "emailVerified" timestamp, "image" text);
CREATE TABLE "account" ("userId" text NOT NULL REFERENCES "user"("id") ON DELETE cascade, "type" text NOT NULL, "provider" text NOT NULL, "providerAccountId" text NOT NULL,
  "refresh_token" text, "access_token" text, "expires_at" integer, "token_type" text, "scope" text, "id_token" text, "session_state" text,
  PRIMARY KEY("provider","providerAccountId"));
CREATE TABLE "session" ("sessionToken" text PRIMARY KEY NOT NULL, "userId" text NOT NULL REFERENCES "user"("id") ON DELETE cascade, "expires" timestamp NOT NULL);
CREATE TABLE "verificationToken" ("identifier" text NOT NULL, "token" text NOT NULL, "expires" timestamp NOT NULL, PRIMARY KEY("identifier","token"));
CREATE TABLE "authenticator" ("credentialID" text NOT NULL UNIQUE, "userId" text NOT NULL REFERENCES "user"("id") ON DELETE cascade, "providerAccountId" text NOT NULL,
  "credentialPublicKey" text NOT NULL, "counter" integer NOT NULL, "credentialDeviceType" text NOT NULL, "credentialBackedUp" boolean NOT NULL, "transports" text,
  PRIMARY KEY("userId","credentialID"))`

	typeormPostgres = `CREATE TABLE "users" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "name" character varying, "email" character varying UNIQUE,
  "emailVerified" character varying, "image" character varying, PRIMARY KEY ("id"));
CREATE TABLE "accounts" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "userId" uuid NOT NULL, "type" character varying NOT NULL, "provider" character varying NOT NULL,
  "providerAccountId" character varying NOT NULL, "refresh_token" character varying, "access_token" character varying, "expires_at" bigint, "token_type" character varying,
  "scope" character varying, "id_token" character varying, "session_state" character varying, PRIMARY KEY ("id"), FOREIGN KEY ("userId") REFERENCES "users"("id"));
CREATE TABLE "sessions" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "sessionToken" character varying NOT NULL UNIQUE, "userId" uuid NOT NULL,
  "expires" character varying NOT NULL, PRIMARY KEY ("id"), FOREIGN KEY ("userId") REFERENCES "users"("id"));
CREATE TABLE "verification_tokens" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "token" character varying NOT NULL, "identifier" character varying NOT NULL,
  "expires" character varying NOT NULL, PRIMARY KEY ("id"))`

	prismaSQLite = `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT, "email" TEXT, "emailVerified" DATETIME, "image" TEXT,
  "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" DATETIME NOT NULL);
CREATE TABLE "Account" ("userId" TEXT NOT NULL REFERENCES "User"("id") ON DELETE CASCADE, "type" TEXT NOT NULL, "provider" TEXT NOT NULL, "providerAccountId" TEXT NOT NULL,
  "refresh_token" TEXT, "access_token" TEXT, "expires_at" INTEGER, "token_type" TEXT, "scope" TEXT, "id_token" TEXT, "session_state" TEXT,
  "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" DATETIME NOT NULL, PRIMARY KEY ("provider", "providerAccountId"));
CREATE TABLE "Session" ("sessionToken" TEXT NOT NULL, "userId" TEXT NOT NULL REFERENCES "User"("id") ON DELETE CASCADE, "expires" DATETIME NOT NULL,
  "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" DATETIME NOT NULL);
CREATE TABLE "VerificationToken" ("identifier" TEXT NOT NULL, "token" TEXT NOT NULL, "expires" DATETIME NOT NULL, PRIMARY KEY ("identifier", "token"));
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE UNIQUE INDEX "Session_sessionToken_key" ON "Session"("sessionToken")`

	drizzleSQLite = "CREATE TABLE `user` (`id` text PRIMARY KEY NOT NULL, `name` text, `email` text, `emailVerified` integer, `image` text);" +
		"CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);" +
		"CREATE TABLE `account` (`userId` text NOT NULL, `type` text NOT NULL, `provider` text NOT NULL, `providerAccountId` text NOT NULL, `refresh_token` text, `access_token` text," +
		" `expires_at` integer, `token_type` text, `scope` text, `id_token` text, `session_state` text, PRIMARY KEY(`provider`, `providerAccountId`)," +
		" FOREIGN KEY (`userId`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade);" +
		"CREATE TABLE `session` (`sessionToken` text PRIMARY KEY NOT NULL, `userId` text NOT NULL, `expires` integer NOT NULL, FOREIGN KEY (`userId`) REFERENCES `user`(`id`) ON DELETE cascade);" +
		"CREATE TABLE `verificationToken` (`identifier` text NOT NULL, `token` text NOT NULL, `expires` integer NOT NULL, PRIMARY KEY(`identifier`, `token`))"

	prismaMySQL = `CREATE TABLE "User" ("id" VARCHAR(191) NOT NULL, "name" VARCHAR(191), "email" VARCHAR(191), "emailVerified" DATETIME(3), "image" VARCHAR(191),
  "createdAt" DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), "updatedAt" DATETIME(3) NOT NULL, UNIQUE INDEX "User_email_key"("email"), PRIMARY KEY ("id"))
  DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE TABLE "Account" ("userId" VARCHAR(191) NOT NULL, "type" VARCHAR(191) NOT NULL, "provider" VARCHAR(191) NOT NULL, "providerAccountId" VARCHAR(191) NOT NULL,
  "refresh_token" TEXT, "access_token" VARCHAR(191), "expires_at" INTEGER, "token_type" VARCHAR(191), "scope" VARCHAR(191), "id_token" TEXT, "session_state" VARCHAR(191),
  "createdAt" DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), "updatedAt" DATETIME(3) NOT NULL, PRIMARY KEY ("provider", "providerAccountId"),
  FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE TABLE "Session" ("sessionToken" VARCHAR(191) NOT NULL, "userId" VARCHAR(191) NOT NULL, "expires" DATETIME(3) NOT NULL,
  "createdAt" DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), "updatedAt" DATETIME(3) NOT NULL, UNIQUE INDEX "Session_sessionToken_key"("sessionToken"),
  FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE TABLE "VerificationToken" ("identifier" VARCHAR(191) NOT NULL, "token" VARCHAR(191) NOT NULL, "expires" DATETIME(3) NOT NULL, PRIMARY KEY ("identifier", "token"))
  DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`

	drizzleMySQL = `CREATE TABLE "user" ("id" varchar(255) NOT NULL, "name" varchar(255), "email" varchar(255), "emailVerified" timestamp(3) NULL, "image" varchar(255),
  PRIMARY KEY("id"), UNIQUE("email"));
CREATE TABLE "account" ("userId" varchar(255) NOT NULL, "type" varchar(255) NOT NULL, "provider" varchar(255) NOT NULL, "providerAccountId" varchar(255) NOT NULL,
  "refresh_token" varchar(255), "access_token" varchar(255), "expires_at" int, "token_type" varchar(255), "scope" varchar(255), "id_token" varchar(2048), "session_state" varchar(255),
  PRIMARY KEY("provider","providerAccountId"), FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE cascade);
CREATE TABLE "session" ("sessionToken" varchar(255) NOT NULL, "userId" varchar(255) NOT NULL, "expires" timestamp NOT NULL, PRIMARY KEY("sessionToken"),
  FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE cascade);
CREATE TABLE "verificationToken" ("identifier" varchar(255) NOT NULL, "token" varchar(255) NOT NULL, "expires" timestamp NOT NULL, PRIMARY KEY("identifier","token"))`

	integerMySQL = `CREATE TABLE users (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(255), email VARCHAR(255), "emailVerified" DATETIME(3), image TEXT);
CREATE TABLE accounts (id INT AUTO_INCREMENT PRIMARY KEY, "userId" INT NOT NULL, type VARCHAR(255) NOT NULL, provider VARCHAR(255) NOT NULL,
  "providerAccountId" VARCHAR(255) NOT NULL, refresh_token TEXT, access_token TEXT, expires_at BIGINT, id_token TEXT, scope TEXT, session_state TEXT, token_type TEXT);
CREATE TABLE sessions (id INT AUTO_INCREMENT PRIMARY KEY, "userId" INT NOT NULL, expires DATETIME(3) NOT NULL, "sessionToken" VARCHAR(255) NOT NULL);
CREATE TABLE verification_token (identifier VARCHAR(255) NOT NULL, expires DATETIME(3) NOT NULL, token VARCHAR(255) NOT NULL, PRIMARY KEY (identifier, token))`
)
