import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../test/e2e/support/processes.ts';
import { median, round, type Figure } from './figure.ts';

const runs = 3;

interface Measured {
  milliseconds: number;
  bytes: number;
}

/** The simulated engine with 5 services on one bridge and with 50 on ten: time until all run, and memory. */
export async function manyServices(): Promise<Figure[]> {
  const few = await measure(5);
  const many = await measure(50);
  const perService = (many.milliseconds - few.milliseconds) / 45;
  return [
    {
      name: '50 services on 10 networks, all running',
      value: round(many.milliseconds / 1000, 2),
      unit: 's',
      aim: '',
      anchor: `5 on 1: ${round(few.milliseconds / 1000, 2)} s; ${round(perService, 1)} ms for each further service`,
      method: `create and start one after the other, published port each; median of ${runs} processes`,
    },
    {
      name: '50 services on 10 networks, memory',
      value: round(many.bytes / 1e6, 0),
      unit: 'MB',
      aim: '',
      anchor: `5 on 1: ${round(few.bytes / 1e6, 0)} MB`,
      method: `growth of the resident set while they are made; median of ${runs} processes`,
    },
  ];
}

async function measure(count: number): Promise<Measured> {
  const script = join(root, 'tools', 'bench', 'many-services-engine.ts');
  const results: Measured[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '--expose-gc', script, String(count)]);
    results.push(JSON.parse(stdout) as Measured);
  }
  return {
    milliseconds: median(results.map(({ milliseconds }) => milliseconds)),
    bytes: median(results.map(({ bytes }) => bytes)),
  };
}
