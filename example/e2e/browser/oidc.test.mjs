// Signing in at an OpenID provider: from the program's pages with JavaScript on
// and off, and from next-auth/react. PROVIDER says which one: "dev" of the
// example, or a client of oracle/oidc-provider.mjs.

import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, test } from "node:test";
import { audit } from "./audit.mjs";
import { checkUID, cookieName, dialect, launch, origin, paths, screenshot, session, visit } from "./lib.mjs";

const id = process.env.PROVIDER;
if (!id) throw new Error("PROVIDER is not set");

// What is different at the two kinds of providers.
const dev = {
  name: "Dev login",
  title: "Who are you?",
  who: { name: "Ada Lovelace", email: "ada@example.com", sub: "ada" },
  choose: (page) => page.getByRole("button", { name: "Ada Lovelace" }).click(),
  deny: (page) => page.getByRole("button", { name: "Deny" }).click(),
  async signOut() {}, // it does not ask: the ID token came along
};
const certified = {
  name: "oidc-provider",
  title: "Log in at the provider",
  who: { name: "Alice Liddell", email: "alice@example.com", sub: "alice" },
  async choose(page) {
    await page.getByLabel("Name").fill("alice");
    await page.getByRole("button", { name: "Log in" }).click();
  },
  deny: (page) => page.getByRole("button", { name: "Cancel" }).click(),
  signOut: (page) => page.getByRole("button", { name: "Yes, sign out" }).click(),
};
const there = id === "dev" ? dev : certified;
const deniedCode = dialect === "authjs" ? "OAuthCallbackError" : "Callback";

const asked = (page) => page.getByRole("heading", { name: there.title }).waitFor();
const landed = (page, landing) => page.waitForURL((url) => url.origin === origin && url.pathname + url.search === landing);

async function press(page, callbackUrl, name = there.name) {
  await page.goto(`${paths.signin}?callbackUrl=${encodeURIComponent(callbackUrl)}`);
  await page.getByRole("button", { name: `Sign in with ${name}` }).click();
}

async function nobody(visitor) {
  assert.deepEqual(await session(visitor), dialect === "authjs" ? null : {});
  const names = (await visitor.context.cookies(origin)).map((cookie) => cookie.name);
  assert.ok(!names.some((name) => name.startsWith(cookieName("session-token"))), names.join());
}

async function signedIn(visitor, provider = id) {
  const { user, uid } = await session(visitor);
  assert.deepEqual(user, { name: there.who.name, email: there.who.email });
  checkUID(uid, `${provider}:${there.who.sub}`);
  const names = (await visitor.context.cookies(origin)).map((cookie) => cookie.name);
  assert.ok(!names.some((name) => name.startsWith(cookieName("state"))), `a sign-in under way: ${names}`);
}

describe(`${id} by the pages (${dialect})`, () => {
  let browser, visitor, page;
  before(async () => (browser = await launch()));
  afterEach(async () => {
    assert.deepEqual(visitor.problems, [], "errors in the console");
    await visitor.context.close();
  });
  async function open(javaScriptEnabled) {
    visitor = await visit(browser, { javaScriptEnabled });
    page = await visitor.page();
  }

  for (const javaScript of [false, true])
    test(`sign in, again without being asked, sign out there, too; JavaScript ${javaScript ? "on" : "off"}`, async () => {
      await open(javaScript);
      await press(page, "/?landed=1");
      await asked(page);
      await there.choose(page);
      await landed(page, "/?landed=1");
      await signedIn(visitor);

      await press(page, "/?landed=2");
      await landed(page, "/?landed=2");
      await signedIn(visitor);

      await page.goto(`${paths.signout}?callbackUrl=${encodeURIComponent("/?landed=3")}`);
      await page.getByRole("button", { name: "Sign out" }).click();
      await there.signOut(page);
      await landed(page, "/?landed=3");
      await nobody(visitor);

      await press(page, "/?landed=4");
      await asked(page);
    });

  test("saying no leads back to the sign-in page", async () => {
    await open(false);
    await press(page, "/?landed=1");
    await asked(page);
    await there.deny(page);
    await page.waitForURL((url) => url.pathname === paths.signin);
    assert.equal(new URL(page.url()).searchParams.get("error"), deniedCode);
    assert.notEqual((await page.locator("[role=alert]").innerText()).trim(), "");
    await nobody(visitor);
    await press(page, "/?landed=2");
    await asked(page);
    await there.choose(page);
    await landed(page, "/?landed=2");
    await signedIn(visitor);
  });

  test("two tabs finish in the other order, and an answer counts once", async () => {
    await open(true);
    const other = await visitor.page();
    let answer;
    page.on("request", (request) => {
      if (new URL(request.url()).pathname === `/api/auth/callback/${id}`) answer = request.url();
    });
    await press(page, "/?landed=first");
    await asked(page);
    await press(other, "/?landed=second");
    await asked(other);
    await there.choose(other);
    await landed(other, "/?landed=second");
    await there.choose(page);
    await landed(page, "/?landed=first");
    await signedIn(visitor);
    await page.goto(answer);
    await page.waitForURL((url) => url.searchParams.has("error"));
    await signedIn(visitor); // as before
  });

  // The answer is a POST from another site: it brings cookies that are
  // SameSite=None, and only them.
  if (id !== "dev")
    for (const javaScript of [false, true])
      test(`response_mode=form_post, JavaScript ${javaScript ? "on" : "off"}`, async () => {
        await open(javaScript);
        await press(page, "/?landed=1", "formpost");
        await asked(page);
        await there.choose(page);
        if (!javaScript) await page.getByRole("button", { name: "Continue" }).click();
        await landed(page, "/?landed=1");
        await signedIn(visitor, "formpost");
      });
});

