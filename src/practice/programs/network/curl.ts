import type { Program, ProgramContext } from '../../process/process.ts';
import { helpText } from '../define-program.ts';
import { openInput } from '../inputs.ts';
import { BrokenPipe, flush, pause, ProcessEnded, readAll, write } from '../lines.ts';
import { reasonOf } from '../messages.ts';
import { readOptions, UsageError } from '../options.ts';
import type { Occurrence, OptionValues } from '../options.ts';
import { outputTerminal } from '../terminal-output.ts';
import { curlOptions } from './curl-options.ts';
import { transfer } from './curl-transfer.ts';
import type { TransferPlan, TransferResult } from './curl-transfer.ts';
import { fileNameOf, readUrl } from './url.ts';

export const curlVersion = '8.14.1';

type Values = OptionValues<typeof curlOptions>;

/** curl over the simulated network: HTTP only, with curl's messages and exit codes. */
export const curl: Program = async (context) => {
  const own = context.arguments.slice(1);
  try {
    const status = await run(context, own);
    await flush(context.stdout, context.ended);
    return status;
  } catch (error) {
    if (error instanceof UsageError) {
      await write(
        context.stderr,
        Buffer.from(`curl: ${curlWording(error.message)}\ncurl: try 'curl --help' or 'curl --manual' for more information\n`),
      );
      return 2;
    }
    if (error instanceof BrokenPipe) return 141;
    if (error instanceof ProcessEnded) return 1;
    throw error;
  }
};

async function run(context: ProgramContext, own: readonly string[]): Promise<number> {
  if (own.includes('--help') || own[0] === '-h') {
    const text = helpText('curl', {
      usage: 'NAME [options...] <url>',
      summary: 'Transfer a URL. On the practice device: http only.',
      options: curlOptions,
    });
    await write(context.stdout, Buffer.from(text), context.ended);
    return 0;
  }
  if (own.includes('--version') || own[0] === '-V') {
    await write(context.stdout, `curl ${curlVersion} (fleetlab practice device)\nProtocols: http\nFeatures: \n`, context.ended);
    return 0;
  }
  const { values, operands, occurrences } = readOptions(own, curlOptions);
  const urls = [...occurrences.filter(({ name }) => name === 'url').map(({ value }) => value), ...operands];
  if (urls.length === 0) throw new UsageError('(2) no URL specified');
  const outputs = occurrences.filter(({ name }) => name === 'output' || name === 'remoteName');
  let status = 0;
  for (const [index, url] of urls.entries()) {
    const output = outputs[index];
    const plan = await makePlan(context, values, occurrences, url, output);
    if (typeof plan === 'number') return plan;
    const result = await withRetries(context, values, plan);
    if (plan.output !== undefined || outputTerminal(context) === undefined) await showProgress(context, values, result);
    if (result.exitCode !== 0) {
      status = result.exitCode;
      if (!values.silent || values.showError) await say(context, `curl: (${String(result.exitCode)}) ${result.message}`);
    }
    if (values.writeOut !== undefined) await write(context.stdout, Buffer.from(fillFormat(values.writeOut, result)), context.ended);
  }
  return status;
}

