// The server's own pages with JavaScript switched off.

import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, test } from "node:test";
import { accessToken, answersWith, checkUID, cookieName, dialect, launch, paths, rejection, session, visit } from "./lib.mjs";

describe(`pages without JavaScript (${dialect})`, () => {
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

  const onSignIn = () => page.waitForURL((url) => url.pathname === paths.signin);

  async function fill(username, password) {
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in with Credentials" }).click();
  }

  async function alert() {
    const texts = await page.locator("[role=alert], [aria-live]").allInnerTexts();
    return texts.join(" ").trim();
  }

  async function nobody() {
    const answer = await session(visitor);
    assert.deepEqual(answer, dialect === "authjs" ? null : {});
  }

  test("protected page, wrong password, right password, back again", async () => {
    await page.goto(paths.protected);
    await onSignIn();
    assert.equal(await alert(), "", "an error before anything was typed");
    await fill("jsmith", "wrong");
    await onSignIn();
    assert.equal(await alert(), rejection || "Sign in failed. Check the details you provided are correct.");
    assert.equal(await page.getByLabel("Password").inputValue(), "", "the password came back");
    await nobody();
    await fill("jsmith", "hunter2");
    await page.waitForURL((url) => url.pathname === paths.protected);
    assert.match(await page.locator("body").innerText(), /J Smith/);
    const { role, uid } = await session(visitor);
    assert.equal(role, "admin");
    checkUID(uid, "1");
  });

  test("the enter key submits", async () => {
    await page.goto(paths.signin);
    await page.getByLabel("Username").fill("jsmith");
    await page.getByLabel("Password").fill("hunter2");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname !== paths.signin);
    checkUID((await session(visitor)).uid, "1");
  });

  test("empty fields do not sign in", async () => {
    await page.goto(paths.signin);
    await page.getByRole("button", { name: "Sign in with Credentials" }).click();
    await page.getByLabel("Username").waitFor();
    await nobody();
  });

  test("what the browser lets pass, the server says field by field", async () => {
    await page.goto(paths.signin);
    await page.getByLabel("Username").evaluate((input) => (input.form.noValidate = true));
    await fill("a-name-typed", "");
    await page.waitForURL((url) => url.searchParams.has("fields"));
    const { username, password } = await page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll("input:not([type=hidden])")].map((input) => [
          input.name,
          {
            invalid: input.ariaInvalid,
            says: (input.getAttribute("aria-describedby") ?? "")
              .split(" ")
              .map((id) => document.getElementById(id)?.innerText ?? "")
              .join(" "),
          },
        ]),
      ),
    );
    assert.deepEqual(username, { invalid: null, says: "" });
    assert.equal(password.invalid, "true");
    assert.match(password.says, /Password is required/);
    assert.ok(!(await page.content()).includes("a-name-typed"), "a value came back");
    await nobody();
  });

  test("a link cannot make the page say something", async () => {
    await page.goto(paths.signin);
    await fill("jsmith", "wrong");
    await page.waitForURL((url) => url.searchParams.has("error"));
    const seal = new URL(page.url()).searchParams.get("seal") ?? "AAAAAAAAAAAAAAAAAAAAAA";
    const forged = "<b>call 0900</b>";
    for (const query of [
      { error: forged },
      { error: forged, seal },
      { error: "CredentialsSignin", code: forged, seal },
      { error: "CredentialsSignin", provider: "credentials", fields: `password.${forged}` },
      { error: "CredentialsSignin", provider: "credentials", fields: `${forged}.required` },
    ]) {
      await page.goto(`${paths.signin}?${new URLSearchParams(query)}`);
      await page.getByLabel("Username").waitFor();
      assert.ok(!(await page.content()).includes("0900"), JSON.stringify(query));
    }
  });

  test("sign out asks, then does it", async () => {
    await page.goto(paths.protected);
    await onSignIn();
    await fill("jsmith", "hunter2");
    await page.waitForURL((url) => url.pathname === paths.protected);
    await page.goto(paths.signout);
    checkUID((await session(visitor)).uid, "1", "asking signed out");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL((url) => url.pathname !== paths.signout);
    await nobody();
    const names = (await visitor.context.cookies()).map((cookie) => cookie.name);
    assert.ok(!names.some((name) => name.startsWith(cookieName("session-token"))), names.join());
    await page.goto(paths.protected);
    await onSignIn();
  });

  test("the admin page is for admins", async () => {
    await page.goto(paths.admin);
    await onSignIn();
    await fill("guest", "guest123");
    await page.waitForURL((url) => url.pathname !== paths.signin);
    const refused = await page.goto(paths.admin);
    assert.equal(refused.status(), 403);
    assert.equal((await session(visitor)).role, "user");
    await visitor.context.clearCookies();
    await page.goto(paths.admin);
    await onSignIn();
    await fill("jsmith", "hunter2");
    await page.waitForURL((url) => url.pathname === paths.admin);
    const granted = await page.goto(paths.admin);
    assert.equal(granted.status(), 200);
  });

  test("a post without the csrf token is refused", async () => {
    const answer = await visitor.context.request.post("/api/auth/callback/credentials", {
      form: { username: "jsmith", password: "hunter2" },
      maxRedirects: 0,
    });
    assert.equal(answer.status(), 302);
    assert.match(answer.headers().location, dialect === "authjs" ? /error=MissingCSRF/ : /csrf=true/);
    await nobody();
  });
});
