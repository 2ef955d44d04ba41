import { mkdir, readFile, writeFile, appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { OutputLine } from '../engine.ts';

/** A container's output on disk and in memory, the newest lines only. */
export interface ContainerLog {
  add(line: OutputLine): void;
  lines(): OutputLine[];
  flush(): Promise<void>;
}

/** Characters of messages that are kept. */
const capacity = 1_000_000;
const saveDelay = 200;

const outputLine = z.object({ timestamp: z.number(), stream: z.enum(['stdout', 'stderr']), message: z.string() });

export async function openContainerLog(path: string): Promise<ContainerLog> {
  await mkdir(dirname(path), { recursive: true });
  const lines = readLines(await readFile(path, 'utf8').catch(() => ''));
  let size = lines.reduce((sum, line) => sum + line.message.length, 0);
  let unsaved: OutputLine[] = [];
  let isCut = false;
  let timer: NodeJS.Timeout | undefined;
  let saving = Promise.resolve();

  function cut(): void {
    if (size <= 2 * capacity) return;
    let count = 0;
    while (size > capacity && count < lines.length) {
      size -= lines[count]?.message.length ?? 0;
      count += 1;
    }
    lines.splice(0, count);
    isCut = true;
  }
  function save(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    saving = saving.then(async () => {
      const added = unsaved;
      const isWhole = isCut;
      unsaved = [];
      isCut = false;
      try {
        if (isWhole) await writeFile(path, toText(lines));
        else if (added.length > 0) await appendFile(path, toText(added));
      } catch {
        // The disk is full or the container is being removed: the lines stay in memory, and the log is written whole next time.
        isCut = true;
      }
    });
    return saving;
  }

  return {
    add(line) {
      lines.push(line);
      unsaved.push(line);
      // An empty line takes room too.
      size += line.message.length + 32;
      cut();
      timer ??= setTimeout(() => void save(), saveDelay);
    },
    lines: () => [...lines],
    flush: save,
  };
}

function toText(lines: readonly OutputLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** A line cut off by a kill is left out. */
function readLines(text: string): OutputLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = outputLine.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}
