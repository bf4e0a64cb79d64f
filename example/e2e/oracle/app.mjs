// The one application that both reference servers run, and that
// e2e/scenarioserver builds with ginauth: same users, same callbacks.
// Names and claims follow the example: the token keeps id, role and jwt (the
// access token); the browser sees role and uid only.

const users = {
  jsmith: {
    password: "hunter2",
    user: { id: "1", name: "J Smith", email: "jsmith@example.com", role: "admin", access_token: "123456890" },
  },
  guest: {
    password: "guest123",
    user: { id: "2", name: "Guest", email: "guest@example.com", role: "user", access_token: "guest-access" },
  },
  blocked: {
    password: "blocked",
    user: { id: "3", name: "Blocked", email: "blocked@example.com", role: "user", access_token: "blocked-access" },
  },
  elsewhere: {
    password: "elsewhere",
    user: { id: "4", name: "Elsewhere", email: "elsewhere@example.com", role: "user", access_token: "elsewhere-access" },
  },
};

export const fields = {
  username: { label: "Username", type: "text", placeholder: "jsmith" },
  password: { label: "Password", type: "password" },
};

export function authorize(credentials) {
  if (credentials?.username === "broken") throw new Error("database password is swordfish");
  const known = Object.hasOwn(users, credentials?.username ?? "") ? users[credentials.username] : null;
  return known && known.password === credentials.password ? { ...known.user } : null;
}

export const callbacks = {
  signIn({ user }) {
    if (user.name === "Blocked") return false;
    if (user.name === "Elsewhere") return "/welcome";
    return true;
  },
  jwt({ token, user, trigger, session }) {
    if (user) {
      token.id = user.id;
      token.role = user.role;
      token.jwt = user.access_token;
    }
    if (trigger === "update" && session?.name) token.name = session.name;
    return token;
  },
  session({ session, token }) {
    session.role = token.role;
    session.uid = token.id; // not token.jwt: it would reach the browser
    return session;
  },
};

export function secretFromEnv() {
  const secret = process.env.AUTH_SECRET;
  if (!secret) throw new Error("AUTH_SECRET is not set");
  return secret;
}

// started prints the port and ties the server's life to its standard input, so
// that a test run that dies leaves no server behind.
export function started(server) {
  process.stdin.on("end", () => process.exit()).resume();
  console.log(JSON.stringify({ port: server.address().port }));
}
