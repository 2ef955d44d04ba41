import type { Program } from '../process/process.ts';
import { compilerTools } from './compilers/programs.ts';
import { fileTools } from './files/programs.ts';
import { networkTools } from './network/programs.ts';
import { nodePrograms } from './node/programs.ts';
import { packageTools } from './packages/programs.ts';
import { processTools } from './processes/programs.ts';
import { refusals } from './refusals.ts';
import { systemdTools } from './systemd/programs.ts';
import { systemTools } from './system/programs.ts';
import { textTools } from './text/programs.ts';

/**
 * The everyday programs of containers and of the host OS, by the name that a program file gives. A name `busybox NAME`
 * is what busybox runs for NAME where it differs from the GNU tool. Programs that are refused in words are among them.
 */
export const programs: ReadonlyMap<string, Program> = new Map<string, Program>([
  ...refusals,
  ...Object.entries({
    ...fileTools,
    ...textTools,
    ...processTools,
    ...systemTools,
    ...networkTools,
    ...packageTools,
    ...compilerTools,
    ...systemdTools,
    ...nodePrograms,
  }),
]);
