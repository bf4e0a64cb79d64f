// What an administrator of the example can do to the sessions of a user.

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { dialect, session } from "./lib.mjs";
import { closing, enter, guest, jsmith, only, out, press, signedIn, still } from "./members.mjs";

describe(`an administrator (${dialect})`, () => {
  closing();
  let boss;
  beforeEach(async () => {
    boss = await only(jsmith);
    await boss.page.goto("/admin");
    await boss.page.getByLabel("E-mail").fill("Guest@example.com ");
    await press(boss.page, "Find");
    await boss.page.getByRole("heading", { name: "Guest" }).waitFor();
  });

  test("signs a user out everywhere", async () => {
    const [one, two] = [await only(guest), await signedIn(guest)];
    await press(boss.page, "Sign out everywhere");
    await boss.page.locator("#count").filter({ hasText: /^0$/ }).waitFor();
    await out(one);
    await out(two);
    await still(boss);
    await signedIn(guest);
  });

  test("disables a user, and enables them again", async () => {
    const one = await only(guest);
    await press(boss.page, "Disable");
    await boss.page.locator("#may").filter({ hasText: /^no$/ }).waitFor();
    await out(one);
    await enter(one.page, guest);
    await one.page.waitForURL((url) => url.searchParams.get("error") === "AccessDenied");
    await out(one);
    await press(boss.page, "Enable");
    await boss.page.locator("#may").filter({ hasText: /^yes$/ }).waitFor();
    await signedIn(guest);
  });

  test("changes a role, which their sessions have at the next request", async () => {
    const one = await only(guest);
    assert.equal((await one.page.goto("/admin")).status(), 403);
    await press(boss.page, "Make administrator");
    await boss.page.locator("#role").filter({ hasText: /^admin$/ }).waitFor();
    assert.equal((await one.page.goto("/admin")).status(), 200);
    assert.equal((await session(one.visitor)).role, "admin");
    await press(boss.page, "Make user");
    await boss.page.locator("#role").filter({ hasText: /^user$/ }).waitFor();
    assert.equal((await one.page.goto("/admin")).status(), 403);
    await one.page.goto("/sessions");
    const csrfToken = await one.page.locator("input[name=csrfToken]").first().inputValue();
    const form = { csrfToken, email: "jsmith@example.com", do: "end" };
    assert.equal((await one.visitor.context.request.post("/admin", { form, headers: { accept: "application/json" } })).status(), 403);
    await still(boss);
  });

  test("who is not there is not found", async () => {
    const answer = await boss.page.goto("/admin?email=nobody@example.com");
    assert.equal(answer.status(), 404);
    await boss.page.getByText("Nobody has the address nobody@example.com.").waitFor();
  });
});
