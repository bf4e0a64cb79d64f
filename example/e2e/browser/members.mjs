// Browsers of the example's users, for the tests of what it does with its
// database. Its pages have JavaScript switched off unless a test says otherwise.

import assert from "node:assert/strict";
import { afterEach, before, beforeEach } from "node:test";
import { dialect, launch, paths, session, visit } from "./lib.mjs";

export const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
export const phone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
export const jsmith = ["jsmith", "hunter2"];
export const guest = ["guest", "guest123"];

let browser;
let visitors = [];

// closing opens the browser for the tests of a describe, and closes after each
// of them what it has opened.
export function closing() {
  before(async () => (browser = await launch()));
  beforeEach(() => (visitors = []));
  afterEach(async () => {
    for (const visitor of visitors) {
      assert.deepEqual(visitor.problems, [], "errors in the console");
      await visitor.context.close();
    }
  });
}

export async function newcomer(options) {
  const visitor = await visit(browser, { javaScriptEnabled: false, ...options });
  visitors.push(visitor);
  return { visitor, page: await visitor.page() };
}

export async function enter(page, [username, password]) {
  await page.goto(`${paths.signin}?callbackUrl=/sessions`);
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in with Credentials" }).click();
}

// signedIn is a browser of a user, on the page of their sessions.
export async function signedIn(who, options) {
  const one = await newcomer(options);
  await enter(one.page, who);
  await one.page.getByRole("heading", { name: "Your sessions" }).waitFor();
  return one;
}

// only is that, when the user has no other session.
export async function only(who, options) {
  const one = await signedIn(who, options);
  const others = one.page.getByRole("button", { name: "End all others" });
  if (await others.count()) await others.click();
  await one.page.waitForURL("**/sessions");
  assert.equal(await rows(one.page).count(), 1);
  return one;
}

export const rows = (page) => page.locator("#sessions > li");
export const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

export async function out({ visitor, page }) {
  await page.goto("/");
  assert.equal(await page.locator("#status").innerText(), "unauthenticated");
  assert.deepEqual(await session(visitor), dialect === "authjs" ? null : {});
}

export async function still({ page }) {
  await page.goto("/");
  assert.equal(await page.locator("#status").innerText(), "authenticated");
}
