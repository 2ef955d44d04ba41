import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { timeTwoServicesOnRealEngine } from '../../test/differential/two-services.ts';
import { balena, startPractice, type Practice } from '../../test/e2e/support/practice.ts';
import { root, temporaryFolder } from '../../test/e2e/support/processes.ts';
import { median, round, type Figure } from './figure.ts';
import { prepareFleet } from './push.ts';

const runs = 3;
const requests = 300;

/** The class's frontend and backend on a bridge: from `balena push` to both answering, and a request that goes through both. */
export async function twoServices(): Promise<Figure[]> {
  await using folder = await temporaryFolder();
  const practice = await startPractice(join(folder.path, 'data'));
  try {
    await balena(practice, ['login', '--token', practice.token]);
    const project = join(root, 'test', 'fixtures', 'class', 'multicontainer-networks');
    const pushes: number[] = [];
    let rounds: number[] = [];
    for (let turn = 0; turn < runs; turn += 1) {
      const fleet = `Two${turn}`;
      await prepareFleet(practice, fleet);
      const began = performance.now();
      const pushed = balena(practice, ['push', fleet, '--source', project]);
      await answered(practice);
      pushes.push(performance.now() - began);
      await pushed;
      if (turn === runs - 1) rounds = await timeRequests(practice);
      await balena(practice, ['fleet', 'rm', fleet, '--yes']);
    }
    return [
      {
        name: 'push of two services to both answering, real CLI',
        value: round(median(pushes) / 1000, 2),
        unit: 's',
        aim: '4',
        anchor: `${round(Math.min(...pushes) / 1000, 2)} to ${round(Math.max(...pushes) / 1000, 2)} in ${runs} runs`,
        method: 'spawn of `balena push` until the frontend answers with what the backend said; median, steps cached from the second run on',
      },
      {
        name: 'the same project on a real engine',
        ...(await onRealEngine(median(pushes))),
        unit: 's',
        aim: '',
        method: 'build, create and start over its API until both answer, base images there; no CLI, no cloud, no supervisor',
      },
      {
        name: 'request through frontend to backend',
        value: round(median(rounds), 1),
        unit: 'ms',
        aim: '5',
        anchor: `p95 ${round(rounds.toSorted((one, other) => one - other)[Math.floor(requests * 0.95)] ?? Number.NaN, 1)} ms`,
        method: `${requests} requests one after the other, a connection each, from the laptop through the published port; p50`,
      },
    ];
  } finally {
    await practice.stop();
  }
}

/** A value of 0 where no engine can be started here. */
async function onRealEngine(ours: number): Promise<{ value: number; anchor: string }> {
  const real = await timeTwoServicesOnRealEngine();
  if ('reason' in real) return { value: 0, anchor: `not measured: ${real.reason}` };
  const seconds = round(real.builtAndAnswering / 1000, 2);
  return { value: seconds, anchor: `the practice side with the CLI takes ${round(ours / real.builtAndAnswering, 2)} of that` };
}

async function answered(practice: Practice): Promise<void> {
  for (;;) {
    const text = await ask(practice).catch(() => '');
    if (text.startsWith('Backend data says: ')) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function timeRequests(practice: Practice): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < requests; turn += 1) {
    const began = performance.now();
    await ask(practice);
    times.push(performance.now() - began);
  }
  return times;
}

/** As curl does it: by the line that leads the device's port 80 to this machine's loopback. */
async function ask({ env, device: { address } }: Practice): Promise<string> {
  const settings = await readFile(join(env['CURL_HOME'] ?? '', '.curlrc'), 'utf8');
  const port = new RegExp(`connect-to = "${address.replaceAll('.', '\\.')}:80:127\\.0\\.0\\.1:(\\d+)"`).exec(settings)?.[1];
  if (port === undefined) throw new Error('the device’s port 80 is closed');
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: Number(port), path: '/backend_data', headers: { host: address }, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}
