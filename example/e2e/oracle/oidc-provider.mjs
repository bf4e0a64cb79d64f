// panva's oidc-provider, a certified OpenID provider, for a program under test.
// Prints {"port":N} once it listens on a free port of the loopback, and ends
// when its standard input does.
//
//   RP_ORIGIN   the program's origin; each client's id is that of its provider
//   RP_SECRET   the secret of the clients that have one
//   RP_JWKS     the public keys of the client that signs, as JSON
//
// A login_hint logs in at once, "deny" says no; without one there is a page. It
// grants every scope, and each refresh token is good for one use. GET /log
// tells what has happened here.

import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";
import { started } from "./app.mjs";

const { RP_ORIGIN: app, RP_SECRET: secret, RP_JWKS: jwks } = process.env;
if (!app || !secret || !jwks) throw new Error("RP_ORIGIN, RP_SECRET and RP_JWKS must be set");

const client = (id, how) => ({
  client_id: id,
  redirect_uris: [`${app}/api/auth/callback/${id}`],
  post_logout_redirect_uris: [`${app}/api/auth/signout/${id}`],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  ...how,
});
const clients = [
  client("basic", { client_secret: secret, token_endpoint_auth_method: "client_secret_basic" }),
  client("post", { client_secret: secret, token_endpoint_auth_method: "client_secret_post" }),
  client("signs", { jwks: JSON.parse(jwks), token_endpoint_auth_method: "private_key_jwt", token_endpoint_auth_signing_alg: "ES256" }),
  client("public", { token_endpoint_auth_method: "none" }),
  client("formpost", { client_secret: secret, token_endpoint_auth_method: "client_secret_basic" }),
];

const people = {
  alice: { name: "Alice Liddell", email: "alice@example.com", email_verified: true },
  bob: { name: "Bob", email: "bob@example.com", email_verified: false },
};

const signingKey = (type, options, alg) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: "jwk" }),
  kid: alg,
  alg,
  use: "sig",
});

const html = (title, body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>${title}</title><main><h1>${title}</h1>${body}</main></html>`;

const configuration = {
  clients,
  jwks: { keys: [signingKey("rsa", { modulusLength: 2048 }, "RS256"), signingKey("ec", { namedCurve: "P-256" }, "ES256")] },
  cookies: { keys: ["a key of these tests"], names: { session: "op_session", interaction: "op_interaction", resume: "op_resume" } },
  scopes: ["openid", "offline_access"],
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource(ctx, form) {
        const button = '<button type="submit" form="op.logoutForm" name="logout" value="yes">Yes, sign out</button>';
        ctx.body = html("Sign out of the provider?", form + button);
      },
    },
  },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  issueRefreshToken: () => true,
  rotateRefreshToken: () => true,
  pkce: { required: () => true },
  ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 3600, IdToken: 3600, Interaction: 600, RefreshToken: 3600, Session: 3600 },
  renderError(ctx, out) {
    ctx.body = html("The provider refuses", `<pre>${JSON.stringify(out).replaceAll("<", "&lt;")}</pre>`);
  },
};

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const provider = new Provider(`http://127.0.0.1:${server.address().port}`, configuration);
  const log = [];
  const note = (event, ctx, more) => log.push({ event, client: ctx.oidc?.client?.clientId, ...more });
  provider.on("authorization.success", (ctx) => note("authorized", ctx, { prompted: Boolean(ctx.oidc.result) }));
  provider.on("grant.success", (ctx) => note("granted", ctx, { type: ctx.oidc.params.grant_type }));
  provider.on("grant.error", (ctx, error) => note("refused", ctx, { type: ctx.oidc.params?.grant_type, error: error.error }));
  provider.on("grant.revoked", (ctx) => note("revoked", ctx));
  provider.on("end_session.success", (ctx) => note("signed out", ctx));
  for (const event of ["server_error", "authorization.error", "end_session.error"])
    provider.on(event, (_, error) => console.error(event, error.message, error.error_description ?? ""));

  provider.use(async (ctx, next) => {
    if (ctx.path === "/log") ctx.body = log;
    else if (ctx.path.startsWith("/interaction/")) await interact(provider, ctx, note);
    else await next();
  });
  server.on("request", provider.callback());
  started(server);
});

// interact logs in and consents; both are prompts of their own.
async function interact(provider, ctx, note) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(ctx.req, ctx.res);
  let result;
  if (prompt.name === "consent") {
    const grant =
      (grantId && (await provider.Grant.find(grantId))) ??
      new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    if (prompt.details.missingOIDCScope) grant.addOIDCScope(prompt.details.missingOIDCScope.join(" "));
    if (prompt.details.missingOIDCClaims) grant.addOIDCClaims(prompt.details.missingOIDCClaims);
    result = { consent: { grantId: await grant.save() } };
  } else {
    const name = params.login_hint ?? (await chosen(ctx));
    if (name === undefined) {
      ctx.body = html(
        "Log in at the provider",
        `<form method="post"><label>Name <input name="name" autocomplete="username"></label>
         <button>Log in</button> <button name="name" value="deny">Cancel</button></form>`,
      );
      return;
    }
    if (name === "deny") result = { error: "access_denied", error_description: "the person said no" };
    else if (Object.hasOwn(people, name)) result = { login: { accountId: name } };
    else return ctx.throw(400, "nobody of that name");
    note("logged in", ctx, { name, client: params.client_id });
  }
  ctx.status = 303;
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: true }));
}

// chosen is the name that the form brought, the last if it brought two.
async function chosen(ctx) {
  if (ctx.method !== "POST") return undefined;
  let text = "";
  for await (const chunk of ctx.req.setEncoding("utf8")) text += chunk;
  return new URLSearchParams(text).getAll("name").at(-1);
}
