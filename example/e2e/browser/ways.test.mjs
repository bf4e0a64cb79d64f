// The ways in that a user of the example has: linked and unlinked on the page of
// their sessions, and by magic links, which the example prints.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { checkUID, dialect, paths, session } from "./lib.mjs";
import { closing, guest, jsmith, newcomer, only, out, press, rows, signedIn } from "./members.mjs";

describe(`ways in (${dialect})`, () => {
  closing();

  async function choose(page, name) {
    await page.getByRole("heading", { name: "Who are you?" }).waitFor();
    await page.getByRole("button", { name }).click();
  }

  async function enterElsewhere(page, name) {
    await page.goto(`${paths.signin}?callbackUrl=/sessions`);
    await press(page, "Sign in with Dev login");
    await choose(page, name);
  }

  test("link the dev login, sign in with it, unlink it", async () => {
    const here = await only(jsmith);
    const before = await session(here.visitor);
    await press(here.page, "Link Dev login");
    await choose(here.page, "Grace Hopper");
    await here.page.getByRole("heading", { name: "Your sessions" }).waitFor();
    await here.page.locator("#ways").getByText("account grace").waitFor();
    assert.equal(await rows(here.page).count(), 1, "linking is no further session");

    const there = await newcomer();
    await enterElsewhere(there.page, "Grace Hopper");
    await there.page.waitForURL("**/sessions");
    const { expires, ...same } = await session(there.visitor);
    assert.deepEqual({ ...same, expires: before.expires }, before);
    assert.equal(await rows(there.page).count(), 2);

    const other = await signedIn(guest);
    await press(other.page, "Link Dev login");
    await choose(other.page, "Grace Hopper");
    await other.page.waitForURL((url) => url.searchParams.get("error") === "OAuthAccountNotLinked");
    assert.equal((await session(other.visitor)).user.name, "Guest");

    await press(here.page, "Unlink Dev login");
    await here.page.locator("#ways").getByText("not linked").waitFor();
    await there.page.goto(paths.signout);
    await press(there.page, "Sign out");
    await enterElsewhere(there.page, "Grace Hopper"); // who is somebody of her own now
    await there.page.getByRole("heading", { name: "Your sessions" }).waitFor();
    const { user, role, uid } = await session(there.visitor);
    assert.deepEqual({ user, role }, { user: { name: "Grace Hopper", email: "grace@example.com" }, role: "user" });
    assert.notEqual(uid, before.uid);
  });

  test("the last way in stays", async () => {
    const { visitor, page } = await newcomer();
    await enterElsewhere(page, "Sam Newcomer");
    await page.getByRole("heading", { name: "Your sessions" }).waitFor();
    const [answer] = await Promise.all([page.waitForResponse("**/sessions/unlink"), press(page, "Unlink Dev login")]);
    assert.equal(answer.status(), 409);
    await page.getByText("This is your last way in").waitFor();
    await page.getByRole("link", { name: "Go back" }).click();
    await page.locator("#ways").getByText("account sam").waitFor();
    assert.equal((await session(visitor)).user.name, "Sam Newcomer");
  });

  test("a link by mail opens a page whose button signs in, once", async () => {
    const asking = await newcomer();
    const address = "ann.reader@example.net";
    await ask(asking.page, address);
    await asking.page.waitForURL((url) => url.pathname.endsWith("/verify-request"));
    const link = await linkTo(address);
    for (let i = 0; i < 2; i++) assert.equal((await asking.visitor.context.request.get(link)).status(), 200); // a scanner
    await out(asking);
    await asking.page.goto(link);
    await asking.page.getByRole("main").getByRole("button").first().click();
    await asking.page.waitForURL("**/sessions");
    const { user, role, uid } = await session(asking.visitor);
    assert.equal(user.email, address);
    assert.equal(role, "user");
    checkUID(uid, address);

    const late = await newcomer();
    await late.page.goto(link);
    const button = late.page.getByRole("main").getByRole("button").first();
    if (await button.count()) await button.click();
    await out(late);
  });

  test("a link to the address of a demo user is theirs", async () => {
    const before = await session((await only(jsmith)).visitor);
    const { visitor, page } = await newcomer();
    await ask(page, "JSmith@example.com");
    await page.waitForURL((url) => url.pathname.endsWith("/verify-request"));
    await page.goto(await linkTo("jsmith@example.com"));
    await page.getByRole("main").getByRole("button").first().click();
    await page.waitForURL("**/sessions");
    const { expires, ...same } = await session(visitor);
    assert.deepEqual({ ...same, expires: before.expires }, before);
  });

  async function ask(page, address) {
    await page.goto(`${paths.signin}?callbackUrl=/sessions`);
    await page.getByLabel("Email").fill(address);
    await press(page, "Sign in with Email");
  }

  // linkTo waits for the last mail to an address: it is printed after the answer.
  async function linkTo(address) {
    for (const end = Date.now() + 10_000; Date.now() < end; ) {
      const lines = (await readFile(process.env.LOG, "utf8")).split("\n").filter((line) => line.includes(`to=${address}`));
      const link = lines.at(-1)?.match(/link="?([^" ]+)/)?.[1];
      if (link) return link;
      await setTimeout(20);
    }
    assert.fail(`no mail to ${address}`);
  }
});
