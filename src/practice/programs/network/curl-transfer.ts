import type { ProgramContext } from '../../process/process.ts';
import { write } from '../lines.ts';
import { reasonOf } from '../messages.ts';
import { writeOutput } from '../outputs.ts';
import { discard, exchange, ExchangeError } from './http-exchange.ts';
import type { ExchangeResponse } from './http-exchange.ts';
import { readUrl } from './url.ts';

/** What one URL is asked for with. */
export interface TransferPlan {
  url: string;
  /** Undefined: standard output. */
  output: string | undefined;
  method: string;
  headers: readonly (readonly [string, string])[];
  body: Buffer | undefined;
  include: boolean;
  headOnly: boolean;
  fail: boolean;
  failWithBody: boolean;
  followRedirects: boolean;
  redirectsAtMost: number;
  /** Milliseconds. */
  connectTimeout: number;
  timeout: number;
  dumpHeader: string | undefined;
  /** Lines of `-v`, without a newline. */
  talk: ((line: string) => Promise<void>) | undefined;
}

/** What `-w` can tell. */
export interface TransferResult {
  exitCode: number;
  /** curl's message, without `curl: (N) `. */
  message: string;
  url: string;
  response: ExchangeResponse | undefined;
  redirects: number;
  redirectUrl: string;
  downloaded: number;
  uploaded: number;
  /** Milliseconds. */
  total: number;
  method: string;
}

/** A failure that curl has a number for. */
class CurlError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.name = 'CurlError';
    this.exitCode = exitCode;
  }
}

/** Asks for one URL and writes what comes. Never rejects for what curl has an exit code for. */
export async function transfer(context: ProgramContext, plan: TransferPlan): Promise<TransferResult> {
  const startedAt = performance.now();
  const result: TransferResult = {
    exitCode: 0,
    message: '',
    url: plan.url,
    response: undefined,
    redirects: 0,
    redirectUrl: '',
    downloaded: 0,
    uploaded: plan.body?.length ?? 0,
    total: 0,
    method: plan.method,
  };
  try {
    await follow(context, plan, result);
  } catch (error) {
    if (error instanceof CurlError) Object.assign(result, { exitCode: error.exitCode, message: error.message });
    else if (error instanceof ExchangeError) Object.assign(result, describeFailure(error, new URL(normalized(result.url))));
    else throw error;
  }
  result.total = Math.round(performance.now() - startedAt);
  return result;
}

async function follow(context: ProgramContext, plan: TransferPlan, result: TransferResult): Promise<void> {
  let method = plan.method;
  let body = plan.body;
  let headers = plan.headers;
  for (;;) {
    const typed = readUrl(result.url);
    if (typed.kind === 'unsupported') throw new CurlError(1, `Protocol "${typed.scheme}" not supported on the practice device`);
    if (typed.kind === 'malformed') throw new CurlError(3, 'URL using bad/illegal format or missing URL');
    const { url } = typed;
    result.url = url.href;
    result.method = method;
    const said: Promise<void>[] = [];
    const talk = (line: string): void => {
      if (plan.talk !== undefined) said.push(plan.talk(line));
    };
    const ownHost = headers.find(([name]) => name.toLowerCase() === 'host');
    const others = headers.filter((header) => header !== ownHost);
    const sent = [['Host', ownHost?.[1] ?? url.host] as const, ...authorization(url), ...others];
    const response = await exchange(context, {
      url,
      method,
      headers: withLength(sent, body, method),
      body,
      connectTimeout: plan.connectTimeout,
      timeout: plan.timeout,
      onTrying: (address, port) => talk(`*   Trying ${address}:${String(port)}...`),
      onConnected(address, port) {
        talk(`* Connected to ${url.hostname} (${address}) port ${String(port)}`);
        for (const line of [
          `${method} ${url.pathname}${url.search} HTTP/1.1`,
          ...withLength(sent, body, method).map(([name, value]) => `${name}: ${value}`),
          '',
        ])
          talk(`> ${line}`);
      },
    });
    result.response = response;
    for (const line of response.head.split('\r\n').slice(0, -1)) talk(`< ${line}`);
    await Promise.all(said);
    const status = response.message.statusCode ?? 0;
    const location = response.message.headers.location;
    if (plan.dumpHeader !== undefined) await save(context, plan.dumpHeader, response.head, result.redirects > 0);
    const redirects = location !== undefined && status >= 300 && status < 400 && status !== 304;
    const target = redirects ? new URL(location, url).href : '';
    if (redirects && plan.followRedirects) {
      if (plan.include || plan.headOnly) await emit(context, plan, Buffer.from(response.head, 'latin1'));
      await discard(response.body);
      if (result.redirects >= plan.redirectsAtMost) throw new CurlError(47, `Maximum (${String(plan.redirectsAtMost)}) redirects followed`);
      await plan.talk?.(`* Issue another request to this URL: '${target}'`);
      result.redirects += 1;
      result.url = target;
      // As browsers do (RFC 9110, 15.4): a POST becomes a GET, except for 307 and 308.
      if (status === 303 || ((status === 301 || status === 302) && method === 'POST')) {
        method = method === 'HEAD' ? 'HEAD' : 'GET';
        body = undefined;
        headers = headers.filter(([name]) => name.toLowerCase() !== 'content-type');
      }
      continue;
    }
    result.redirectUrl = target;
    await receive(context, plan, response, result);
    await plan.talk?.(`* Connection #${String(result.redirects)} to host ${url.hostname} left intact`);
    return;
  }
}

