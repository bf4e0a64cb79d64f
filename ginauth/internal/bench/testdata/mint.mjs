// Mints the session cookies of the benchmarks with the real next-auth 4 and
// @auth/core. The result is committed as cookies.json, so that the benchmarks
// run without Node. To make it again, after `npm ci` in example/e2e:
//
//   node testdata/mint.mjs [folder of node_modules] > testdata/cookies.json
//
// The folder is by default that of example/e2e. Nothing in here is secret, and
// nothing is random but the keys' IVs and the "jti" of each token.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const modules = resolve(process.argv[2] ?? fileURLToPath(new URL("../../../../example/e2e/node_modules", import.meta.url)));
const v4 = createRequire(modules + "/")("next-auth/jwt");
const v5 = await import(pathToFileURL(modules + "/@auth/core/jwt.js"));
const { SessionStore } = await import(pathToFileURL(modules + "/@auth/core/lib/utils/cookie.js"));
const versionOf = (name) => JSON.parse(readFileSync(`${modules}/${name}/package.json`, "utf8")).version;

const secret = "benchmarks-only-Zk3vQ8rT1yWm5sXe7bJhNf2a";
const maxAge = 100 * 365 * 24 * 60 * 60; // 100 years
const names = { v4: "__Secure-next-auth.session-token", v5: "__Secure-authjs.session-token" };

// text makes n characters of base64url that look random and are always the same.
function text(label, n) {
  let out = "";
  for (let i = 0; out.length < n; i++) out += createHash("sha256").update(`${label}${i}`).digest("base64url");
  return out.slice(0, n);
}

// jwt makes what looks like a signed JWT of n characters.
const jwt = (label, n) => `eyJhbGciOiJSUzI1NiJ9.${text(label, n - 364)}.${text(label + "s", 342)}`;

// Ten claims: seven here, and iat, exp and jti from the library.
const person = {
  name: "J Smith",
  email: "jsmith@example.com",
  picture: "https://example.com/u/1.png",
  sub: "1",
  id: "1",
  role: "admin",
};

// What a company's identity provider leaves in a session: its access token, a
// refresh token, the tenant, and what the user may do.
const rights = ["read", "create", "update", "delete"];
const things = ["invoices", "customers", "projects", "reports", "members", "webhooks", "api-keys", "exports"];
const employee = {
  ...person,
  jwt: jwt("access", 2048),
  tenant: "6f9c1c1e-5a0b-4c43-9a55-0e8a5d0f7c11",
  organisation: "Example Trading GmbH & Co. KG",
  department: "Finance, accounts receivable",
  locale: "de-CH",
  timezone: "Europe/Zurich",
  plan: "enterprise-annual",
  scope: "openid profile email offline_access https://graph.example.com/User.Read https://graph.example.com/Files.Read.All",
  permissions: things.flatMap((thing) => rights.map((right) => `${thing}:${right}`)),
};

// sized adds a claim that makes the token's content exactly size bytes long.
function sized(claims, name, size) {
  const issued = { iat: 1700000000, exp: 4900000000, jti: "00000000-0000-4000-8000-000000000000" };
  const rest = size - JSON.stringify({ ...claims, [name]: "", ...issued }).length;
  if (rest < 1) throw new Error(`the claims are ${-rest} bytes too long`);
  return { ...claims, [name]: text(name, rest) };
}

const quiet = { debug() {}, warn() {}, error() {} };

async function mint(library, dialect, claims) {
  const name = names[dialect];
  const salt = dialect === "v5" ? name : "";
  const token = await library.encode({ token: claims, secret, salt, maxAge });
  const payload = await library.decode({ token, secret, salt });
  const cookies = new SessionStore({ name, options: {} }, {}, quiet).chunk(token, {});
  return {
    payload: JSON.stringify(payload), // JSON.parse keeps the order of the claims
    cookies: cookies.map(({ name, value }) => ({ name, value })),
  };
}

const small = sized(person, "jwt", 318);
const large = sized(employee, "refresh_token", 4096);

const minted = {
  by: `next-auth ${versionOf("next-auth")}, @auth/core ${versionOf("@auth/core")}`,
  secret,
  v4: await mint(v4, "v4", small),
  v5: await mint(v5, "v5", small),
  v5Large: await mint(v5, "v5", large),
};
process.stdout.write(JSON.stringify(minted, null, 2) + "\n");
