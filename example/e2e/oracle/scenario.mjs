// Runs the scripted requests against a server and prints what came back as
// one JSON array of steps, normalised so that two servers can be compared:
//
//   AUTH_SECRET=… node oracle/scenario.mjs http://127.0.0.1:3000 nextauth|authjs [reference]
//
// With the word "reference", the steps the real libraries cannot answer are
// left out of the requests and stand in the list with the reason.
// PUBLIC_ORIGIN is what the server was told to be, if that is another address;
// with https, cookies are secure.

import { Client } from "./http.mjs";
import { Normaliser } from "./normalise.mjs";

const [server, dialect, role] = process.argv.slice(2);
const secret = process.env.AUTH_SECRET;
if (!secret || !server || !["nextauth", "authjs"].includes(dialect)) {
  console.error("usage: AUTH_SECRET=… scenario.mjs ORIGIN nextauth|authjs [reference]");
  process.exit(2);
}

const origin = process.env.PUBLIC_ORIGIN ?? server;
const base = "/api/auth";
const login = `${base}/callback/credentials`;
const admin = { username: "jsmith", password: "hunter2" };
function cookie(name) {
  const plain = `${dialect === "authjs" ? "authjs" : "next-auth"}.${name}`;
  if (!origin.startsWith("https:")) return plain;
  return (name === "csrf-token" ? "__Host-" : "__Secure-") + plain;
}
const normaliser = new Normaliser({ origin, dialect, secret });
const transcript = [];

// What the real libraries cannot do, and why; ours must answer all the same.
const notInReference = {
  nextauth: {
    "sign in json, callbackUrl undefined": "an unparsable callbackUrl is an uncaught exception (PROTOCOL 11, row 1)",
    "sign in form, callbackUrl undefined": "an unparsable callbackUrl is an uncaught exception (PROTOCOL 11, row 1)",
    "sign in json, asked by the other dialect's way": "next-auth 4 does not know X-Auth-Return-Redirect",
  },
  authjs: {
    "sign in json, callbackUrl undefined": "an unparsable callbackUrl is error=Configuration (PROTOCOL 11, row 1)",
    "sign in form, callbackUrl undefined": "an unparsable callbackUrl is error=Configuration (PROTOCOL 11, row 1)",
    "sign in json, asked by the other dialect's way": "@auth/core does not know the json field",
  },
};

async function step(client, name, method, path, options) {
  const reason = role === "reference" && notInReference[dialect][name];
  if (reason) {
    transcript.push({ name, skipped: reason });
    return;
  }
  transcript.push(await normaliser.step(name, await client.send(method, path, options)));
}

// asJSON adds the dialect's own way of asking for {"url":…}.
function asJSON(form) {
  return dialect === "authjs"
    ? { form, headers: { "x-auth-return-redirect": "1" } }
    : { form: { ...form, json: "true" } };
}

function asJSONOtherWay(form) {
  return dialect === "authjs"
    ? { form: { ...form, json: "true" } }
    : { form, headers: { "x-auth-return-redirect": "1" } };
}

// fresh is a new browser that has a csrf cookie, as every client has by the
// time it posts.
async function fresh(fields = {}) {
  const client = new Client(server);
  return [client, { ...fields, csrfToken: await client.csrf() }];
}

async function signedIn(user = admin) {
  const [client, form] = await fresh(user);
  await client.send("POST", login, asJSON(form));
  return client;
}

async function anonymous() {
  for (const action of ["csrf", "providers", "session"]) {
    const client = new Client(server);
    await step(client, `get ${action}, first visit`, "GET", `${base}/${action}`);
    await step(client, `get ${action}, again`, "GET", `${base}/${action}`);
  }
  const client = new Client(server);
  client.jar.set(cookie("csrf-token"), "forged%7Cforged");
  await step(client, "get csrf, forged cookie", "GET", `${base}/csrf`);
  const poll = new Client(server);
  await step(poll, "get session, callbackUrl in the query", "GET", `${base}/session?callbackUrl=%2Fdash`);
  const [unparsable] = await fresh();
  await step(unparsable, "get session, unparsable callbackUrl", "GET", `${base}/session?callbackUrl=nonsense`);
  unparsable.jar.set(cookie("callback-url"), "nonsense");
  await step(unparsable, "get session, unparsable callback-url cookie", "GET", `${base}/session`);
  await step(unparsable, "get csrf, after that cookie", "GET", `${base}/csrf`);
}

