import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { startPractice } from '../../src/practice/practice.ts';
import { followConnections } from '../../src/main/environments/practice/follow-connections.ts';
import { root, temporaryFolder } from '../../test/e2e/support/processes.ts';
import { median, round, type Figure } from './figure.ts';

const runs = 10;

/** A `curl` of the learner's that the device refuses: how soon after its end the app knows of it. */
export async function connectionTold(): Promise<Figure[]> {
  await using folder = await temporaryFolder();
  const practice = await startPractice({ dataDirectory: folder.path, onNotice: () => undefined });
  const end = new AbortController();
  const { api, token, env } = practice.ready;
  const launcher = join(root, 'resources', 'launcher');
  const path = `${launcher}${delimiter}${process.env['PATH'] ?? ''}`;
  let told: (() => void) | undefined;
  followConnections({ api, token, signal: end.signal, onConnection: () => told?.() });
  try {
    const times: number[] = [];
    for (let turn = 0; turn < runs; turn += 1) {
      const { promise: event, resolve } = Promise.withResolvers<undefined>();
      let toldAt = Number.NaN;
      told = () => {
        toldAt = performance.now();
        resolve(undefined);
      };
      const curl = spawn('curl', ['-s', 'http://10.42.0.7:1234/data'], {
        env: { ...process.env, ...env, PRACTICE_TOKEN: token, PATH: path },
        stdio: 'ignore',
      });
      await once(curl, 'close');
      const endedAt = performance.now();
      await event;
      times.push(Math.max(0, toldAt - endedAt));
    }
    return [
      {
        name: 'refused curl to the app knowing of it',
        value: round(median(times), 1),
        unit: 'ms',
        aim: '150',
        anchor: `${String(round(Math.min(...times), 1))} to ${String(round(Math.max(...times), 1))} in ${String(runs)} runs`,
        method: 'from the end of the process to the event on the stream that the app reads; 0 where it came before; median',
      },
    ];
  } finally {
    end.abort();
    await practice.close();
  }
}
