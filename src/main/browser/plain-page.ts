/** A page of one heading and one sentence, for a visitor who cannot be shown the app. The texts are the program's own, never a visitor's. */
export function plainPage(heading: string, sentence: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${heading} · Fleetlab</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto;padding:0 1rem;color-scheme:light dark}</style></head>
<body><main><h1>${heading}</h1><p>${sentence}</p></main></body>
</html>
`;
}
