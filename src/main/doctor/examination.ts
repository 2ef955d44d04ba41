import type { Finding } from '../../shared/domain/doctor.ts';
import type { Machine } from '../paths.ts';

/** What an examination may do on this machine; tests give a machine of their own. */
export interface Patient {
  machine: Machine;
  /** The program's output (both streams), or undefined where it cannot be started or fails. At most a few seconds. */
  run(program: string, args: readonly string[], options?: { variables?: Readonly<Record<string, string>> }): Promise<string | undefined>;
  /** Whole path of a program on the PATH. */
  find(program: string): string | undefined;
  /** The file's text; undefined where there is none that can be read. */
  read(file: string): Promise<string | undefined>;
  /** Bytes free for this account where `folder` is or will be. Rejects where that cannot be told. */
  freeBytes(folder: string): Promise<number>;
  /** Rejects with the system's error. */
  tryToWrite(folder: string): Promise<void>;
  /** Whether a server could listen on the loopback port now. */
  isPortFree(port: number): Promise<boolean>;
  now(): number;
}

/** One look at one thing. Never rejects: what cannot be told is the finding `unknown`. */
export type Examination = () => Promise<Finding>;

export type OnFinding = (finding: Finding, of: number) => void;

/** Runs all, a few at a time, and gives each finding as soon as there is one, with how many there will be; resolves to all in the order of the examinations. */
export async function examineAll(
  examinations: readonly Examination[],
  options: { atOnce?: number; onFinding?: OnFinding } = {},
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < examinations.length; index = next++) {
      const finding = await examinations[index]?.();
      if (finding === undefined) continue;
      findings[index] = finding;
      options.onFinding?.(finding, examinations.length);
    }
  }
  await Promise.all(Array.from({ length: options.atOnce ?? 4 }, work));
  return findings;
}
