import { join } from 'node:path';
import type { EngineKind } from '../../../shared/domain/environment.ts';
import { applicationPaths } from '../../paths.ts';
import type { PracticeCommand } from './practice-process.ts';

/** A small young generation: a few more collections of short-lived objects for some 10 MB less at rest. */
const sparingFlags = ['--max-semi-space-size=1'];

/** How the practice process is started: the built one by a built app, the source by the source. */
export function practiceCommand(options: {
  root: string;
  node: string;
  dataDirectory: string;
  /** `simulated` unless told. */
  engine?: EngineKind;
  /** Who the device of a new data directory is; chance decides unless told. */
  uuid?: string;
  /** Makes it a second process of this device: its uuid, and the data directory of the first, whose checkpoints both use. */
  stageOf?: { uuid: string; dataDirectory: string };
  onRemark: (line: string) => void;
}): PracticeCommand {
  const { builtPractice, practiceSource } = applicationPaths(options.root);
  // Sources keep their extension; a bundle is JavaScript.
  const isSource = import.meta.filename.endsWith('.ts');
  const { stageOf } = options;
  const shared =
    stageOf === undefined
      ? []
      : // Nobody watches there: what does not heed its stop signal is not waited for.
        ['--uuid', stageOf.uuid, '--checkpoints', join(stageOf.dataDirectory, 'checkpoints'), '--stop-grace', '1'];
  return {
    executable: options.node,
    arguments: [
      ...sparingFlags,
      isSource ? practiceSource : builtPractice,
      ...['--data-dir', options.dataDirectory, '--engine', options.engine ?? 'simulated'],
      ...(options.uuid === undefined ? [] : ['--uuid', options.uuid]),
      ...shared,
      '--exit-with-parent',
    ],
    startLimit: 30_000,
    closeLimit: 8000,
    onRemark: options.onRemark,
  };
}
