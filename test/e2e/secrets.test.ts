import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPage } from './support/page-client.ts';
import { takeSeat, type Seat } from './support/seat.ts';

describe('the token of who is signed in', () => {
  let seat: Seat;
  let token: string;
  /** All that main has sent to the page. */
  let received = '';

  beforeAll(async () => {
    seat = await takeSeat({
      stepId: 'make-a-fleet',
      onPage: (opened) => opened.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => (received += payload.toString()))),
    });
    await seat.screen.begin();
    await seat.screen.run('balena login');
    token = (await readFile(seat.place('practice', 'cli', 'token'), 'utf8')).trim();
  });

  afterAll(() => seat.leave());

  it('is a token, so that looking for it means something', () => {
    expect(token.length).toBeGreaterThan(15);
  });

  it('does not come to the page: not in what main sends, and nowhere in the page’s memory', async () => {
    // What is there for sure is found, so the search works.
    expect(received).toContain('learner');
    expect(received.includes(token)).toBe(false);
    const memory = await heapOf(seat.page);
    expect(memory.includes('make-a-fleet')).toBe(true);
    expect(memory.includes(token)).toBe(false);
  });

  it('is in no export and in nothing that the app prints', async () => {
    const client = await connectPage(seat.app.url);
    for (const form of ['html', 'markdown']) {
      const { text } = (await client.call('course.summary', { form })) as { text: string };
      expect(text.length).toBeGreaterThan(100);
      expect(text.includes(token)).toBe(false);
    }
    expect(client.terminalText().includes(token)).toBe(false);
    client.close();
    expect(seat.app.output().includes(token)).toBe(false);
  });

  it('lies only where the CLI keeps it, in a folder of its owner’s alone, and in the practice cloud that gave it', async () => {
    // Windows keeps rights elsewhere.
    if (process.platform !== 'win32') expect((await stat(seat.place('practice', 'cli'))).mode & 0o077).toBe(0);
    const holding: string[] = [];
    for (const file of await filesBelow(seat.folder))
      if ((await readFile(file)).includes(token)) holding.push(relative(seat.folder, file).replaceAll('\\', '/'));
    expect(holding).toContain('practice/cli/token');
    expect(holding.filter((file) => !/^practice\/(cli\/(token|cachedUsername)|cloud\/database\.json(\.bak)?)$/.test(file))).toEqual([]);
  });
});

/** A heap snapshot: all strings that the page can still reach. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  let text = '';
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => (text += chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return text;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
