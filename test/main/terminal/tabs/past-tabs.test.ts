import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPastTabs, type PastTab } from '../../../../src/main/terminal/tabs/past-tabs.ts';

const tab = (text: string): PastTab => ({ shell: '/bin/sh', serial: 1, text });

describe('what terminals showed', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'fleetlab-past-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const texts = async () => (await openPastTabs(folder)).tabs.map(({ text }) => text);
  const files = async () => (await readdir(folder)).filter((name) => name.includes('.txt'));

  it('is there in the next run, and nothing is left of those that were closed, in this run or a later one', async () => {
    const first = await openPastTabs(folder);
    await first.save([tab('one'), tab('two'), tab('three')]);
    expect(await texts()).toEqual(['one', 'two', 'three']);
    await first.save([tab('one'), tab('three')]);
    expect(await files()).toEqual(['tab-1.txt', 'tab-2.txt']);
    const second = await openPastTabs(folder);
    await second.save([tab('three')]);
    expect(await files()).toEqual(['tab-1.txt']);
    expect(await texts()).toEqual(['three']);
  });

  it('is told from its newest lines on, and prompts with it', async () => {
    const before = 'line\n'.repeat(20_000);
    const past = await openPastTabs(folder);
    const prompts = [{ at: 2 }, { at: before.length + 2, sentAt: before.length + 7, endedAt: before.length + 11, exitCode: 0 }];
    await past.save([{ ...tab(`${before}$ true\nout\n`), prompts }]);
    const { text, prompts: kept = [] } = (await openPastTabs(folder)).tabs[0] ?? tab('');
    expect(text.split('\n')).toHaveLength(10_000);
    expect(kept).toHaveLength(1);
    expect(text.slice(kept[0]?.at, kept[0]?.sentAt)).toBe('true\n');
    expect(text.slice(kept[0]?.sentAt, kept[0]?.endedAt)).toBe('out\n');
    expect(kept[0]?.exitCode).toBe(0);
  });
});
