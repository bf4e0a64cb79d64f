// What the browser tests share: one Chromium, contexts that watch themselves.
//
//   ORIGIN       the server under test, required; it serves the built client
//                page under /client/
//   DIALECT      nextauth (default) or authjs
//   REJECTION    what the program says to a wrong password with ginauth.Reject
//                (status 403); none by default, which is CredentialsSignin
//   PROVIDER     the OpenID provider at which oidc.test.mjs signs in
//   IDS          database: a user's id is one that a database has given;
//                otherwise it is the provider's
//   LOG          a file with what the program prints; magic links are in it
//   CHROMIUM     the browser, /usr/bin/chromium by default
//   SCREENSHOTS  folder for pictures of the pages, none by default

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";

export const origin = process.env.ORIGIN;
export const dialect = process.env.DIALECT ?? "nextauth";
export const rejection = process.env.REJECTION ?? "";
export const accessToken = "123456890"; // kept in the token, never shown
if (!origin) throw new Error("ORIGIN is not set");

const cookiePrefix = dialect === "authjs" ? "authjs." : "next-auth.";
export const cookieName = (name) => cookiePrefix + name;
export const paths = {
  client: `/client/${dialect}.html`,
  protected: "/protected",
  admin: "/admin",
  signin: "/api/auth/signin",
  signout: "/api/auth/signout",
};

// launch starts Chromium with an empty profile of its own, once a process; it
// ends with the tests.
export function launch() {
  running ??= chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  return running;
}

let running;
after(async () => (await running)?.close());

// visit opens a context (one visitor with a cookie jar) that notes what went
// wrong in its pages and keeps the text of every answer.
export async function visit(browser, options = {}) {
  const context = await browser.newContext({ baseURL: origin, ...options });
  context.setDefaultTimeout(10_000);
  const visitor = { context, problems: [], answers: [] };
  // Without scripts in the page, violations are still seen in the console.
  await context.exposeBinding("reportViolation", (_, violation) => visitor.problems.push(violation));
  await context.addInitScript(() =>
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      window.reportViolation(`content security policy: ${violatedDirective} blocked ${blockedURI}`),
    ),
  );
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    const { url } = message.location();
    // Chromium reports every 4xx and 5xx; the statuses are tested as such.
    if (/^Failed to load resource: .* status of \d+/.test(message.text())) return;
    visitor.problems.push(`${message.text()} (${url})`);
  });
  context.on("weberror", (error) => visitor.problems.push(String(error.error())));
  context.on("response", (response) => visitor.answers.push(text(response)));
  visitor.page = () => context.newPage();
  return visitor;
}

async function text(response) {
  const headers = JSON.stringify(await response.allHeaders().catch(() => ({})));
  const body = await response.text().catch(() => ""); // redirects have none
  return `${response.url()}\n${headers}\n${body}`;
}

// answersWith lists the answers seen so far that hold the text.
export async function answersWith(visitor, sought) {
  const answers = await Promise.all(visitor.answers);
  return answers.filter((answer) => answer.includes(sought)).map((answer) => answer.split("\n")[0]);
}

// session asks the server as the visitor.
export async function session(visitor) {
  const response = await visitor.context.request.get("/api/auth/session");
  return response.json();
}

// checkUID compares a user's id. What a database gives is not known beforehand,
// but it is the same at each sign-in, and nobody else's.
export function checkUID(got, want, message) {
  if (process.env.IDS !== "database") return assert.equal(got, want, message);
  assert.match(got ?? "", /^.+$/, message);
  assert.equal(uids.get(want) ?? got, got, message);
  uids.set(want, got);
  assert.equal(new Set(uids.values()).size, uids.size, `${want} is somebody else`);
}

const uids = new Map();

export async function screenshot(page, name) {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
