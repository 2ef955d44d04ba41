import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface BrowserOptions {
  /** Absent: the one used last, or a free one. */
  port?: number;
  opensBrowser: boolean;
  dataDirectory?: string;
}

export const usage = `Usage: npm start -- [--port N] [--no-open] [--data-dir DIR]

  --port N         listen on this port of 127.0.0.1
  --no-open        print the address only
  --data-dir DIR   keep the learner's work there
`;

/** Throws an Error whose message is for the person who typed it. */
export function readOptions(argv: readonly string[]): BrowserOptions | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string' },
      'no-open': { type: 'boolean' },
      'data-dir': { type: 'string' },
      // Chosen before this program is started.
      host: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return 'help';
  return {
    opensBrowser: values['no-open'] !== true,
    ...(values.port === undefined ? {} : { port: readPort(values.port) }),
    ...(values['data-dir'] === undefined ? {} : { dataDirectory: readFolder(values['data-dir']) }),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new Error(`--port must be a number from 1 to 65535, not “${text}”.`);
  return port;
}

function readFolder(text: string): string {
  if (text === '') throw new Error('--data-dir must name a folder.');
  return resolve(text);
}
