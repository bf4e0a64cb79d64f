// The real next-auth 4 behind a plain Node server: GET/POST /api/auth/*.
// Prints {"port":N} once it listens on a free port of the loopback, and ends when
// its standard input does.
// NEXTAUTH_URL is that address unless the environment says otherwise.
// The request and response get what Next.js gives an API route, and no more.

import { createServer } from "node:http";
import { createRequire } from "node:module";
import { authorize, callbacks, fields, secretFromEnv, started } from "./app.mjs";

const require = createRequire(import.meta.url);
const NextAuth = require("next-auth").default;
const Credentials = require("next-auth/providers/credentials").default;

const options = {
  secret: secretFromEnv(),
  providers: [Credentials({ credentials: fields, authorize })],
  callbacks,
  logger: { error: (code, meta) => console.error(code, meta?.message ?? ""), warn() {}, debug() {} },
};

const basePath = "/api/auth/";
const maxBody = 1 << 20; // Next.js' own limit for API routes

async function readBody(req) {
  let text = "";
  for await (const chunk of req) {
    text += chunk;
    if (text.length > maxBody) throw Object.assign(new Error("Body exceeded 1mb limit"), { status: 413 });
  }
  const type = (req.headers["content-type"] ?? "text/plain").split(";")[0].trim();
  if (type === "application/json") {
    if (text === "") return {};
    try {
      return JSON.parse(text);
    } catch {
      throw Object.assign(new Error("Invalid JSON"), { status: 400 });
    }
  }
  if (type === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(text));
  return text;
}

function parseCookies(header = "") {
  const cookies = {};
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at < 0) continue;
    const name = part.slice(0, at).trim();
    if (name in cookies) continue;
    const value = part.slice(at + 1).trim().replace(/^"(.*)"$/, "$1");
    try {
      cookies[name] = decodeURIComponent(value);
    } catch {
      cookies[name] = value;
    }
  }
  return cookies;
}

function dress(res) {
  res.status = (code) => {
    res.statusCode = code;
    return res;
  };
  res.send = (body) => {
    if (body === null || body === undefined) return res.end();
    if (typeof body !== "object") return res.end(String(body));
    res.setHeader("Content-Type", "application/json; charset=utf-8");
    res.end(JSON.stringify(body));
  };
  res.json = res.send;
  res.redirect = (status, url) => {
    res.writeHead(status, { Location: url });
    res.end();
  };
}

const server = createServer(async (req, res) => {
  dress(res);
  try {
    const url = new URL(req.url, "http://localhost");
    if (!url.pathname.startsWith(basePath)) return res.status(404).send("not found");
    req.query = {
      ...Object.fromEntries(url.searchParams),
      nextauth: url.pathname.slice(basePath.length).split("/").filter(Boolean),
    };
    req.cookies = parseCookies(req.headers.cookie);
    req.body = await readBody(req);
    await NextAuth(req, res, options);
  } catch (error) {
    // What Next.js does with an exception of an API route.
    if (!res.headersSent) res.status(error.status ?? 500).send(error.status ? error.message : "Internal Server Error");
    else res.end();
  }
});

server.listen(0, "127.0.0.1", () => {
  process.env.NEXTAUTH_URL ??= `http://127.0.0.1:${server.address().port}`;
  started(server);
});
