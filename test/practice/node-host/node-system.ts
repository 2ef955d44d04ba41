import { programFile } from '../../../src/practice/process/program-file.ts';
import { createRegistry } from '../../../src/practice/process/program-registry.ts';
import type { NetworkNamespace } from '../../../src/practice/process/network-namespace.ts';
import { isolatedNamespace } from '../../../src/practice/engine/network/isolated-namespace.ts';
import { programs } from '../../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../../src/practice/shell/shell.ts';
import { makeSystem } from '../programs/practice-system.ts';
import type { PracticeSystem, RunOptions, Running } from '../programs/practice-system.ts';

/** A system with shell, Node and npm, working in /w; `isContainer`: the first process that is started is PID 1 with the kernel's rule for it. */
export function nodeSystem(
  files: Record<string, string> = {},
  { network = isolatedNamespace(), isContainer = false }: { network?: NetworkNamespace; isContainer?: boolean } = {},
): PracticeSystem {
  const practice = makeSystem({ '/bin/sh': programFile('dash'), ...files }, { network, initIsProtected: isContainer });
  practice.system.programs = createRegistry([programs, shellPrograms]);
  return practice;
}

/** What is done on a laptop with Windows before a service's own code runs, done here. */
export async function asOnWindows<T>(act: () => Promise<T>): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(process, 'platform') ?? {};
  Object.defineProperty(process, 'platform', { ...own, value: 'win32' });
  try {
    return await act();
  } finally {
    Object.defineProperty(process, 'platform', own);
  }
}

export interface Watched extends Running {
  output: () => string;
  /** Resolves when the output contains the text. */
  said: (text: string) => Promise<string>;
}

/** Starts a program and follows what it prints, both streams together. */
export async function watch(practice: PracticeSystem, words: readonly string[], options?: RunOptions): Promise<Watched> {
  const running = await practice.start(words, options);
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [running.stdout, running.stderr]) {
    stream.on('data', (part: Buffer) => {
      output += part.toString('utf8');
      for (const look of waiting) look();
    });
  }
  return {
    ...running,
    output: () => output,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!output.includes(text)) return;
          waiting.delete(look);
          resolve(output);
        };
        waiting.add(look);
        look();
        void running.process.exited.then(({ code }) => {
          setImmediate(() => {
            look();
            reject(new Error(`ended with ${String(code)} without saying ${text}:\n${output}`));
          });
        });
      }),
  };
}
