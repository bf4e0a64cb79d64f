// Every page, in light and dark, wide and narrow: labels, one h1, language,
// contrast, no errors in the console, no sideways scrolling at 320 px.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { audit } from "./audit.mjs";
import { dialect, launch, paths, screenshot, visit } from "./lib.mjs";

const pages = {
  home: "/",
  signin: paths.signin,
  "signin-error": `${paths.signin}?error=CredentialsSignin`,
  "signin-fields": `${paths.signin}?error=CredentialsSignin&provider=credentials&fields=username.required,password.required`,
  signout: paths.signout,
  error: "/api/auth/error",
  "error-denied": "/api/auth/error?error=AccessDenied",
  "error-configuration": "/api/auth/error?error=Configuration",
  "error-verification": "/api/auth/error?error=Verification",
  "verify-request": "/api/auth/verify-request",
};
const signedInPages = { "home-signed-in": "/", protected: paths.protected, admin: paths.admin };
const looks = {
  "wide-light": { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  "wide-dark": { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  "320-light": { viewport: { width: 320, height: 640 }, colorScheme: "light" },
  "320-dark": { viewport: { width: 320, height: 640 }, colorScheme: "dark" },
};

describe(`pages are usable (${dialect})`, () => {
  let browser;
  before(async () => (browser = await launch()));

  async function check(visitor, page, name, path, look) {
    await page.goto(path);
    await screenshot(page, `${name}-${look}`);
    const found = await page.evaluate(audit);
    return [...found, ...visitor.problems.splice(0)].map((finding) => `${name}: ${finding}`);
  }

  for (const [look, options] of Object.entries(looks)) {
    test(look, async () => {
      const visitor = await visit(browser, options);
      const page = await visitor.page();
      const found = [];
      for (const [name, path] of Object.entries(pages)) found.push(...(await check(visitor, page, name, path, look)));

      await page.goto(paths.signin);
      await page.getByLabel("Username").fill("jsmith");
      await page.getByLabel("Password").fill("hunter2");
      await page.getByRole("button", { name: "Sign in with Credentials" }).click();
      await page.waitForURL((url) => url.pathname !== paths.signin);
      for (const [name, path] of Object.entries(signedInPages)) found.push(...(await check(visitor, page, name, path, look)));
      await visitor.context.close();
      assert.deepEqual(found, []);
    });
  }

  test("security headers of the pages", async () => {
    const visitor = await visit(browser);
    for (const [name, path] of Object.entries(pages)) {
      if (!path.startsWith("/api/auth/")) continue;
      const headers = (await visitor.context.request.get(path)).headers();
      const policy = headers["content-security-policy"] ?? "";
      for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action "])
        assert.ok(policy.includes(part), `${name}: ${part} is not in the policy ${policy}`);
      assert.ok(!/unsafe-(inline|eval)/.test(policy), `${name}: ${policy}`);
      assert.match(headers["cache-control"] ?? "", /no-store/, name);
      assert.equal(headers["x-content-type-options"], "nosniff", name);
    }
    await visitor.context.close();
  });

  test("the focus can be seen and goes through the form in order", async () => {
    const visitor = await visit(browser);
    const page = await visitor.page();
    await page.goto(paths.signin);
    await page.getByLabel("Username").focus();
    const order = [];
    for (let i = 0; i < 3; i++) {
      order.push(
        await page.evaluate(() => {
          const element = document.activeElement;
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
          const seen = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
          return `${element.name || element.type}${seen ? "" : " (focus not visible)"}`;
        }),
      );
      await page.keyboard.press("Tab");
    }
    assert.deepEqual(order, ["username", "password", "submit"]);
    await visitor.context.close();
  });
});
