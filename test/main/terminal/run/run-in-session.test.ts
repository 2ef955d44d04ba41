import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAtPromptText } from '../../../../src/main/terminal/run/run-in-session.ts';
import { interruptSession } from '../../../../src/main/terminal/session/interrupt.ts';
import type { TerminalSession } from '../../../../src/main/terminal/session/session.ts';
import { installedShell, openSession, type OpenedSession } from '../support/session.ts';

const dash = installedShell('dash');

// Fleetlab cannot mark it, nor tell exit codes there.
describe.skipIf(dash === undefined)('a command in a shell without marks', () => {
  let home: string;
  let opened: OpenedSession;
  let session: TerminalSession;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'fleetlab-plain-'));
    if (dash === undefined) return;
    opened = await openSession(dash, home, { PS1: 'plain$ ' });
    ({ session } = opened);
    await expect.poll(() => session.guess()).toBe('prompt');
  });
  afterEach(async () => {
    opened.close();
    await rm(home, { recursive: true, force: true });
  });

  const interrupt = () => interruptSession(session, () => session.guess() === 'prompt');

  it('tells what it printed', async () => {
    expect(await runAtPromptText(session, { text: 'echo one\necho two', endless: false }, {})).toMatchObject({ output: 'one\ntwo\n' });
  });

  it('without end tells that it has ended after all', async () => {
    const told: string[] = [];
    await runAtPromptText(
      session,
      { text: 'sleep 1000', endless: true },
      { onStarted: () => told.push('started'), onEnding: () => told.push('ending'), onEnded: () => told.push('ended') },
    );
    await expect.poll(() => session.guess()).toBe('other');
    expect(told).toEqual(['started']);
    await interrupt();
    await expect.poll(() => told).toEqual(['started', 'ending', 'ended']);
  });

  it('is not followed by its next line where it was interrupted', async () => {
    const done = runAtPromptText(session, { text: 'sleep 1000\necho next', endless: false }, {});
    await expect.poll(() => session.guess()).toBe('other');
    await interrupt();
    expect(await done).toMatchObject({ isStopped: true });
    expect(opened.screen()).not.toContain('next');
  });
});
