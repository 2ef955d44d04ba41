import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRegistry } from '../../../../src/practice/process/program-registry.ts';
import { programs } from '../../../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../../../src/practice/shell/shell.ts';
import { run, spec, testEngine } from '../../engine/test-engine.ts';
import type { TestEngine } from '../../engine/test-engine.ts';

let lab: TestEngine;
let inside: (command: string) => Promise<{ code: number; stdout: string; stderr: string }>;

beforeEach(async () => {
  lab = await testEngine({ programs: createRegistry([shellPrograms, programs]) });
  const { image } = await lab.build(
    'FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends jq systemd dbus\n',
  );
  await lab.engine.createContainer(spec(image.id, { name: 'look', entrypoint: ['sleep', 'infinity'] }));
  await lab.engine.startContainer('look');
  inside = async (command) => run(lab.engine, 'look', ['sh', '-c', command]);
});
afterEach(() => lab.close());

it('dpkg knows what is installed, what it brought and whose a file is', async () => {
  expect((await inside('dpkg --print-architecture')).stdout).toBe('amd64\n');
  expect((await inside('dpkg -l jq')).stdout).toMatch(/^ii {2}jq +1\.7\.1-\S+ +amd64 +lightweight/m);
  expect((await inside('dpkg -l bash')).code).toBe(0);
  expect((await inside('dpkg -l')).stdout.split('\n').length).toBeGreaterThan(80);
  expect(await inside('dpkg -l curl')).toMatchObject({ code: 1, stderr: 'dpkg: no packages found matching curl\n' });
  expect((await inside('dpkg -L jq')).stdout).toContain('/usr/bin/jq\n');
  expect((await inside('dpkg -S /usr/bin/jq')).stdout).toBe('jq: /usr/bin/jq\n');
  expect((await inside('dpkg -s jq')).stdout).toContain('Status: install ok installed\n');
  expect((await inside('dpkg -i x.deb')).stderr).toContain('not supported on the practice device');
});

it('apt-cache and apt-mark tell of the catalogue and of what was asked for', async () => {
  expect((await inside('apt-cache policy jq')).stdout).toMatch(/^jq:\n {2}Installed: 1\.7\.1\S+\n {2}Candidate: 1\.7\.1/);
  expect((await inside('apt-cache policy nano')).stdout).toContain('Installed: (none)\n');
  expect((await inside('apt-cache search ^jq$')).stdout).toMatch(/^jq - /);
  expect((await inside('apt-mark showmanual')).stdout.split('\n')).toEqual(expect.arrayContaining(['jq', 'systemd', 'dbus']));
  expect((await inside('apt-mark showauto')).stdout).toContain('libjq1\n');
});

it('systemd and dbus are where they belong, with their units', async () => {
  expect((await inside('ls /usr/lib/systemd/system/multi-user.target /usr/lib/systemd/system/dbus.service')).code).toBe(0);
  expect((await inside('readlink /lib/systemd/system/default.target')).stdout).toContain('graphical.target');
  expect((await inside('command -v systemctl; command -v journalctl; ls /lib/systemd/systemd; command -v dbus-daemon')).stdout).toBe(
    '/usr/bin/systemctl\n/usr/bin/journalctl\n/lib/systemd/systemd\n/usr/bin/dbus-daemon\n',
  );
});

it('balena’s install_packages leaves no lists behind', async () => {
  const { image } = await lab.build('FROM balenalib/amd64-debian:trixie\nRUN install_packages tree\n');
  expect(image.size - 179_000_000).toBeLessThan(1_000_000);
  expect(image.size - 179_000_000).toBeGreaterThan(50_000);
});
