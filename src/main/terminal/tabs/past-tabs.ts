import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  pastPrompt,
  terminalSize,
  terminalView,
  type PastPrompt,
  type TerminalSize,
  type TerminalView,
} from '../../../shared/domain/terminal.ts';
import { replaceFile } from '../../../storage/atomic-write.ts';
import { openStateFile } from '../../../storage/state-file.ts';
import { movePrompt } from '../output/prompt-places.ts';

/** A terminal as it comes back: one of the laptop from an earlier run of the app, or any that was closed. */
export interface PastTab {
  /** Where its commands went; absent in files of earlier versions. */
  environment?: TerminalView['environment'] | undefined;
  /** As its view has it; absent in files of earlier versions. */
  serial?: number | undefined;
  /** The shell's file. */
  shell: string;
  folder?: string | undefined;
  /** What its output was made for; drawn at another size first, lines that a program went back to would be missed. */
  size?: TerminalSize | undefined;
  /** Its output, with escape sequences. */
  text: string;
  /** Where its prompts stand in that; absent in files of earlier versions. */
  prompts?: readonly PastPrompt[] | undefined;
}

export interface PastTabs {
  /** Those of the last run, in their order. */
  readonly tabs: readonly PastTab[];
  /** Never rejects: what a terminal showed is no reason to keep the app from closing. */
  save(tabs: readonly PastTab[]): Promise<void>;
}

const list = z.object({
  tabs: z.array(
    z.object({
      shell: z.string(),
      folder: z.string().optional(),
      size: terminalSize.optional(),
      environment: terminalView.shape.environment.optional(),
      serial: terminalView.shape.serial.optional(),
      prompts: z.array(pastPrompt).optional(),
    }),
  ),
});

/** Lines of each terminal that are kept, and characters, where lines are very long. */
const mostLines = 10_000;
const mostCharacters = 2_000_000;

/** What the terminals showed, kept below a folder of the learner's data from one run of the app to the next. */
export async function openPastTabs(folder: string): Promise<PastTabs> {
  await mkdir(folder, { recursive: true });
  const file = await openStateFile({ path: join(folder, 'tabs.json'), version: 1, schema: list, initial: () => ({ tabs: [] }) });
  const tabs = await Promise.all(
    file.value.tabs.map(async (tab, index) => ({
      ...tab,
      text: await readFile(textFile(folder, index), 'utf8').catch(() => ''),
    })),
  );
  const written = tabs.map(({ text }) => text);
  let saving: Promise<void> = Promise.resolve();

  async function write(all: readonly PastTab[]): Promise<void> {
    const next = all.map(withLastLines);
    for (const [index, tab] of next.entries()) {
      const { text } = tab;
      if (written[index] === text) continue;
      await replaceFile(textFile(folder, index), text);
      await forget(`${textFile(folder, index)}.bak`);
      written[index] = text;
    }
    file.save({
      tabs: next.map(({ text: _, prompts, ...tab }) => ({ ...tab, ...(prompts === undefined ? {} : { prompts: [...prompts] }) })),
    });
    await file.flush();
    // A terminal that was closed leaves nothing of its text.
    for (const index of written.splice(next.length).keys()) await forget(textFile(folder, next.length + index));
  }

  return {
    tabs,
    save(next) {
      saving = saving.then(() => write(next)).catch(() => undefined);
      return saving;
    },
  };
}

/** Another program may hold it open: it goes with the next one that takes its place. */
async function forget(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}

function textFile(folder: string, index: number): string {
  return join(folder, `tab-${index + 1}.txt`);
}

function withLastLines(tab: PastTab): PastTab {
  const lines = tab.text.split('\n');
  const kept = lines.length > mostLines ? lines.slice(-mostLines).join('\n') : tab.text;
  const text = kept.slice(-mostCharacters);
  const gone = tab.text.length - text.length;
  const prompts = tab.prompts?.filter(({ at }) => at >= gone).map((prompt) => movePrompt(prompt, (at) => at - gone));
  return { ...tab, text, ...(prompts === undefined ? {} : { prompts }) };
}
