/**
 * The page's policy in both hosts. `style-src 'unsafe-inline'`: xterm.js and CodeMirror write style elements and attributes.
 * `connect-src 'self'` covers the page's own WebSocket (CSP Level 3).
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join('; ');
