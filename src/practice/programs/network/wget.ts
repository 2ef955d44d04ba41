import type { ProgramContext } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { statusOf, pathOf } from '../inputs.ts';
import { write } from '../lines.ts';
import { quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { writeOutput } from '../outputs.ts';
import { formatDate } from '../system/date-format.ts';
import { discard, exchange, ExchangeError } from './http-exchange.ts';
import type { ExchangeResponse } from './http-exchange.ts';
import { fileNameOf, readUrl } from './url.ts';

const options = {
  header: { long: 'header', value: 'STRING', help: 'insert STRING among the headers' },
  noVerbose: { long: 'no-verbose', help: 'turn off verboseness, without being quiet' },
  output: { short: 'O', long: 'output-document', value: 'FILE', help: 'write documents to FILE' },
  postData: { long: 'post-data', value: 'STRING', help: 'use the POST method; send STRING as the data' },
  quiet: { short: 'q', long: 'quiet', help: 'quiet (no output)' },
  serverResponse: { short: 'S', long: 'server-response', help: 'print server response' },
  spider: { long: 'spider', help: "don't download anything" },
  timeout: { short: 'T', long: 'timeout', value: 'SECONDS', help: 'set all timeout values to SECONDS' },
  tries: { short: 't', long: 'tries', value: 'NUMBER', help: '(one try here)' },
  agent: { short: 'U', long: 'user-agent', value: 'AGENT', help: 'identify as AGENT' },
} as const;

/** The words in which GNU's and busybox's wget tell what they do. */
interface Style {
  agent: string;
  starting(url: string, now: number): string;
  connecting(url: URL, address: string, port: number): string;
  answered(response: ExchangeResponse): string;
  saved(name: string, size: number, now: number): string;
  failure(error: ExchangeError, url: URL): { text: string; status: number };
  serverError(response: ExchangeResponse, url: string, now: number): string;
  serverStatus: number;
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'Connection refused',
  ETIMEDOUT: 'Connection timed out',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ECONNRESET: 'Connection reset by peer',
};

const gnu: Style = {
  agent: 'Wget/1.25.0',
  starting: (url, now) => `--${formatDate('%F %T', now)}--  ${url}\n`,
  connecting(url, address, port) {
    const isName = url.hostname !== address;
    const lookup = isName ? `Resolving ${url.hostname} (${url.hostname})... ${address}\n` : '';
    return `${lookup}Connecting to ${isName ? `${url.hostname} (${url.hostname})|${address}|` : address}:${String(port)}... `;
  },
  answered: (response) => `connected.\nHTTP request sent, awaiting response... ${statusText(response)}\n`,
  saved: (name, size, now) => `\n${formatDate('%F %T', now)} - ${quote(name)} saved [${String(size)}]\n\n`,
  failure(error, url) {
    if (error.kind === 'name' || error.kind === 'name-again') {
      const reason = error.kind === 'name' ? 'Name or service not known' : 'Temporary failure in name resolution';
      return {
        text: `Resolving ${url.hostname} (${url.hostname})... failed: ${reason}.\nwget: unable to resolve host address ${quote(url.hostname)}\n`,
        status: 4,
      };
    }
    if (error.kind === 'connect' || error.kind === 'connect-timeout')
      return { text: `failed: ${reasons[error.reason ?? 'ETIMEDOUT'] ?? 'Connection timed out'}.\n`, status: 4 };
    const what = error.kind === 'timeout' ? 'Read error (Connection timed out) in headers.' : 'No data received.';
    return { text: `connected.\nHTTP request sent, awaiting response... ${what}\nGiving up.\n\n`, status: 4 };
  },
  serverError: (response, _url, now) => `${formatDate('%F %T', now)} ERROR ${statusText(response)}.\n\n`,
  serverStatus: 8,
};

const busybox: Style = {
  agent: 'Wget',
  starting: () => '',
  connecting: (url, address, port) => `Connecting to ${url.host} (${address}:${String(port)})\n`,
  answered: () => '',
  saved: (name) => `saving to '${name}'\n'${name}' saved\n`,
  failure(error, url) {
    if (error.kind === 'name' || error.kind === 'name-again') return { text: `wget: bad address '${url.host}'\n`, status: 1 };
    if (error.kind === 'connect') {
      return {
        text: `wget: can't connect to remote host (${error.address ?? ''}): ${reasons[error.reason ?? 'ETIMEDOUT'] ?? ''}\n`,
        status: 1,
      };
    }
    return {
      text: error.kind === 'timeout' || error.kind === 'connect-timeout' ? 'wget: download timed out\n' : 'wget: error getting response\n',
      status: 1,
    };
  },
  serverError: (response) => `wget: server returned error: HTTP/${response.message.httpVersion} ${statusText(response)}\n`,
  serverStatus: 1,
};

const description = {
  usage: 'NAME [OPTION]... [URL]...',
  summary: 'Download files. On the practice device: http only.',
  options,
  unsupported: 'abBcdeEFgHiIkKlLmMnNopPQrRvVwxXY',
  // `-nv`, `-nc` are words of their own.
  prepare: (given: readonly string[]): string[] =>
    given.flatMap((argument) => (argument === '-nv' ? ['--no-verbose'] : argument === '-qO-' ? ['-q', '-O-'] : [argument])),
};

export const wget = defineProgram({ ...description, version: '1.25.0' }, (call) => download(call, gnu));
export const busyboxWget = defineProgram(description, (call) => download(call, busybox));

async function download(call: Call<typeof options>, style: Style): Promise<number> {
  const { operands } = call;
  if (operands.length === 0) throw new UsageError('missing URL');
  let status = 0;
  for (const operand of operands) {
    const one = await downloadOne(call, style, operand);
    if (one !== 0) status = one;
  }
  return status;
}

async function downloadOne(call: Call<typeof options>, style: Style, operand: string): Promise<number> {
  const { context, values } = call;
  const talkative = !values.quiet && !values.noVerbose;
  const tell = (text: string): Promise<void> => write(context.stderr, Buffer.from(text), context.ended);
  const note = (text: string): Promise<void> => (talkative ? tell(text) : Promise.resolve());
  let target = operand;
  for (let redirects = 0; redirects <= 20; redirects += 1) {
    const typed = readUrl(target);
    if (typed.kind === 'unsupported') {
      await call.complain(`${typed.scheme} is not supported on the practice device; use http`);
      return 1;
    }
    if (typed.kind === 'malformed') {
      await call.complain(`${target}: invalid URL`);
      return 1;
    }
    const { url } = typed;
    await note(style.starting(url.href, context.system.now()));
    const said: string[] = [];
    let response: ExchangeResponse;
    try {
      const limit = values.timeout === undefined ? 900_000 : Number(values.timeout) * 1000;
      response = await exchange(context, {
        url,
        method: values.spider ? 'HEAD' : values.postData === undefined ? 'GET' : 'POST',
        headers: headersOf(call, style, url),
        body: values.postData === undefined ? undefined : Buffer.from(values.postData),
        connectTimeout: limit,
        timeout: limit,
        onTrying: (address, port) => said.push(style.connecting(url, address, port)),
      });
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      await note(said.join(''));
      const { text, status } = style.failure(error, url);
      if (style === busybox || talkative) await tell(text);
      return status;
    }
    await note(said.join('') + style.answered(response));
    if (values.serverResponse)
      await tell(
        response.head
          .trimEnd()
          .split('\r\n')
          .map((line) => `  ${line}\n`)
          .join(''),
      );
    const status = response.message.statusCode ?? 0;
    const { location } = response.message.headers;
    if (location !== undefined && status >= 300 && status < 400) {
      await discard(response.body);
      target = new URL(location, url).href;
      await note(`Location: ${location} [following]\n`);
      continue;
    }
    if (status >= 400) {
      await discard(response.body);
      if (style === busybox || !values.quiet) await tell(style.serverError(response, url.href, context.system.now()));
      return style.serverStatus;
    }
    return save(call, style, url, response, note);
  }
  await call.complain('20 redirections exceeded.');
  return style.serverStatus;
}

async function save(
  call: Call<typeof options>,
  style: Style,
  url: URL,
  response: ExchangeResponse,
  note: (text: string) => Promise<void>,
): Promise<number> {
  const { context, values } = call;
  if (values.spider) {
    await discard(response.body);
    await note('Remote file exists.\n\n');
    return 0;
  }
  const name = values.output ?? (await freeName(context, fileNameOf(url) ?? 'index.html'));
  const length = response.message.headers['content-length'];
  const type = response.message.headers['content-type']?.split(';')[0];
  if (style === gnu)
    await note(
      `Length: ${length ?? 'unspecified'}${type === undefined ? '' : ` [${type}]`}\nSaving to: ${name === '-' ? "'STDOUT'" : quote(name)}\n`,
    );
  let size = 0;
  try {
    if (name !== '-') await writeOutput(context, name, '', { append: false });
    for await (const chunk of response.body) {
      size += chunk.length;
      if (name === '-') await write(context.stdout, chunk, context.ended);
      else await writeOutput(context, name, chunk, { append: true });
    }
  } catch (error) {
    if (error instanceof ExchangeError) {
      await call.complain('connection closed before the whole file came');
      return 4;
    }
    await call.complain(`${name}: ${reasonOf(error)}`);
    return 3;
  }
  await note(style.saved(name, size, context.system.now()));
  return 0;
}

function headersOf(call: Call<typeof options>, style: Style, url: URL): [string, string][] {
  const { values } = call;
  const body = values.postData;
  return [
    ['Host', url.host],
    ['User-Agent', values.agent ?? style.agent],
    ['Accept', '*/*'],
    ...(body === undefined
      ? []
      : ([
          ['Content-Type', 'application/x-www-form-urlencoded'],
          ['Content-Length', String(Buffer.byteLength(body))],
        ] as [string, string][])),
    ...call.all('header').map((header): [string, string] => [header.split(':')[0] ?? '', header.slice(header.indexOf(':') + 1).trim()]),
  ];
}

/** GNU wget never overwrites: `index.html.1`, `.2`. */
async function freeName(context: ProgramContext, name: string): Promise<string> {
  for (let number = 0; ; number += 1) {
    const candidate = number === 0 ? name : `${name}.${String(number)}`;
    if ((await statusOf(context, pathOf(context, candidate), false)) === undefined) return candidate;
  }
}

function statusText({ message }: ExchangeResponse): string {
  return `${String(message.statusCode ?? 0)} ${message.statusMessage ?? ''}`;
}
