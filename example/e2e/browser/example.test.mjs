// The example program's own pages, with JavaScript switched off: what its
// handlers do with the session, which no client library knows of.

import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, test } from "node:test";
import { accessToken, answersWith, checkUID, cookieName, dialect, launch, paths, session, visit } from "./lib.mjs";

describe(`the example (${dialect})`, () => {
  let browser, visitor, page;
  before(async () => (browser = await launch()));
  beforeEach(async () => {
    visitor = await visit(browser, { javaScriptEnabled: false });
    page = await visitor.page();
  });
  afterEach(async () => {
    assert.deepEqual(visitor.problems, [], "errors in the console");
    assert.deepEqual(await answersWith(visitor, accessToken), [], "the access token in an answer");
    await visitor.context.close();
  });

  const get = (path, headers) => visitor.context.request.get(path, { headers, maxRedirects: 0 });

  async function signIn(username, password) {
    await page.goto("/");
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in with Credentials" }).click();
    await page.waitForURL((url) => url.pathname === "/");
  }

  test("the home page shows the demo users, and the session as clients see it", async () => {
    await page.goto("/");
    assert.equal(await page.locator("#status").innerText(), "unauthenticated");
    assert.equal(await page.locator("#session").innerText(), "null");
    const table = await page.locator("table").innerText();
    for (const text of ["jsmith", "hunter2", "guest", "guest123"]) assert.ok(table.includes(text), text);
    await signIn("jsmith", "hunter2");
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Hello, J Smith");
    assert.equal(await page.locator("#status").innerText(), "authenticated");
    assert.deepEqual(JSON.parse(await page.locator("#session").innerText()), await session(visitor));
    assert.equal(await page.locator("table").count(), 0, "demo users after signing in");
  });

  test("the form updates the session", async () => {
    await signIn("jsmith", "hunter2");
    const before = await session(visitor);
    await page.getByLabel("Name").fill("  <b>New</b> Näme  ");
    await page.getByRole("button", { name: "Update session" }).click();
    await page.getByRole("heading", { name: "Hello, <b>New</b> Näme" }).waitFor();
    const { user, role, uid } = await session(visitor);
    assert.deepEqual(user, { ...before.user, name: "<b>New</b> Näme" });
    assert.equal(role, "admin");
    checkUID(uid, "1");
  });

  test("the form signs out", async () => {
    await signIn("jsmith", "hunter2");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
    const names = (await visitor.context.cookies()).map((cookie) => cookie.name);
    assert.ok(!names.some((name) => name.startsWith(cookieName("session-token"))), names.join());
    assert.deepEqual(await session(visitor), dialect === "authjs" ? null : {});
  });

  test("the forms want the csrf token", async () => {
    await signIn("jsmith", "hunter2");
    const refused = await visitor.context.request.post("/rename", { form: { name: "Mallory" }, maxRedirects: 0 });
    assert.equal(refused.status(), 403);
    await visitor.context.request.post("/api/auth/signout", { form: { callbackUrl: "/" }, maxRedirects: 0 });
    assert.equal((await session(visitor)).user.name, "J Smith");
  });

  test("from the home page to the dev login and back, in and out", async () => {
    const provider = async () => {
      await page.getByRole("link", { name: "Sign in" }).click();
      await page.getByRole("button", { name: "Sign in with Dev login" }).click();
      await page.getByRole("heading", { name: "Who are you?" }).waitFor();
    };
    await page.goto("/");
    await provider();
    await page.getByRole("button", { name: "Sam Newcomer" }).click();
    await page.getByRole("heading", { name: "Hello, Sam Newcomer" }).waitFor();
    const { user, role, uid } = await session(visitor);
    assert.deepEqual(user, { name: "Sam Newcomer", email: "sam@example.org" });
    assert.equal(role, "user");
    checkUID(uid, "dev:sam");
    assert.equal((await get("/admin", { accept: "application/json" })).status(), 403);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
    await provider();
  });

  test("/me is JSON, for those who are signed in", async () => {
    const refused = await get("/me", { accept: "application/json" });
    assert.equal(refused.status(), 401);
    assert.deepEqual(await refused.json(), { error: "unauthorized" });
    const led = await get("/me", { accept: "text/html" });
    assert.equal(led.status(), 302);
    const target = new URL(led.headers().location);
    assert.equal(target.pathname, paths.signin);
    assert.match(target.searchParams.get("callbackUrl"), /\/me$/);
    await signIn("guest", "guest123");
    const granted = await get("/me", { accept: "application/json" });
    assert.equal(granted.status(), 200);
    assert.deepEqual(await granted.json(), await session(visitor));
  });

  test("what is not there is not there, signed in or not", async () => {
    assert.equal((await get("/nothing")).status(), 404);
    await signIn("guest", "guest123");
    assert.equal((await get("/nothing")).status(), 404);
    assert.equal((await get("/admin", { accept: "application/json" })).status(), 403);
  });
});
