// What a client can rely on in a page: its title, its theme class, its forms
// with their fields, its links, and which of the protocol's sentences it says.
// How it looks is the page's own affair.

const sentences = [
  "Try signing in with a different account.",
  "To confirm your identity, sign in with the same account you used originally.",
  "The e-mail could not be sent.",
  "Sign in failed. Check the details you provided are correct.",
  "Please sign in to access this page.",
  "Unable to sign in",
  "Are you sure you want to sign out?",
  "Server error",
  "There is a problem with the server configuration.",
  "Check the server logs for more information.",
  "Access Denied",
  "You do not have permission to sign in.",
  "The sign in link is no longer valid.",
  "It may have been used already or it may have expired.",
  "Check your email",
  "A sign in link has been sent to your email address.",
];

export function pageFacts(html) {
  const facts = {};
  facts["page title"] = text(/<title>([^]*?)<\/title>/.exec(html)?.[1] ?? "");
  facts["page class"] = /__next-auth-theme-\w+/.exec(html)?.[0] ?? "";
  const said = text(html.replace(/<(style|script)\b[^]*?<\/\1>/g, ""));
  facts["page says"] = sentences.filter((sentence) => said.includes(sentence));
  for (const [, head, inner] of html.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/g)) {
    const form = attributes(head);
    const name = `form ${form.action}`;
    facts[name] = form.method?.toUpperCase() ?? "GET";
    for (const [, label, words] of inner.matchAll(/<label\b([^>]*)>([^]*?)<\/label>/g))
      facts[`label of ${attributes(label).for}`] = text(words);
    for (const [, input] of inner.matchAll(/<input\b([^>]*)>/g)) {
      const { name, type, id, placeholder, value } = attributes(input);
      facts[`input ${name}`] = { type, id, placeholder: placeholder || undefined, value: name === "csrfToken" ? token(value) : value };
    }
    facts[`${name} buttons`] = [...inner.matchAll(/<button\b([^>]*)>([^]*?)<\/button>/g)].map(
      ([, button, words]) => `${attributes(button).type}: ${text(words)}`,
    );
  }
  facts["page links"] = [...html.matchAll(/<a\b([^>]*)>/g)].map(([, link]) => attributes(link).href);
  return facts;
}

const token = (value) => (/^[0-9a-f]{64}$/.test(value) ? "64 hex" : `not a token: ${value}`);

function attributes(head) {
  const found = {};
  for (const [, name, value] of head.matchAll(/([\w-]+)(?:="([^"]*)")?/g)) found[name] ??= entities(value ?? "");
  return found;
}

const text = (html) => entities(html.replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ").trim();

const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function entities(html) {
  return html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
    name ? (named[name] ?? all) : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)),
  );
}
