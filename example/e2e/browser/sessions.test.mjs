// A user's sessions in several browsers, on the example's page of them.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { audit } from "./audit.mjs";
import { dialect, paths, screenshot } from "./lib.mjs";
import { closing, guest, jsmith, newcomer, only, out, phone, press, rows, signedIn, still, windows } from "./members.mjs";

describe(`your sessions (${dialect})`, () => {
  closing();

  test("the list says where, and which one is this", async () => {
    const here = await only(jsmith);
    await signedIn(jsmith, { userAgent: windows });
    await here.page.reload();
    assert.equal(await rows(here.page).count(), 2);
    const [newest, own] = await rows(here.page).allInnerTexts();
    assert.match(newest, /^Firefox on Windows\n[\s\S]*127\.0\.0\.1 · signed in \d+ \w+ \d{4}, \d\d:\d\d UTC · last seen just now[\s\S]*End$/);
    assert.match(own, /^Chrome on Linux\n[\s\S]*This browser$/);
    assert.equal(await rows(here.page).getByRole("button").count(), 1, "one's own has no button");
  });

  test("a session that is ended is out at its next request", async () => {
    const here = await only(jsmith);
    const there = await signedIn(jsmith, { userAgent: windows });
    await here.page.reload();
    await press(here.page, "End the session of Firefox on Windows");
    await here.page.waitForURL("**/sessions");
    assert.equal(await rows(here.page).count(), 1);
    await there.page.goto("/sessions");
    assert.equal(new URL(there.page.url()).pathname, paths.signin);
    await out(there);
    await still(here);
  });

  test("useSession notices when it asks again", async () => {
    const here = await only(jsmith);
    const there = await newcomer({ javaScriptEnabled: true, userAgent: windows });
    const becomes = (text) => there.page.locator("#status").filter({ hasText: new RegExp(`^${text}$`) }).waitFor();
    await there.page.goto(paths.client);
    await becomes("unauthenticated");
    await there.page.click("#sign-in-right");
    await becomes("authenticated");
    await here.page.reload();
    await press(here.page, "End the session of Firefox on Windows");
    await here.page.waitForURL("**/sessions");
    await there.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange"))); // as when one comes back to the tab
    await becomes("unauthenticated");
  });

  test("all others end at once", async () => {
    const here = await only(jsmith);
    const others = [await signedIn(jsmith, { userAgent: windows }), await signedIn(jsmith, { userAgent: phone })];
    const somebodyElse = await signedIn(guest);
    await here.page.reload();
    assert.equal(await rows(here.page).count(), 3);
    await press(here.page, "End all others");
    await here.page.waitForURL("**/sessions");
    assert.equal(await rows(here.page).count(), 1);
    for (const one of others) await out(one);
    await still(here);
    await still(somebodyElse);
  });

  test("a session of somebody else is not one's own to end", async () => {
    const here = await only(jsmith);
    await signedIn(jsmith, { userAgent: windows });
    await here.page.reload();
    const id = await rows(here.page).locator("input[name=id]").inputValue();
    const mallory = await only(guest);
    const csrfToken = await mallory.page.locator("input[name=csrfToken]").first().inputValue();
    const answer = await mallory.visitor.context.request.post("/sessions/end", { form: { csrfToken, id } });
    assert.equal(answer.status(), 404);
    await here.page.reload();
    assert.equal(await rows(here.page).count(), 2);
  });

  test("every form wants the csrf token", async () => {
    const { visitor } = await only(jsmith);
    for (const path of ["/sessions/end", "/sessions/end-others", "/sessions/unlink", "/admin"]) {
      const answer = await visitor.context.request.post(path, { form: { email: "guest@example.com", do: "disable" }, maxRedirects: 0 });
      assert.equal(answer.status(), 403, path);
    }
  });
});

// How a page looks does not depend on the dialect.
describe(`the pages are usable (${dialect})`, { skip: dialect !== "authjs" && !process.env.SCREENSHOTS }, () => {
  closing();
  for (const [size, viewport] of Object.entries({ wide: { width: 1280, height: 800 }, 320: { width: 320, height: 640 } }))
    for (const colorScheme of ["light", "dark"])
      test(`${size}-${colorScheme}`, async () => {
        const look = { javaScriptEnabled: true, viewport, colorScheme };
        const { visitor, page } = await only(jsmith, look);
        await signedIn(jsmith, { userAgent: windows });
        await signedIn(jsmith, { userAgent: phone });
        const found = [];
        const check = async (name) => {
          await screenshot(page, `${name}-${size}-${colorScheme}`);
          found.push(...(await page.evaluate(audit)).map((finding) => `${name}: ${finding}`));
        };
        for (const [name, path] of Object.entries({ sessions: "/sessions", admin: "/admin", user: "/admin?email=guest@example.com", nobody: "/admin?email=nobody@example.com" })) {
          await page.goto(path);
          await check(name);
        }
        await page.goto("/sessions");
        await page.locator("input[name=id]").first().evaluate((input) => (input.value = "gone"));
        await rows(page).getByRole("button").first().click();
        await page.getByRole("heading", { name: "That did not work" }).waitFor();
        await check("problem");
        assert.deepEqual([...found, ...visitor.problems], []);
      });
});