async function signIn(mode, ask) {
  const refused = { username: "jsmith", password: "wrong" };
  const targets = {
    absent: undefined,
    empty: "",
    path: "/dash?x=1",
    own: `${origin}/deep/page?y=2#z`,
    foreign: "https://evil.example/steal",
    "scheme-relative": "//evil.example/steal",
    backslash: "/\\evil.example/steal",
    undefined: "undefined",
  };
  for (const [kind, callbackUrl] of Object.entries(targets)) {
    const [client, form] = await fresh(admin);
    if (callbackUrl !== undefined) form.callbackUrl = callbackUrl;
    await step(client, `sign in ${mode}, callbackUrl ${kind}`, "POST", login, ask(form));
  }
  const people = {
    "wrong password": refused,
    "unknown user": { username: "nobody", password: "hunter2" },
    blocked: { username: "blocked", password: "blocked" },
    elsewhere: { username: "elsewhere", password: "elsewhere" },
    broken: { username: "broken", password: "broken" }, // authorize throws
  };
  for (const [kind, user] of Object.entries(people)) {
    const [client, form] = await fresh(user);
    await step(client, `sign in ${mode}, ${kind}`, "POST", login, ask({ ...form, callbackUrl: "/dash" }));
    await step(client, `get session after sign in ${mode}, ${kind}`, "GET", `${base}/session`);
  }
  const [unsigned] = await fresh();
  await step(unsigned, `sign in ${mode}, csrf missing`, "POST", login, ask({ ...admin }));
  await step(unsigned, `sign in ${mode}, csrf wrong`, "POST", login, ask({ ...admin, csrfToken: "0".repeat(64) }));
  await step(new Client(server), `sign in ${mode}, no csrf cookie`, "POST", login, ask({ ...admin, csrfToken: "0".repeat(64) }));
}

