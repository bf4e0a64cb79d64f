// The watching itself: what lib.mjs promises to notice is noticed, with scripts
// and without. No server is asked.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { audit } from "./audit.mjs";
import { answersWith, launch, visit } from "./lib.mjs";

describe("what the tests notice", () => {
  let browser;
  before(async () => (browser = await launch()));

  // look opens a page of this body, under a policy that forbids everything.
  async function look(options, body) {
    const visitor = await visit(browser, options);
    await visitor.context.route("**/*", (route) =>
      route.fulfill({ contentType: "text/html", headers: { "Content-Security-Policy": "default-src 'none'" }, body }),
    );
    const page = await visitor.page();
    await page.goto("/", { waitUntil: "load" });
    return { visitor, page };
  }

  for (const javaScriptEnabled of [true, false]) {
    test(`a violation of the policy, scripts ${javaScriptEnabled ? "on" : "off"}`, async () => {
      const { visitor } = await look({ javaScriptEnabled }, "<style>p { color: red }</style><p>hello</p>");
      assert.match(visitor.problems.join(), /content security policy/i);
      await visitor.context.close();
    });
  }

  test("no problem where there is none, and the text of answers", async () => {
    const { visitor } = await look({}, "<p>hello</p>");
    assert.deepEqual(visitor.problems, []);
    assert.equal((await answersWith(visitor, "<p>hello</p>")).length, 1);
    assert.deepEqual(await answersWith(visitor, "good bye"), []);
    await visitor.context.close();
  });

  test("the audit finds what is wrong with a page", async () => {
    const visitor = await visit(browser, { viewport: { width: 320, height: 640 } });
    const page = await visitor.page();
    await page.setContent(`
      <h1>One</h1><h1>Two</h1>
      <p style="color: #999; background: #fff">pale</p>
      <input type="text" name="unlabelled" style="border: 1px solid #eee; background: #fff">
      <img src="data:,"><a href="/"></a><b id="x"></b><b id="x"></b>
      <div style="width: 100px"><table><td style="min-width: 150px">wide</table></div>
      <div style="width: 500px">sideways</div>`);
    const found = (await page.evaluate(audit)).join("\n");
    for (const finding of [
      "no lang", "no title", "no viewport", "2 h1", "0 main", "no label", "no autocomplete", "no alt", "no name",
      "id x twice", "contrast 2.8", "scrolls sideways", "sticks out", "edge contrast",
    ])
      assert.ok(found.includes(finding), `${finding} is not in:\n${found}`);
    await visitor.context.close();
  });
});