describe(`${id} by next-auth/react (${dialect})`, () => {
  let browser, visitor, page;
  before(async () => (browser = await launch()));
  beforeEach(async () => {
    visitor = await visit(browser);
    page = await visitor.page();
    await page.goto(`${paths.client}?provider=${id}`);
    await status("unauthenticated");
  });
  afterEach(async () => {
    assert.deepEqual(visitor.problems, [], "errors in the console");
    await visitor.context.close();
  });
  const status = (text) => page.locator("#status").filter({ hasText: new RegExp(`^${text}$`) }).waitFor();

  test("the provider is listed", async () => {
    await page.click("#get-providers");
    const shown = page.locator("#result").filter({ hasText: '"call":"get-providers"' });
    const { value } = JSON.parse(await shown.textContent());
    assert.deepEqual(value[id], {
      id,
      name: there.name,
      type: dialect === "authjs" ? "oidc" : "oauth",
      signinUrl: `${origin}/api/auth/signin/${id}`,
      callbackUrl: `${origin}/api/auth/callback/${id}`,
    });
  });

  test("signIn(id) and signOut() go there and back", async () => {
    await page.click("#sign-in-elsewhere");
    await asked(page);
    await there.choose(page);
    await landed(page, `${paths.client}?landed=4`);
    await status("authenticated");
    const { user } = JSON.parse(await page.locator("#session").textContent());
    assert.equal(user.email, there.who.email);
    await signedIn(visitor);

    await page.click("#sign-out-redirect");
    await there.signOut(page);
    await landed(page, `${paths.client}?landed=3`);
    await status("unauthenticated");
    await nobody(visitor);

    await page.goto(`${paths.client}?provider=${id}`);
    await page.click("#sign-in-elsewhere");
    await asked(page);
  });

  test("saying no leads to the sign-in page", async () => {
    await page.click("#sign-in-elsewhere");
    await asked(page);
    await there.deny(page);
    await page.waitForURL((url) => url.pathname === paths.signin && url.searchParams.get("error") === deniedCode);
    await nobody(visitor);
  });
});

// The provider's page of the example, in all looks; oidc-provider's is not ours.
if (id === "dev")
  describe(`the page of the dev login is usable (${dialect})`, () => {
    const sizes = { wide: { width: 1280, height: 800 }, 320: { width: 320, height: 640 } };
    for (const [size, viewport] of Object.entries(sizes))
      for (const colorScheme of ["light", "dark"])
        test(`${size}-${colorScheme}`, async () => {
          const visitor = await visit(await launch(), { viewport, colorScheme });
          const page = await visitor.page();
          await press(page, "/");
          await asked(page);
          await screenshot(page, `dev-login-${size}-${colorScheme}`);
          assert.deepEqual([...(await page.evaluate(audit)), ...visitor.problems], []);
          await visitor.context.close();
        });
  });
