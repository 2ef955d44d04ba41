import { execFile } from 'node:child_process';
import { machineEngine } from '../../../shared/domain/environment.ts';
import type { MachineEngine } from '../../../shared/domain/environment.ts';
import { ownEnvironment } from './practice-process.ts';
import type { PracticeCommand } from './practice-process.ts';

/** Milliseconds; several sockets may have to be tried, a second each. */
const timeLimit = 15_000;

/** Asks the practice program, which speaks with container engines, whether one of this machine answers. */
export function findMachineEngine(command: Pick<PracticeCommand, 'executable' | 'arguments'>): Promise<MachineEngine> {
  return new Promise((resolve) => {
    const words = [...command.arguments, '--find-engine'];
    execFile(command.executable, words, { timeout: timeLimit, windowsHide: true, env: ownEnvironment(process.env) }, (error, stdout) => {
      try {
        resolve(machineEngine.parse(JSON.parse(stdout)));
      } catch {
        resolve({
          problem: `This machine's container engine could not be looked for: ${error?.message ?? 'no answer'}`,
          action: 'Try again.',
        });
      }
    });
  });
}
