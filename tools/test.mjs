// `npm test`: everything that CI runs, on a fresh clone too. Every stage runs, whatever an earlier one found; the last
// line counts tests, lint rules' programs and proven lesson steps together.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrInstallChromium } from './setup/chromium.mjs';
import { SetupError, endSignals, foreground, ownNode, root } from './setup/command.mjs';
import { installShells } from './setup/packages.mjs';
import { build, installBalenaCli, installDependencies } from './setup/setup.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };
/** The stages that failed. */
const failedStages = [];
/** What failed in them, where that is known: `{ name, message }`. */
const failures = [];
/** Tests that passed at a later try. */
const flaky = [];
const modules = join(root, 'node_modules');
/** Asked to end: what runs is told so, and nothing else is begun. */
let isStopped = false;
for (const signal of endSignals) process.on(signal, () => (isStopped = true));

try {
  await installDependencies();
  await installBalenaCli();
  await installShells();
  const chromium = await findOrInstallChromium();
  const environment = chromium === undefined ? {} : { CHROMIUM_PATH: chromium };
  const only = process.argv.slice(2);

  const inModules = (...path) => join(modules, ...path);
  await sideBySide(
    () => program('lint', [inModules('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0']),
    async (write) => {
      await program('format', [inModules('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'], write);
      await program('types', [inModules('typescript', 'bin', 'tsc'), '-p', root], write);
      const cruise = inModules('dependency-cruiser', 'bin', 'dependency-cruise.mjs');
      await program('layers', [cruise, 'src', '--config', '.dependency-cruiser.cjs'], write);
      await program('unused code', [inModules('knip', 'bin', 'knip.js')], write);
    },
  );
  const built = await attempt('build', build);
  const inApp = (project, write) => (built ? vitest(project, environment, write) : Promise.resolve());
  // Each half waits a good part of its time: side by side, two cores do them in three quarters of it.
  await sideBySide(
    () => vitest('unit', environment),
    (write) => inApp('far-cloud', write),
  );
  await sideBySide(
    async () => {
      await inApp('e2e');
      await program('course lint', ['--no-warnings', join(root, 'tools', 'course.ts'), 'lint']);
      await counted('course prove', [join(root, 'tools', 'course.ts'), 'prove']);
    },
    async (write) => {
      await vitest('differential', environment, write);
      await vitest('screens', environment, write);
    },
  );
  // Every lesson on a real engine takes minutes: only where it is asked for.
  if (only.includes('lessons-on-engine')) await vitest('lessons-on-engine', environment);

  function wanted(name) {
    if (isStopped) return false;
    return only.length === 0 || only.includes(name);
  }

  /** A program that finds nothing wrong counts as one passed test. `write` as below. */
  async function program(name, args, write) {
    if (!wanted(name)) return;
    heading(name, write);
    note(name, (await foreground(ownNode, args, {}, write)) === 0);
  }

  async function attempt(name, work) {
    if (![name, 'e2e', 'far-cloud'].some(wanted)) return false;
    heading(name);
    try {
      await work();
      note(name, true);
      return true;
    } catch (error) {
      process.stderr.write(`${error.message}\n`);
      note(name, false);
      return false;
    }
  }

  /** `write` takes what it prints; without it, it has this terminal. */
  async function vitest(project, env, write) {
    if (!wanted(project)) return;
    heading(`${project} tests`, write);
    await withFolder(async (folder) => {
      const file = join(folder, 'results.json');
      const args = [join(modules, 'vitest', 'vitest.mjs'), 'run', '--project', project];
      const reporters = ['--reporter=default', `--reporter=${join(root, 'tools', 'test-results.mjs')}`];
      const code = await foreground(ownNode, [...args, ...reporters], { ...env, TEST_RESULTS: file }, write);
      const results = read(file);
      count(`${project} tests`, results?.passed ?? 0, results?.failed ?? 0, results?.skipped ?? 0);
      failures.push(...(results?.failures ?? []));
      flaky.push(...(results?.flaky ?? []));
      // A file that cannot be loaded has no failed test, but the run fails.
      if (code !== 0 && (results?.failed ?? 0) === 0) note(`${project} tests`, false);
    });
  }

  /** A tool that writes its records with --json, each with `passed`. */
  async function counted(name, args) {
    if (!wanted(name)) return;
    heading(name);
    await withFolder(async (folder) => {
      const file = join(folder, 'records.json');
      const code = await foreground(ownNode, ['--no-warnings', ...args, '--json', file]);
      const records = read(file) ?? [];
      const failed = records.filter((record) => !record.passed).length;
      count(name, records.length - failed, failed, 0);
      if (failed === 0 && (code !== 0 || records.length === 0)) note(name, false);
    });
  }
} catch (error) {
  process.stderr.write(`\n${error instanceof SetupError ? error.message : String(error?.stack ?? error)}\n`);
  total.failed += 1;
}

if (isStopped) total.failed += 1;
// Told again at the end: a failure is hours of scrolling away otherwise.
if (flaky.length > 0) process.stdout.write(`\nPassed at a second try:\n${flaky.map(told).join('')}`);
if (isStopped) process.stdout.write('\nStopped before the end.\n');
if (failedStages.length > 0) process.stdout.write(`\nFailed: ${failedStages.join(', ')}\n`);
process.stdout.write(failures.map(told).join(''));
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

function told({ name, message }) {
  return `  ${name}\n    ${message}\n`;
}

function heading(name, write = (text) => process.stdout.write(text)) {
  write(`\n── ${name}\n`);
}

/** What the second prints comes after what the first does. */
async function sideBySide(first, second) {
  const later = heldBack();
  await Promise.all([first().finally(later.release), second(later.write)]);
}

/** Keeps what is written until `release`; from then on it is printed at once. */
function heldBack() {
  let kept = '';
  let write = (text) => {
    kept += text;
  };
  return {
    write: (text) => write(text),
    release() {
      process.stdout.write(kept);
      write = (text) => process.stdout.write(text);
    },
  };
}

function note(name, passed) {
  count(name, passed ? 1 : 0, passed ? 0 : 1, 0);
}

function count(name, passed, failed, skipped) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if (failed > 0) failedStages.push(name);
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

async function withFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'fleetlab-test-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
