// Turns an answer into what two servers can be compared by: no origins, no
// random values, no clock, but everything else that a client could notice.

import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import * as v5 from "@auth/core/jwt";
import { pageFacts } from "./html.mjs";

const v4 = createRequire(import.meta.url)("next-auth/jwt");
const day = 86_400;

export class Normaliser {
  constructor({ origin, dialect, secret }) {
    Object.assign(this, { origin, dialect, secret });
  }

  async step(name, { status, headers, text, setCookies }) {
    const step = { name, status };
    const type = headers["content-type"]?.split(";")[0].trim();
    if (type && text !== "") step.contentType = type;
    step.noStore = /\bno-store\b/.test(headers["cache-control"] ?? "");
    if (type === "text/html") {
      step.csp = headers["content-security-policy"] !== undefined;
      for (const [fact, value] of Object.entries(pageFacts(text))) step[this.place(fact)] = this.json(value);
    }
    if (headers.location !== undefined) step.location = this.place(headers.location);
    if (type === "application/json" && text !== "") step.body = this.json(JSON.parse(text));
    else if (type !== "text/html" && text !== "") step.body = this.place(text);
    step.setCookies = [];
    for (const cookie of setCookies) step.setCookies.push(await this.cookie(cookie));
    step.setCookies.sort((a, b) => (a.name < b.name ? -1 : 1));
    return step;
  }

  place(text) {
    return text
      .replaceAll(this.origin, "{origin}")
      .replaceAll(encodeURIComponent(this.origin), "{origin, encoded}");
  }

  json(value, key) {
    if (Array.isArray(value)) return value.map((item) => this.json(item));
    if (value && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([k, item]) => [k, this.json(item, k)]));
    if (typeof value !== "string") return value;
    if (key === "csrfToken") return /^[0-9a-f]{64}$/.test(value) ? "64 hex" : `not a token: ${value}`;
    if (key === "expires" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value))
      return `in ${days(Date.parse(value) / 1000)} days`;
    return this.place(value);
  }

  async cookie({ name, value, attributes }) {
    const cookie = { name, attributes: {} };
    for (const [key, text] of Object.entries(attributes)) cookie.attributes[key] = text || true;
    if (attributes.expires) cookie.attributes.expires = `in ${days(Date.parse(attributes.expires) / 1000)} days`;
    if (value === "") cookie.value = "cleared";
    else if (name.endsWith("csrf-token")) cookie.value = this.csrf(decodeURIComponent(value));
    else if (name.includes("session-token")) {
      cookie.value = "jwt";
      cookie.claims = await this.claims(name, value);
    } else cookie.value = this.place(decodeURIComponent(value));
    return cookie;
  }

  csrf(value) {
    const [token, hash] = value.split("|");
    const want = createHash("sha256").update(token + this.secret).digest("hex");
    return /^[0-9a-f]{64}$/.test(token) && hash === want ? "token|hash" : "token with a wrong hash";
  }

  // claims opens the token with the real library of the dialect.
  async claims(name, token) {
    const decoded =
      this.dialect === "authjs"
        ? await v5.decode({ token, secret: this.secret, salt: name })
        : await v4.decode({ token, secret: this.secret });
    const claims = { ...decoded };
    for (const key of ["iat", "exp", "auth_time"])
      if (Number.isInteger(claims[key])) claims[key] = `in ${days(claims[key])} days`;
    for (const key of ["jti", "sid"]) if (typeof claims[key] === "string") claims[key] = "random";
    return Object.fromEntries(Object.entries(claims).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function days(seconds) {
  return Math.round(((seconds - Date.now() / 1000) / day) * 10) / 10 + 0; // + 0: no "-0"
}
