// The unmodified next-auth/react against the server, in real Chromium.

import assert from "node:assert/strict";
import { before, beforeEach, afterEach, describe, test } from "node:test";
import { accessToken, answersWith, checkUID, cookieName, dialect, launch, origin, paths, rejection, session, visit } from "./lib.mjs";

const admin = { user: { name: "J Smith", email: "jsmith@example.com" }, role: "admin", uid: "1" };

describe(`next-auth/react (${dialect})`, () => {
  let browser, visitor, page;
  before(async () => (browser = await launch()));
  beforeEach(async () => {
    visitor = await visit(browser);
    page = await open();
  });
  afterEach(async () => {
    assert.deepEqual(visitor.problems, [], "errors in the console");
    assert.deepEqual(await answersWith(visitor, accessToken), [], "the access token in an answer");
    await visitor.context.close();
  });

  async function open() {
    const page = await visitor.page();
    await page.goto(paths.client);
    await status(page).filter({ hasNotText: "loading" }).waitFor();
    return page;
  }
  const status = (page) => page.locator("#status");
  const becomes = (page, text, timeout) => status(page).filter({ hasText: new RegExp(`^${text}$`) }).waitFor({ timeout });
  const data = async (page) => JSON.parse(await page.locator("#session").textContent());

  async function call(page, id) {
    await page.click(`#${id}`);
    const shown = page.locator("#result").filter({ hasText: `"call":"${id}"` });
    return JSON.parse(await shown.textContent());
  }

  async function eventually(attempt) {
    for (let left = 10; ; left--) {
      try {
        return await attempt();
      } catch (error) {
        if (left === 0) throw error;
      }
    }
  }

  function checkSession(got, want) {
    const { expires, uid, ...rest } = got;
    checkUID(uid, want.uid);
    assert.deepEqual({ ...rest, uid: want.uid }, want);
    assert.match(expires, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const days = (Date.parse(expires) - Date.now()) / 86_400_000;
    assert.ok(days > 29 && days <= 30.01, `expires in ${days} days`);
  }

  test("nobody is signed in at first", async () => {
    await becomes(page, "unauthenticated");
    assert.equal(await data(page), null);
    assert.deepEqual((await call(page, "get-session")).value, null);
    const { value } = await call(page, "get-providers");
    assert.deepEqual(value.credentials, {
      id: "credentials",
      name: "Credentials",
      type: "credentials",
      signinUrl: `${origin}/api/auth/signin/credentials`,
      callbackUrl: `${origin}/api/auth/callback/credentials`,
    });
    assert.match((await call(page, "get-csrf")).value, /^[0-9a-f]{64}$/);
  });

  test("a wrong password is an error and nothing else", async () => {
    const { value } = await call(page, "sign-in-wrong");
    const want =
      dialect === "authjs"
        ? { error: "CredentialsSignin", code: rejection || "credentials", status: 200, ok: true, url: null }
        : { error: rejection || "CredentialsSignin", status: rejection ? 403 : 401, ok: false, url: null };
    assert.deepEqual(value, want);
    await becomes(page, "unauthenticated");
    assert.equal(await data(page), null);
    const names = (await visitor.context.cookies()).map((cookie) => cookie.name);
    assert.ok(!names.some((name) => name.startsWith(cookieName("session-token"))), names.join());
  });

  test("sign in, data, update, sign out", async () => {
    const { value } = await call(page, "sign-in-right");
    assert.equal(value.ok, true);
    assert.equal(value.status, 200);
    assert.ok(value.error === null || value.error === undefined, `error ${value.error}`);
    assert.ok(value.url.startsWith(`${origin}${paths.client}`), value.url);
    await becomes(page, "authenticated");
    checkSession(await data(page), admin);

    const renamed = { ...admin, user: { ...admin.user, name: "New Name" } };
    checkSession((await call(page, "update")).value, renamed);
    checkSession(await data(page), renamed);
    await page.reload();
    await becomes(page, "authenticated");
    checkSession(await data(page), renamed);

    const out = await call(page, "sign-out");
    assert.ok(out.value.url.startsWith(origin), out.value.url);
    await becomes(page, "unauthenticated");
    assert.equal(await data(page), null);
    await page.reload();
    await becomes(page, "unauthenticated");
    const names = (await visitor.context.cookies()).map((cookie) => cookie.name);
    assert.ok(!names.some((name) => name.startsWith(cookieName("session-token"))), names.join());
  });

  test("the access token stays in the token", async () => {
    await call(page, "sign-in-right");
    await becomes(page, "authenticated");
    await call(page, "update");
    await call(page, "get-session");
    assert.ok(!(await page.content()).includes(accessToken), "in the page");
    assert.notDeepEqual(await answersWith(visitor, "jsmith@example.com"), [], "the answers are not looked at");
    for (const { name, value, httpOnly, sameSite } of await visitor.context.cookies(origin)) {
      assert.ok(!decodeURIComponent(value).includes(accessToken), `in the cookie ${name}`);
      assert.equal(httpOnly, true, name);
      assert.equal(sameSite, "Lax", name);
    }
  });

  test("other tabs follow", async () => {
    const early = await open();
    await call(page, "sign-in-right");
    await becomes(page, "authenticated");
    // The client tells other tabs about getSession, not about signIn; next-auth 4
    // does it once a second at most, so that the first call may go unheard.
    await eventually(async () => {
      await call(page, "get-session");
      await becomes(early, "authenticated", 500);
    });
    checkSession(await data(early), admin);
    const late = await open();
    await becomes(late, "authenticated");
    await call(late, "sign-out");
    await becomes(page, "unauthenticated");
    await becomes(early, "unauthenticated");
    assert.equal(await data(page), null);
  });

  test("redirecting sign-in and sign-out land where they were told", async () => {
    await page.click("#sign-in-redirect");
    await page.waitForURL(`**${paths.client}?landed=1`);
    await becomes(page, "authenticated");
    await page.click("#sign-out-redirect");
    await page.waitForURL(`**${paths.client}?landed=3`);
    await becomes(page, "unauthenticated");
  });

  test("a redirecting sign-in with a wrong password lands on the sign-in page", async () => {
    await page.click("#sign-in-redirect-wrong");
    await page.waitForURL((url) => url.pathname === paths.signin && url.searchParams.has("error"));
    await page.getByLabel("Username").waitFor();
    await page.getByText(rejection || "Sign in failed. Check the details you provided are correct.").waitFor();
  });

  test("signIn() leads through the sign-in page and back", async () => {
    await page.click("#sign-in-page");
    await page.waitForURL(`**${paths.signin}?*`);
    await page.getByLabel("Username").fill("jsmith");
    await page.getByLabel("Password").fill("hunter2");
    await page.getByRole("button", { name: "Sign in with Credentials" }).click();
    await page.waitForURL(`**${paths.client}?landed=2`);
    await becomes(page, "authenticated");
  });

  test("another user in the same browser gets a session of their own", async () => {
    await call(page, "sign-in-right");
    await becomes(page, "authenticated");
    await call(page, "sign-in-guest");
    await page.locator("#session").filter({ hasText: "guest@example.com" }).waitFor();
    const guest = { user: { name: "Guest", email: "guest@example.com" }, role: "user", uid: "2" };
    checkSession(await data(page), guest);
    checkUID((await session(visitor)).uid, "2");
  });
});
