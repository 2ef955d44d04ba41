import type { Program } from '../../process/process.ts';
import { node } from './node.ts';
import { npm } from './npm.ts';
import { npx } from './npx.ts';

/** Node and its package manager, by the names of their program files. */
export const nodePrograms = { node, npm, npx } satisfies Record<string, Program>;
