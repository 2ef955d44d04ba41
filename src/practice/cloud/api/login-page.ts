import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { ApiError } from '../api-error.ts';
import type { PublicRoute, Reply } from './route.ts';

/** Pages for a person's browser: the one that `balena login --web` opens, and the one that the builder's log links to. */
export function pageRoutes(token: string, username: string): PublicRoute[] {
  return [
    {
      methods: ['GET'],
      path: /^\/login\/cli\/(.+)$/,
      handle: ({ parameters, outgoing }) => loginPage(parameters[0] ?? '', token, username, outgoing),
    },
    { methods: ['GET'], path: /^\/(?:apps\/\d+\/devices|devices\/[0-9a-f]+\/summary)$/, handle: ({ outgoing }) => dashboardPage(outgoing) },
  ];
}

/** The CLI encodes its address twice; the router has decoded it once. */
function loginPage(encoded: string, token: string, username: string, outgoing: ServerResponse): Reply {
  const callback = loopbackAddress(encoded);
  if (callback === undefined)
    throw new ApiError(400, 'This page signs in a balena CLI on this machine only. Start it with: balena login --web');
  const nonce = secure(outgoing, callback.origin);
  return {
    status: 200,
    html: page(
      nonce,
      'Sign in to the practice cloud',
      `<p>The balena CLI on this computer asks to act as <strong>${escape(username)}</strong> in the practice cloud.</p>
<form method="post" action="${escape(callback.href)}">
<input type="hidden" name="token" value="${escape(token)}">
<button type="submit" autofocus>Authorize</button>
</form>
<p class="note">Nothing leaves this computer: the practice cloud runs inside Fleetlab. You can close this page to refuse.</p>`,
    ),
  };
}

function dashboardPage(outgoing: ServerResponse): Reply {
  const nonce = secure(outgoing, "'none'");
  return {
    status: 200,
    html: page(
      nonce,
      'The practice cloud has no dashboard',
      `<p>Fleetlab itself shows your fleets, releases and devices. In a terminal, ask with:</p>
<pre>balena fleet list
balena device list
balena release list &lt;fleet&gt;</pre>`,
    ),
  };
}

/** Only an address on this machine gets the token: anything else would hand it to a stranger. */
function loopbackAddress(encoded: string): URL | undefined {
  try {
    const url = new URL(/^https?%3a/i.test(encoded) ? decodeURIComponent(encoded) : encoded);
    const isLoopback = url.hostname === '127.0.0.1' || url.hostname === 'localhost' || url.hostname === '[::1]';
    return isLoopback && url.protocol === 'http:' && url.username === '' && url.password === '' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Allows the page its own style and nothing else. Returns the style's nonce. */
function secure(outgoing: ServerResponse, formTarget: string): string {
  const nonce = randomBytes(16).toString('base64');
  outgoing.setHeader(
    'content-security-policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:; form-action ${formTarget}; frame-ancestors 'none'; base-uri 'none'`,
  );
  outgoing.setHeader('x-frame-options', 'DENY');
  outgoing.setHeader('referrer-policy', 'no-referrer');
  return nonce;
}

function page(nonce: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${style}</style>
</head>
<body><main><div class="mark" aria-hidden="true"><i></i><i></i><i></i></div><h1>${escape(title)}</h1>
${body}
</main></body>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const style = `
:root { color-scheme: light dark; --paper: #f6f7f9; --card: #ffffff; --line: #dde2e8; --text: #1b2430; --soft: #55606e; --accent: #1f6feb; --on-accent: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --paper: #12161c; --card: #1b2129; --line: #2e3742; --text: #e8ecf1; --soft: #a5b0bd; --accent: #6ea8ff; --on-accent: #0b1420; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--paper); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 440px; padding: 36px; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
.mark { display: flex; gap: 6px; margin-bottom: 20px; }
.mark i { width: 14px; height: 14px; border-radius: 4px; background: var(--accent); }
.mark i:nth-child(2) { opacity: .65; }
.mark i:nth-child(3) { opacity: .35; }
h1 { margin: 0 0 12px; font-size: 22px; line-height: 1.25; letter-spacing: -.01em; }
p { margin: 0 0 20px; }
.note { margin: 20px 0 0; color: var(--soft); font-size: 14px; }
pre { margin: 0; padding: 14px 16px; overflow: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; font: 14px/1.6 ui-monospace, monospace; }
button { width: 100%; padding: 12px 18px; border: 0; border-radius: 8px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
button:hover { filter: brightness(1.06); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
`;
