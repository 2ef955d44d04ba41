import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { balena, startPractice, type Practice } from '../../test/e2e/support/practice.ts';
import { eventually, root, temporaryFolder } from '../../test/e2e/support/processes.ts';
import { median, round, type Figure } from './figure.ts';

const runs = 5;
// It heeds SIGTERM: a service that does not takes its 10 s of grace to go, which is not what is measured here.
const dockerfile = (turn: number) =>
  `FROM debian:trixie-slim\nCMD ["bash", "-c", "trap 'exit 0' TERM; echo first line ${String(turn)}; sleep infinity & wait"]\n`;

/** From `balena push` to the new service's first line in the device's log; and the same for the practice side alone. */
export async function pushToFirstLogLine(): Promise<Figure[]> {
  await using folder = await temporaryFolder();
  const practice = await startPractice(join(folder.path, 'data'));
  try {
    const project = join(folder.path, 'project');
    await mkdir(project);
    await balena(practice, ['login', '--token', practice.token]);
    const withCli: number[] = [];
    const alone: number[] = [];
    for (let turn = 0; turn < runs; turn += 1) {
      // A fleet of its own for each turn, so that nothing has to be stopped first.
      const fleet = `Bench${String(turn)}`;
      await prepareFleet(practice, fleet);
      await writeFile(join(project, 'Dockerfile.template'), dockerfile(turn));
      withCli.push(await timeToLine(practice, `first line ${String(turn)}`, () => pushWithCli(practice, fleet, project)));
      await balena(practice, ['fleet', 'rm', fleet, '--yes']);
      const bare = `Bare${String(turn)}`;
      await prepareFleet(practice, bare);
      alone.push(await timeToLine(practice, `first line ${String(turn + 100)}`, () => pushBare(practice, bare, dockerfile(turn + 100))));
      await balena(practice, ['fleet', 'rm', bare, '--yes']);
    }
    return [
      {
        name: 'push to first log line, real CLI',
        value: round(median(withCli) / 1000, 2),
        unit: 's',
        aim: '2.5',
        anchor: `${round(Math.min(...withCli) / 1000, 2)} to ${round(Math.max(...withCli) / 1000, 2)} in ${String(runs)} runs`,
        method: 'spawn of `balena push` until the log stream carries the line; median',
      },
      {
        name: 'push to first log line, practice alone',
        value: round(median(alone) / 1000, 2),
        unit: 's',
        aim: '0.3',
        anchor: `${round(Math.min(...alone) / 1000, 2)} to ${round(Math.max(...alone) / 1000, 2)} in ${String(runs)} runs`,
        method: 'the build request sent by the benchmark itself until the log stream carries the line; median',
      },
    ];
  } finally {
    await practice.stop();
  }
}

/** A new fleet with the practice device in it. */
export async function prepareFleet(practice: Practice, fleet: string): Promise<void> {
  await balena(practice, ['fleet', 'create', fleet, '--type', practice.device.deviceType]);
  const registered = await balena(practice, ['device', 'register', fleet, '--uuid', practice.device.uuid]);
  if (registered.exitCode !== 0) await balena(practice, ['device', 'move', practice.device.uuid, '--fleet', fleet]);
  await eventually('the device in its fleet', async () => {
    const shown = await balena(practice, ['device', practice.device.uuid]);
    return shown.stdout.toLowerCase().includes(fleet.toLowerCase()) && !/error/i.test(shown.stderr) ? true : undefined;
  });
}

/** Milliseconds from calling `push` until a line of the device's log contains the text. */
async function timeToLine(practice: Practice, text: string, push: () => Promise<void>): Promise<number> {
  const abort = new AbortController();
  const response = await fetch(`${practice.api}/device/v2/${practice.device.uuid}/logs?count=0&stream=1`, {
    headers: { authorization: `Bearer ${practice.token}` },
    signal: abort.signal,
  });
  if (response.body === null) throw new Error('the log stream has no body');
  const began = performance.now();
  const pushed = push();
  let seen = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    seen += chunk;
    if (seen.includes(text)) break;
  }
  const milliseconds = performance.now() - began;
  abort.abort();
  await pushed;
  return milliseconds;
}

async function pushWithCli(practice: Practice, fleet: string, project: string): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'resources/launcher/launcher.mjs'), 'push', fleet, '--source', project], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...practice.env },
    stdio: 'ignore',
  });
  await new Promise((resolve) => child.once('close', resolve));
}

async function pushBare(practice: Practice, fleet: string, text: string): Promise<void> {
  const archive = pack();
  archive.entry({ name: 'Dockerfile.template' }, text);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.pipe(createGzip())) chunks.push(chunk as Buffer);
  const query = `slug=practice/${fleet.toLowerCase()}&dockerfilePath=&emulated=false&nocache=false&headless=false&isdraft=false`;
  const response = await fetch(`${practice.env['BALENARC_BUILDER_URL'] ?? ''}/v3/build?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${practice.token}`, 'content-encoding': 'gzip' },
    body: new Blob([new Uint8Array(Buffer.concat(chunks))]),
  });
  await response.text();
}