async function receive(context: ProgramContext, plan: TransferPlan, response: ExchangeResponse, result: TransferResult): Promise<void> {
  const status = response.message.statusCode ?? 0;
  const failed = (plan.fail || plan.failWithBody) && status >= 400;
  if (failed && plan.fail) throw new CurlError(22, `The requested URL returned error: ${String(status)}`);
  if (plan.output !== undefined) await save(context, plan.output, '', false);
  if (plan.include || plan.headOnly) await emit(context, plan, Buffer.from(response.head, 'latin1'));
  for await (const chunk of response.body) {
    result.downloaded += chunk.length;
    await emit(context, plan, chunk);
  }
  if (failed) throw new CurlError(22, `The requested URL returned error: ${String(status)}`);
}

async function emit(context: ProgramContext, plan: TransferPlan, data: Buffer): Promise<void> {
  if (plan.output === undefined) await write(context.stdout, data, context.ended);
  else await save(context, plan.output, data, true);
}

async function save(context: ProgramContext, name: string, data: Buffer | string, append: boolean): Promise<void> {
  try {
    if (name === '-') await write(context.stdout, data, context.ended);
    else await writeOutput(context, name, data, { append });
  } catch (error) {
    const reason = reasonOf(error);
    await write(context.stderr, Buffer.from(`Warning: Failed to open the file ${name}: ${reason}\n`), context.ended);
    throw new CurlError(23, 'Failure writing output to destination');
  }
}

function describeFailure(error: ExchangeError, url: URL): { exitCode: number; message: string } {
  const after = `after ${String(error.elapsed)} ms`;
  const target = `${url.hostname} port ${url.port === '' ? '80' : url.port}`;
  switch (error.kind) {
    case 'name':
    case 'name-again':
      return { exitCode: 6, message: `Could not resolve host: ${url.hostname}` };
    case 'connect':
      if (error.reason === 'ETIMEDOUT') return { exitCode: 28, message: `Failed to connect to ${target} ${after}: Timeout was reached` };
      return { exitCode: 7, message: `Failed to connect to ${target} ${after}: Couldn't connect to server` };
    case 'connect-timeout':
      return { exitCode: 28, message: `Failed to connect to ${target} ${after}: Timeout was reached` };
    case 'timeout':
      return {
        exitCode: 28,
        message: `Operation timed out after ${String(error.elapsed)} milliseconds with ${String(error.received)} bytes received`,
      };
    case 'empty':
      return { exitCode: 52, message: 'Empty reply from server' };
    case 'reset':
      return { exitCode: 56, message: 'Recv failure: Connection reset by peer' };
    case 'partial':
      return { exitCode: 18, message: 'transfer closed with outstanding read data remaining' };
    case 'protocol':
      return { exitCode: 1, message: 'Received HTTP/0.9 when not allowed' };
  }
}

function authorization(url: URL): [string, string][] {
  if (url.username === '') return [];
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return [['Authorization', `Basic ${Buffer.from(credentials).toString('base64')}`]];
}

function withLength(headers: readonly (readonly [string, string])[], body: Buffer | undefined, method: string): [string, string][] {
  const all = headers.map(([name, value]): [string, string] => [name, value]);
  const needsLength = body !== undefined || method === 'POST' || method === 'PUT';
  if (needsLength && !all.some(([name]) => name.toLowerCase() === 'content-length'))
    all.push(['Content-Length', String(body?.length ?? 0)]);
  return all;
}

function normalized(text: string): string {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
}
