import type { HttpAnswer } from '../../../shared/domain/http.ts';

/** How a request ended, without the time it took. `problem`: it could not be made at all. */
export type Ended = Pick<HttpAnswer, 'verdict' | 'status' | 'body'> | { problem: string };

/** What is kept of an answer, in characters. */
const longestBody = 20_000;

/** The error codes of Node, which are the kernel's and the resolver's. */
export function endOfError(code: string | undefined): Ended {
  switch (code) {
    case 'ECONNREFUSED':
    // The connection was open and is closed before a word was said: nobody listens behind the engine's proxy.
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return { verdict: 'refused' };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return { verdict: 'unresolved' };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { verdict: 'timeout' };
    default:
      return { problem: `The request failed: ${code ?? 'for a reason that is not known'}.` };
  }
}

export function delivered(status: number | undefined, body: string): Ended {
  return { verdict: 'delivered', ...(status === undefined ? {} : { status }), body: body.slice(0, longestBody) };
}

/** curl's exit codes (`man curl`, EXIT CODES); `-i` prints the head before the body. */
export function endOfCurl(exitCode: number, stdout: string, stderr: string): Ended {
  switch (exitCode) {
    case 0:
      return endOfHead(stdout);
    case 6:
      return { verdict: 'unresolved' };
    case 7:
    case 52:
    case 56:
      return { verdict: 'refused' };
    case 28:
      return { verdict: 'timeout' };
    default:
      return { problem: `curl ended with ${String(exitCode)}: ${lastLine(stderr)}` };
  }
}

/** The words of GNU wget, BusyBox's wget and bash's /dev/tcp. */
export function endOfWords(exitCode: number, stdout: string, stderr: string): Ended {
  const status = /HTTP\/\d(?:\.\d)? (\d{3})/.exec(stderr)?.[1];
  if (exitCode === 0) return status === undefined && /^HTTP\//.test(stdout) ? endOfHead(stdout) : delivered(numberOf(status), stdout);
  if (status !== undefined) return delivered(Number(status), stdout);
  if (/refused|reset|closed|error getting response/i.test(stderr)) return { verdict: 'refused' };
  if (/bad address|unable to resolve|not known|name resolution|resolve host/i.test(stderr)) return { verdict: 'unresolved' };
  if (/timed? ?out|no route|unreachable/i.test(stderr) || exitCode === 124 || exitCode === 143) return { verdict: 'timeout' };
  return { problem: lastLine(stderr) };
}

function endOfHead(text: string): Ended {
  // Heads of `100 Continue` and of proxies come before the real one.
  let rest = text;
  let status: number | undefined;
  for (let match = head.exec(rest); match !== null; match = head.exec(rest)) {
    status = Number(match[1]);
    rest = rest.slice(match[0].length);
    if (status >= 200) break;
  }
  return delivered(status, rest);
}

const head = /^HTTP\/\d(?:\.\d)? (\d{3})[^\n]*\n(?:[^\r\n]+\r?\n)*\r?\n/;

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}
