import { expect, test } from 'vitest';
import { nodeSystem } from './node-system.ts';

/** Sends eight parts of its own pattern through a server that sends them back, while memory that nobody holds is collected and used again. */
const script = `
const net = require('net'), { createHash } = require('crypto');
require('v8').setFlagsFromString('--expose-gc');
const gc = require('vm').runInNewContext('gc');
const hash = (parts) => parts.reduce((all, part) => all.update(part), createHash('sha256')).digest('hex');
const sent = Array.from({ length: 8 }, (_, at) => Buffer.alloc(700_000, 'part ' + at + ', '));
const server = net.createServer((c) => c.pipe(c)).listen(1234, () => {
  const client = net.connect(1234), back = [];
  client.on('data', (part) => back.push(part));
  client.on('end', () => { console.log(hash(back) === hash(sent) ? 'the same' : 'other bytes'); process.exit(0); });
  for (const part of sent) client.write(part);
  client.end();
  let waste = [];
  setInterval(() => { gc(); waste = Array.from({ length: 20 }, () => Buffer.alloc(200_000, 1)); }, 1).unref();
});
setTimeout(() => { console.log('stuck'); process.exit(1); }, 10_000).unref();
`;

test('what a service sends stays as it was until it is on its way, also through a full pipe', { timeout: 60_000 }, async () => {
  const { run } = nodeSystem({ '/w/large.cjs': script });
  expect(await run(['node', '/w/large.cjs'])).toEqual({ stdout: 'the same\n', stderr: '', code: 0 });
});