async function signInOddly() {
  const [other, form] = await fresh(admin);
  await step(other, "sign in json, asked by the other dialect's way", "POST", login, asJSONOtherWay(form));
  const [json, body] = await fresh(admin);
  const { form: fields, headers } = asJSON(body);
  await step(json, "sign in with a JSON body", "POST", login, { json: fields, headers });
  const plain = { body: new URLSearchParams(body).toString(), headers: { "content-type": "text/plain" } };
  await step(json, "sign in with a text body", "POST", login, plain);
  for (const [mode, ask] of modes) {
    const [client, form] = await fresh({ username: "jsmith" });
    await step(client, `sign in ${mode}, password missing`, "POST", login, ask(form));
  }
  const [lured, lure] = await fresh(admin);
  const elsewhere = { origin: "https://evil.example", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  await step(lured, "sign in form, from another site", "POST", login, { form: lure, headers: elsewhere });
  const [remembers, again] = await fresh(admin);
  await step(remembers, "sign in form, callbackUrl given", "POST", login, { form: { ...again, callbackUrl: "/kept" } });
  const second = { ...admin, csrfToken: await remembers.csrf() };
  await step(remembers, "sign in form, callbackUrl from the cookie", "POST", login, { form: second });
  await step(remembers, "get csrf, after sign in", "GET", `${base}/csrf`);
}

async function session() {
  const client = await signedIn();
  await step(client, "get session, signed in", "GET", `${base}/session`);
  await step(client, "get session, signed in, again", "GET", `${base}/session`);
  const csrfToken = await client.csrf();
  const update = { data: { name: "New Name" } };
  await step(client, "update, csrf missing", "POST", `${base}/session`, { json: update });
  await step(client, "update, csrf wrong", "POST", `${base}/session`, { json: { ...update, csrfToken: "0".repeat(64) } });
  await step(client, "get session, after refused update", "GET", `${base}/session`);
  await step(client, "update", "POST", `${base}/session`, { json: { ...update, csrfToken } });
  await step(client, "get session, after update", "GET", `${base}/session`);
  const data = { csrfToken: await client.csrf(), data: { unknown: true } };
  await step(client, "update without effect", "POST", `${base}/session`, { json: data });
  await step(client, "get session, updated name is kept", "GET", `${base}/session`);
  const [nobody, form] = await fresh();
  await step(nobody, "update, signed out", "POST", `${base}/session`, { json: { ...update, ...form } });
  const guest = await signedIn({ username: "guest", password: "guest123" });
  await step(guest, "get session, guest", "GET", `${base}/session`);
  const stray = await signedIn();
  stray.jar.set(cookie("session-token") + "-of-another", "x");
  await step(stray, "get session, stray cookie with the same prefix", "GET", `${base}/session`);
  const broken = await signedIn();
  broken.jar.set(cookie("session-token"), "garbage");
  await step(broken, "get session, garbage token", "GET", `${base}/session`);
  await step(broken, "get session, after the garbage was cleared", "GET", `${base}/session`);
}

async function pages() {
  const paths = {
    "signin page": "signin",
    "signin page, error": "signin?error=CredentialsSignin",
    "signin page, unknown error": "signin?error=%3Cb%3E",
    "signin page, callbackUrl": "signin?callbackUrl=%2Fdash",
    "signin page, csrf=true": "signin?csrf=true",
    "signin page, props in the query": "signin?theme=x&csrfToken=y",
    "signin page, providers in the query": "signin?providers=x",
    "signout page": "signout",
    "error page": "error",
    "error page, Configuration": "error?error=Configuration",
    "error page, AccessDenied": "error?error=AccessDenied",
    "error page, Verification": "error?error=Verification",
    "error page, CredentialsSignin": "error?error=CredentialsSignin",
    "error page, SessionRequired": "error?error=SessionRequired",
    "error page, any": "error?error=Anything",
    "verify-request page": "verify-request",
    "signin page of a provider": "signin/credentials",
  };
  for (const [name, path] of Object.entries(paths)) {
    const [client] = await fresh();
    await step(client, name, "GET", `${base}/${path}`);
  }
}

async function signInRoute() {
  for (const [mode, ask] of modes) {
    const [client, form] = await fresh();
    await step(client, `post signin/credentials ${mode}`, "POST", `${base}/signin/credentials`, ask({ ...form, callbackUrl: "/dash" }));
    const [nobody] = await fresh();
    await step(nobody, `post signin/credentials ${mode}, csrf missing`, "POST", `${base}/signin/credentials`, ask({}));
  }
}

async function unknown() {
  const [client, form] = await fresh(admin);
  await step(client, "unknown action", "GET", `${base}/nonsense`);
  await step(client, "unknown action, post", "POST", `${base}/nonsense`, { form });
  await step(client, "no action", "GET", base + "/");
  await step(client, "three segments", "GET", `${base}/callback/credentials/more`);
  await step(client, "unknown provider, callback", "POST", `${base}/callback/nobody`, { form });
  await step(client, "unknown provider, get callback", "GET", `${base}/callback/nobody`);
  await step(client, "unknown provider, signin", "POST", `${base}/signin/nobody`, { form });
  await step(client, "get on the credentials callback", "GET", login);
  await step(client, "post _log", "POST", `${base}/_log`, { form: { level: "error", code: "X", message: "y" } });
  for (const method of ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
    await step(client, `wrong method, ${method} session`, method, `${base}/session`);
  await step(client, "wrong method, POST csrf", "POST", `${base}/csrf`, { form });
  await step(client, "wrong method, POST providers", "POST", `${base}/providers`, { form });
}

async function signOut() {
  for (const [mode, ask] of modes) {
    const client = await signedIn();
    await step(client, `sign out ${mode}, csrf missing`, "POST", `${base}/signout`, ask({}));
    await step(client, `sign out ${mode}, csrf wrong`, "POST", `${base}/signout`, ask({ csrfToken: "0".repeat(64) }));
    await step(client, `get session, after refused sign out ${mode}`, "GET", `${base}/session`);
    const csrfToken = await client.csrf();
    await step(client, `sign out ${mode}`, "POST", `${base}/signout`, ask({ csrfToken, callbackUrl: "/bye" }));
    await step(client, `get session, after sign out ${mode}`, "GET", `${base}/session`);
    const again = await client.csrf();
    await step(client, `sign out ${mode}, nobody signed in`, "POST", `${base}/signout`, ask({ csrfToken: again }));
  }
}

const modes = [
  ["json", asJSON],
  ["form", (form) => ({ form })],
];

await anonymous();
for (const [mode, ask] of modes) await signIn(mode, ask);
await signInOddly();
await session();
await pages();
await signInRoute();
await unknown();
await signOut();
console.log(JSON.stringify(transcript, null, 1));