async function makePlan(
  context: ProgramContext,
  values: Values,
  occurrences: readonly Occurrence[],
  url: string,
  output: Occurrence | undefined,
): Promise<TransferPlan | number> {
  const parts: Buffer[] = [];
  for (const { name, value } of occurrences) {
    const data = await readData(context, name, value);
    if (data === 'unreadable') return 26;
    if (data !== undefined) parts.push(...(parts.length > 0 && name !== 'json' ? [Buffer.from('&'), data] : [data]));
  }
  const body = parts.length === 0 ? undefined : Buffer.concat(parts);
  let file = output?.value;
  if (output?.name === 'remoteName') {
    const typed = readUrl(url);
    file = typed.kind === 'http' ? fileNameOf(typed.url) : undefined;
    if (file === undefined) {
      await say(context, 'curl: (23) Remote file name has no length!');
      return 23;
    }
  }
  const asksByUrl = values.get && body !== undefined;
  return {
    url: asksByUrl ? `${url}${url.includes('?') ? '&' : '?'}${body.toString()}` : url,
    output: file === '-' ? undefined : file,
    method: values.request ?? (values.head ? 'HEAD' : body !== undefined && !values.get ? 'POST' : 'GET'),
    headers: requestHeaders(values, occurrences, body !== undefined && !values.get),
    body: values.get ? undefined : body,
    include: values.include,
    headOnly: values.head,
    fail: values.fail,
    failWithBody: values.failWithBody,
    followRedirects: values.location,
    redirectsAtMost: values.maxRedirects === undefined ? 50 : Number(values.maxRedirects) < 0 ? Infinity : Number(values.maxRedirects),
    // curl gives a connection five minutes where nothing else is asked.
    connectTimeout: values.connectTimeout === undefined ? 300_000 : seconds(values.connectTimeout, '--connect-timeout'),
    timeout: values.maxTime === undefined ? Infinity : seconds(values.maxTime, '-m') || Infinity,
    dumpHeader: values.dumpHeader,
    talk: values.verbose ? (line) => say(context, line) : undefined,
  };
}

function requestHeaders(values: Values, occurrences: readonly Occurrence[], hasBody: boolean): [string, string][] {
  const headers = new Map<string, [string, string]>();
  const set = (name: string, value: string): void => void headers.set(name.toLowerCase(), [name, value]);
  if (values.user !== undefined) set('Authorization', `Basic ${Buffer.from(values.user).toString('base64')}`);
  set('User-Agent', values.agent ?? `curl/${curlVersion}`);
  set('Accept', values.json === undefined ? '*/*' : 'application/json');
  if (values.referer !== undefined) set('Referer', values.referer);
  if (hasBody) set('Content-Type', values.json === undefined ? 'application/x-www-form-urlencoded' : 'application/json');
  const extra: [string, string][] = [];
  for (const { name, value } of occurrences) {
    if (name !== 'header') continue;
    const match = /^([^:;]+)([:;])\s*(.*)$/.exec(value);
    if (match === null) continue;
    const [, header = '', mark, content = ''] = match;
    // `Name:` takes a header away, `Name;` sends it empty.
    if (mark === ':' && content === '') headers.delete(header.toLowerCase());
    else if (headers.has(header.toLowerCase())) set(header, content);
    else extra.push([header, content]);
  }
  return [...headers.values(), ...extra];
}

/** What a data option stands for; undefined for other options. */
async function readData(context: ProgramContext, option: string, value: string): Promise<Buffer | 'unreadable' | undefined> {
  if (option === 'dataRaw') return Buffer.from(value);
  if (option === 'dataUrlencode') {
    const [, name = '', content = ''] = /^(?:([^=]*)=)?(.*)$/s.exec(value) ?? [];
    return Buffer.from(`${name === '' ? '' : `${name}=`}${encodeURIComponent(content)}`);
  }
  if (option !== 'data' && option !== 'dataBinary' && option !== 'json') return undefined;
  if (!value.startsWith('@')) return Buffer.from(value);
  try {
    const content = await readAll(await openInput(context, value.slice(1)));
    return option === 'data' ? Buffer.from(content.toString('latin1').replaceAll(/[\r\n\0]/g, ''), 'latin1') : content;
  } catch (error) {
    await say(
      context,
      `curl: option ${option === 'data' ? '-d' : `--${option === 'json' ? 'json' : 'data-binary'}`}: error encountered when reading a file (${reasonOf(error)})`,
    );
    return 'unreadable';
  }
}

