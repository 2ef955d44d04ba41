import type { HttpRequest } from '../../../shared/domain/http.ts';
import type { CommandResult } from '../lab/lab.ts';
import { delivered, endOfCurl, endOfError, endOfWords, type Ended } from './request-words.ts';
import { quote } from '../ssh/ssh.ts';

/** Seconds after which nobody is taken to answer: more than the practice device's three, less than a kernel's two minutes. */
const patience = 5;

/** Node's own client: it is in the class's containers, where curl mostly is not. It prints one line of JSON. */
const nodeClient = `
const [url, method, body] = process.argv.slice(1);
const say = (answer) => { process.stdout.write(JSON.stringify(answer)); process.exit(0); };
const request = require('node:http').request(url, { method, agent: false }, (response) => {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (more) => { text += more; if (text.length > 20000) say({ status: response.statusCode, body: text.slice(0, 20000) }); });
  response.on('end', () => say({ status: response.statusCode, body: text }));
});
request.on('error', (error) => say({ error: error.code || error.message }));
setTimeout(() => say({ error: 'ETIMEDOUT' }), ${String(patience * 1000)});
request.end(body);
`.replaceAll(/\s*\n\s*/g, ' ');

/** A shell line that makes the request with whatever is there, and says on its error output what that was. */
export function requestScript({ method, url, body }: Omit<HttpRequest, 'from'>): string {
  const { hostname, port, path } = partsOf(url);
  const [address, verb, data] = [quote(url), quote(method), body === undefined ? '' : ` --data-binary ${quote(body)}`];
  const raw = `${method} ${path} HTTP/1.0\\r\\nHost: ${hostname}:${String(port)}\\r\\nConnection: close\\r\\n\\r\\n`;
  const socket = `exec 3<>/dev/tcp/${hostname}/${String(port)} || exit 1; printf '${raw}' >&3; cat <&3`;
  return [
    use('curl', `curl -sS -i -m ${String(patience)} -X ${verb}${data} ${address}`),
    use('node', `node -e ${quote(nodeClient)} -- ${address} ${verb}${body === undefined ? '' : ` ${quote(body)}`}`),
    // Neither BusyBox's wget nor a bare socket sends a body or another method.
    ...(method === 'GET' && body === undefined
      ? [use('wget', `wget -S -O - -T ${String(patience)} ${address}`), use('bash', `timeout ${String(patience)} bash -c ${quote(socket)}`)]
      : []),
    'echo "@with nothing" >&2',
  ].join('; ');
}

/** What came of `requestScript`. */
export function readAnswer({ exitCode, stdout, stderr }: CommandResult): Ended {
  const tool = /^@with (\w+)$/m.exec(stderr)?.[1];
  const said = stderr.replace(/^@with \w+\n?/m, '');
  if (tool === 'curl') return endOfCurl(exitCode, stdout, said);
  if (tool === 'wget' || tool === 'bash') return endOfWords(exitCode, stdout, said);
  if (tool !== 'node') return { problem: 'Nothing there can make a request: neither curl, node, wget nor bash.' };
  try {
    const answer = JSON.parse(stdout) as { status?: number; body?: string; error?: string };
    return answer.error === undefined ? delivered(answer.status, answer.body ?? '') : endOfError(answer.error);
  } catch {
    return { problem: `node ended with ${String(exitCode)}: ${said.trim().split('\n').at(-1)?.slice(0, 300) ?? ''}` };
  }
}

/** The port that is meant where the URL names none. */
export function partsOf(url: string): { hostname: string; port: number; path: string } {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  return { hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port), path: `${pathname}${search}` };
}

function use(tool: string, command: string): string {
  return `if command -v ${tool} >/dev/null 2>&1; then echo "@with ${tool}" >&2; ${command}; exit $?; fi`;
}
