import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { connectionTold } from './bench/connection-told.ts';
import { manyServices } from './bench/many-services.ts';
import { memoryAtRest } from './bench/memory.ts';
import { networkFrames } from './bench/network-frames.ts';
import { networkLayout } from './bench/network-layout.ts';
import { pushToFirstLogLine } from './bench/push.ts';
import { eagerScriptSize } from './bench/script-size.ts';
import { startToUsable } from './bench/start.ts';
import { terminal } from './bench/terminal.ts';
import { twoServices } from './bench/two-services.ts';
import type { Benchmark, Figure } from './bench/figure.ts';

/** `npm run bench [-- --json FILE] [--only NAME]`: the figures the project promises, measured on this machine. */
const benchmarks: Record<string, Benchmark> = {
  start: startToUsable,
  push: pushToFirstLogLine,
  'two-services': twoServices,
  'many-services': manyServices,
  connection: connectionTold,
  terminal,
  memory: memoryAtRest,
  script: eagerScriptSize,
  layout: networkLayout,
  frames: networkFrames,
};

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const chosen = Object.entries(benchmarks).filter(([name]) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  process.stderr.write(`There is no benchmark "${values.only ?? ''}". There are: ${Object.keys(benchmarks).join(', ')}.\n`);
  process.exitCode = 1;
}
const figures: Figure[] = [];
for (const [name, benchmark] of chosen) {
  process.stderr.write(`  measuring ${name} …\n`);
  figures.push(...(await benchmark()));
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, undefined, 2)}\n`);
process.stdout.write(table(figures));

function table(rows: readonly Figure[]): string {
  const lines = [
    ['name', 'value', 'unit', 'aim', 'anchor'],
    ...rows.map((row) => [row.name, String(row.value), row.unit, row.aim, row.anchor]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
