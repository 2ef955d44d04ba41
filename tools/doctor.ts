import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createPracticeEnvironment } from '../src/main/environments/practice/practice-environment.ts';
import { practiceCommand } from '../src/main/environments/practice/practice-command.ts';
import { findToolchain, pinnedCliVersion } from '../src/main/environments/toolchain.ts';
import { examine } from '../src/main/doctor/doctor.ts';
import { thisPatient } from '../src/main/doctor/this-patient.ts';
import { defaultDataDirectory, findApplicationRoot } from '../src/main/paths.ts';
import { findContainerEngine } from '../src/practice/engine/docker/find-engine.ts';
import { isTrouble, type Finding } from '../src/shared/domain/doctor.ts';

/** `npm run doctor [-- --json FILE] [--data-dir DIR]`. Exit codes: 0 a class can be held, 1 it cannot, 2 a wrong call. */
const usage = `npm run doctor [-- OPTIONS]

Looks at this machine the evening before a class: programs, disk, ports, the balena CLI, and whether the practice cloud and device start.

  --json FILE     also writes the findings as JSON
  --data-dir DIR  the data folder that will be used
`;

const signs: Record<Finding['state'], string> = { ok: '✓', missing: '✗', old: '✗', failed: '✗', absent: '–', unknown: '?' };

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { json: { type: 'string' }, 'data-dir': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const root = findApplicationRoot(import.meta.dirname);
  const toolchain = findToolchain(root);
  // A practice cloud of its own: the one of a Fleetlab that runs now is left alone.
  const folder = await mkdtemp(join(tmpdir(), 'fleetlab-doctor-'));
  const environment = createPracticeEnvironment({
    command: practiceCommand({ root, node: toolchain.node, dataDirectory: folder, onRemark: () => undefined }),
  });
  let findings: Finding[];
  try {
    findings = await examine(thisPatient(), {
      toolchain,
      wantedCli: await pinnedCliVersion(root),
      environment: () => environment.ready(),
      dataDirectory: values['data-dir'] ?? defaultDataDirectory(),
      node: toolchain.node,
      findEngine: async () => {
        const address = await findContainerEngine();
        return address.kind === 'socket' ? address.path : `${address.host}:${address.port}`;
      },
    });
  } finally {
    await environment.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  process.stdout.write(table(findings));
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(findings, undefined, 2)}\n`);
  return findings.some(isTrouble) ? 1 : 0;
}

function table(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines: string[] = [];
  for (const group of ['Programs', 'This machine', 'Fleetlab', 'Environment'] as const) {
    lines.push('', group);
    for (const { name, state, found, mend } of findings.filter((finding) => finding.group === group)) {
      lines.push(`  ${signs[state]} ${name.padEnd(width)}  ${found}`);
      if (mend === undefined) continue;
      lines.push(`    ${' '.repeat(width)}  ${mend.words}`);
      if (mend.command !== undefined) lines.push(`    ${' '.repeat(width)}  $ ${mend.command}`);
    }
  }
  const troubles = findings.filter(isTrouble).length;
  const closing =
    troubles === 0 ? 'Ready for a class.' : `${troubles} ${troubles === 1 ? 'thing needs' : 'things need'} your hand before a class.`;
  return `${lines.slice(1).join('\n')}\n\n${closing}\n`;
}
