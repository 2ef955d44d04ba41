import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { ConnectError } from '../../src/practice/process/network-namespace.ts';

/** What somebody tries to reach: `backend:80`, `172.18.0.2:1234/data`. */
export type Target = string;

/** Milliseconds after which an attempt counts as never answered: dropped packets have no answer. */
const patience = 2000;

/**
 * A program for Node that asks each target for its path and prints how each attempt ended: the answer's body, the error's code, or
 * `no answer`.
 */
export const askProgram = `
const { connect } = require('node:net');
const { lookup } = require('node:dns/promises');
const ask = async (target) => {
  const [, host, port, path] = /^(.+):(\\d+)(.*)$/.exec(target);
  try {
    // A name may take its time; the limit is the connection's.
    const { address } = await lookup(host, { family: 4 });
    return await request(address, Number(port), path || '/');
  } catch (error) {
    return error.code;
  }
};
const request = (host, port, path) => new Promise((resolve) => {
  const socket = connect({ host, port });
  let answer = '';
  const timer = setTimeout(() => end('no answer'), ${String(patience)});
  function end(result) { clearTimeout(timer); socket.destroy(); resolve(result); }
  socket.on('connect', () => socket.write('GET ' + path + ' HTTP/1.0\\r\\n\\r\\n'));
  socket.on('data', (chunk) => { answer += chunk; });
  socket.on('error', (error) => end(error.code));
  socket.on('end', () => end(answer.split('\\r\\n\\r\\n')[1]));
});
(async () => {
  const results = {};
  for (const target of process.argv.slice(1)) results[target] = await ask(target);
  console.log(JSON.stringify(results));
})();
`;

/** A server that answers every request with its name, as a Node program; `listening` is its first line. */
export function serveProgram(name: string, port: number, address = '0.0.0.0'): string {
  return `require('node:http').createServer((request, response) => response.end('${name}')).listen(${String(port)}, '${address}', () => console.log('listening'));`;
}

/** Runs the asking program of a real machine's side. */
export async function askFromMachine(command: readonly string[], targets: readonly Target[]): Promise<Record<Target, string>> {
  const words: readonly string[] = [...command, process.execPath];
  const [name = '', ...before] = words;
  const child = spawn(name, [...before, '-e', askProgram, ...targets], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return JSON.parse(text) as Record<Target, string>;
}

/** The same attempts over a simulated network. */
export async function askFromNetwork(
  connect: (target: { address: string; port: number }) => Promise<Duplex>,
  targets: readonly Target[],
): Promise<Record<Target, string>> {
  const results: Record<Target, string> = {};
  for (const target of targets) results[target] = await askOnce(connect, target);
  return results;
}

async function askOnce(connect: (target: { address: string; port: number }) => Promise<Duplex>, target: Target): Promise<string> {
  const [, address = '', port = '', path = ''] = /^(.+):(\d+)(.*)$/.exec(target) ?? [];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer'), patience);
  });
  try {
    return await Promise.race([request(connect({ address, port: Number(port) }), path === '' ? '/' : path), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function request(connecting: Promise<Duplex>, path: string): Promise<string> {
  try {
    const connection = await connecting;
    connection.write(`GET ${path} HTTP/1.0\r\n\r\n`);
    let answer = '';
    for await (const chunk of connection as AsyncIterable<Buffer>) answer += chunk.toString();
    return answer.split('\r\n\r\n')[1] ?? '';
  } catch (error) {
    if (error instanceof ConnectError) return error.code === 'ETIMEDOUT' ? 'no answer' : error.code;
    throw error;
  }
}
