import { readFileSync } from 'node:fs';
import { createRegistry } from '../../../../src/practice/process/program-registry.ts';
import { programs } from '../../../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../../../src/practice/shell/shell.ts';
import type { ContainerSpec } from '../../../../src/practice/engine/engine.ts';
import { run, spec, testEngine } from '../../engine/test-engine.ts';
import type { TestEngine } from '../../engine/test-engine.ts';

/** The class's systemd service on the simulated engine, with the real shell and programs. */

export interface SystemdLab {
  lab: TestEngine;
  /** Builds the class's image with more steps and files behind it; resolves with the id and the log. */
  build(more?: string, files?: Record<string, string>): Promise<{ id: string; log: string[] }>;
  /** Creates and starts the service's container. */
  boot(id: string, more?: Partial<ContainerSpec>): Promise<void>;
  /** Waits for a line of the container's output. */
  line(pattern: RegExp): Promise<string>;
  output(): Promise<string>;
  inService(command: string): Promise<{ code: number; stdout: string; stderr: string }>;
  exitCode(): Promise<number | undefined>;
}

const fixture = new URL('../../../fixtures/class/systemd-privileged/printer/', import.meta.url);

const dockerfile = (more: string): string =>
  readFileSync(new URL('Dockerfile.template', fixture), 'utf8').replace('node:lts-trixie-slim', 'debian:trixie-slim').concat(`\n${more}\n`);

export const capabilities: Partial<ContainerSpec> = {
  privileged: false,
  capabilitiesAdded: ['SYS_RESOURCE', 'SYS_ADMIN'],
  securityOptions: ['apparmor:unconfined'],
  tmpfs: [{ target: '/run' }, { target: '/sys/fs/cgroup' }],
};

export async function systemdLab(): Promise<SystemdLab> {
  const lab = await testEngine({ programs: createRegistry([shellPrograms, programs]) });
  const name = 'main_1_1';
  const output = async (): Promise<string> => (await lab.outputOf(name)).join('\n');
  return {
    lab,
    async build(more = '', files = {}) {
      const entry = readFileSync(new URL('entry.sh', fixture), 'utf8');
      const mode = 'RUN chmod +x /usr/bin/entry.sh';
      const { image, log } = await lab.build(dockerfile(`${mode}\n${more}`), { 'entry.sh': entry, ...files });
      return { id: image.id, log };
    },
    async boot(id, more = {}) {
      await lab.engine.createContainer(spec(id, more));
      await lab.engine.startContainer(name);
    },
    async line(pattern) {
      let found: string | undefined;
      await lab.until(async () => {
        found = (await lab.outputOf(name)).find((line) => pattern.test(line));
        return found !== undefined;
      });
      return found ?? '';
    },
    output,
    inService: (command) => run(lab.engine, name, ['sh', '-c', command]),
    async exitCode() {
      const { state } = await lab.engine.inspectContainer(name);
      return state.status === 'exited' ? state.exitCode : undefined;
    },
  };
}