async function withRetries(context: ProgramContext, values: Values, plan: TransferPlan): Promise<TransferResult> {
  const retries = Number(values.retry ?? 0);
  for (let attempt = 0; ; attempt += 1) {
    const result = await transfer(context, plan);
    const status = result.response?.message.statusCode ?? 0;
    const isRefused = result.exitCode === 7;
    const isTransient = result.exitCode === 28 || result.exitCode === 6 || [408, 429, 500, 502, 503, 504].includes(status);
    const again = (result.exitCode !== 0 && values.retryAll) || isTransient || (isRefused && values.retryConnection);
    if (!again || attempt >= retries) return result;
    const wait = values.retryDelay === undefined ? Math.min(600, 2 ** attempt) : Number(values.retryDelay);
    if (!values.silent || values.showError) {
      const left = retries - attempt;
      const problem = isRefused ? 'connection refused' : status >= 400 ? 'HTTP error' : 'transient error';
      await say(
        context,
        `Warning: Problem : ${problem}. Will retry in ${String(wait)} second${wait === 1 ? '' : 's'}. ${String(left)} ${left === 1 ? 'retry' : 'retries'} left.`,
      );
    }
    await pause(wait * 1000, context.ended);
  }
}

/** The meter that curl draws on stderr when the data goes to a file or a pipe. */
async function showProgress(context: ProgramContext, values: Values, result: TransferResult): Promise<void> {
  if (values.silent || values.noProgress) return;
  const field = (value: number): string => String(value).padStart(5);
  const speed = result.total > 0 ? Math.round((result.downloaded * 1000) / result.total) : result.downloaded;
  const line = `${result.response === undefined ? '  0' : '100'} ${field(result.downloaded)}  ${result.response === undefined ? '  0' : '100'} ${field(result.downloaded)}    0     0  ${field(speed)}      0 --:--:-- --:--:-- --:--:-- ${field(speed)}`;
  await say(
    context,
    `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n${line}`,
  );
}

function fillFormat(format: string, result: TransferResult): string {
  const { response } = result;
  const inSeconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(6);
  const values: Record<string, () => string> = {
    content_type: () => response?.message.headers['content-type'] ?? '',
    errormsg: () => result.message,
    exitcode: () => String(result.exitCode),
    http_code: () => String(response?.message.statusCode ?? 0).padStart(3, '0'),
    http_version: () => response?.message.httpVersion ?? '0',
    method: () => result.method,
    num_redirects: () => String(result.redirects),
    redirect_url: () => result.redirectUrl,
    remote_ip: () => response?.address ?? '',
    remote_port: () => String(response?.port ?? 0),
    response_code: () => String(response?.message.statusCode ?? 0).padStart(3, '0'),
    scheme: () => 'http',
    size_download: () => String(result.downloaded),
    size_upload: () => String(result.uploaded),
    speed_download: () => String(result.total > 0 ? Math.round((result.downloaded * 1000) / result.total) : 0),
    time_connect: () => inSeconds(response?.times.connected ?? 0),
    time_namelookup: () => inSeconds(response?.times.resolved ?? 0),
    time_starttransfer: () => inSeconds(response?.times.answered ?? 0),
    time_total: () => inSeconds(result.total),
    url: () => result.url,
    url_effective: () => result.url,
  };
  const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
  return format.replaceAll(/%\{(\w+)\}|%%|\\([nrt])/g, (whole: string, name: string | undefined, escape: string | undefined) => {
    if (whole === '%%') return '%';
    return escape === undefined ? (values[name ?? '']?.() ?? '') : (escapes[escape] ?? whole);
  });
}

function seconds(text: string, option: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError(`option ${option}: expected a proper numerical parameter`);
  return Number(text) * 1000;
}

/** getopt's messages in curl's words. */
function curlWording(message: string): string {
  const unknown = /^(?:unrecognized option '(.*)'|invalid option -- '(.)')$/.exec(message);
  if (unknown !== null) return `option ${unknown[1] ?? `-${unknown[2] ?? ''}`}: is unknown`;
  const missing = /^option (?:'(.*)' requires an argument|requires an argument -- '(.)')$/.exec(message);
  if (missing !== null) return `option ${missing[1] ?? `-${missing[2] ?? ''}`}: requires parameter`;
  return message;
}

function say(context: ProgramContext, line: string): Promise<void> {
  return write(context.stderr, Buffer.from(`${line}\n`), context.ended);
}
