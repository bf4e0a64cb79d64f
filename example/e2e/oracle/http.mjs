// A small HTTP client with a cookie jar, for the scenario: it follows no
// redirect and shows the headers as they came.

import { request } from "node:http";

export class Client {
  constructor(origin) {
    this.origin = origin;
    this.jar = new Map(); // name → value as it stands on the wire
  }

  // send answers {status, headers, text, setCookies}. A form is given as
  // `form`, JSON as `json`, anything else as `body` with its own headers.
  send(method, path, { form, json, body, headers = {} } = {}) {
    const out = { ...headers };
    if (form) {
      body = new URLSearchParams(form).toString();
      out["content-type"] = "application/x-www-form-urlencoded";
    } else if (json) {
      body = JSON.stringify(json);
      out["content-type"] = "application/json";
    }
    if (body !== undefined) out["content-length"] = Buffer.byteLength(body);
    if (this.jar.size) out.cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Promise((resolve, reject) => {
      const req = request(this.origin + path, { method, headers: out, agent: false }, async (res) => {
        res.setEncoding("utf8");
        let text = "";
        for await (const chunk of res) text += chunk;
        const setCookies = (res.headers["set-cookie"] ?? []).map(parseSetCookie);
        for (const cookie of setCookies) this.keep(cookie);
        resolve({ status: res.statusCode, headers: res.headers, text, setCookies });
      });
      req.on("error", reject);
      req.end(body);
    });
  }

  keep({ name, value, attributes }) {
    const expired = attributes["max-age"] === "0" || Date.parse(attributes.expires ?? "") <= Date.now();
    if (expired) this.jar.delete(name);
    else this.jar.set(name, value);
  }

  // csrf fetches a token as the clients do before each POST.
  async csrf() {
    const { text } = await this.send("GET", "/api/auth/csrf");
    return JSON.parse(text).csrfToken;
  }
}

function parseSetCookie(line) {
  const [pair, ...rest] = line.split(";");
  const at = pair.indexOf("=");
  const attributes = {};
  for (const part of rest) {
    const [key, ...value] = part.trim().split("=");
    attributes[key.toLowerCase()] = value.join("=");
  }
  return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes };
}
