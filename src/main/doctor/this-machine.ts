import type { Finding } from '../../shared/domain/doctor.ts';
import { toErrorData } from '../../shared/errors.ts';
import type { Examination, Patient } from './examination.ts';
import { isAtLeast, versionIn } from './versions.ts';

/** Bytes: images, volumes and checkpoints of a whole class, with room to play. */
const enoughDisk = 2_000_000_000;
/** Bytes: less ends in errors in mid-class. */
const leastDisk = 500_000_000;
/** Ports of a local-mode device that the CLI is led away from; one that is taken is no loss, but worth a word. */
const devicePorts = [48_484, 2375, 22_222];

export interface Places {
  dataDirectory: string;
  /** Node 24 of Fleetlab's own. */
  node: string;
  /** The engine that would carry the practice device instead of the simulated one. Rejects where none answers. */
  findEngine: () => Promise<string>;
}

export function machineExaminations(patient: Patient, places: Places): Examination[] {
  return [
    () => examineNode(patient, places.node),
    () => examineFolder(patient, places.dataDirectory),
    () => examineDisk(patient, places.dataDirectory),
    () => examinePorts(patient),
    () => examineEngine(places.findEngine),
  ];
}

async function examineNode(patient: Patient, node: string): Promise<Finding> {
  const base = { id: 'node', group: 'Fleetlab', name: 'Node' } as const;
  const text = await patient.run(node, ['--version']);
  const version = text === undefined ? undefined : versionIn(text);
  const mend = { words: 'Fleetlab brings its own Node: install its packages anew.', command: 'npm start' };
  if (version === undefined) return { ...base, state: 'failed', found: `${node} does not start`, mend };
  return isAtLeast(version, [24])
    ? { ...base, state: 'ok', found: version.join('.') }
    : { ...base, state: 'old', found: version.join('.'), mend };
}

async function examineFolder(patient: Patient, folder: string): Promise<Finding> {
  const base = { id: 'folder', group: 'This machine', name: 'Data folder' } as const;
  try {
    await patient.tryToWrite(folder);
    return { ...base, state: 'ok', found: folder };
  } catch (error) {
    return {
      ...base,
      state: 'failed',
      found: `${folder}: ${toErrorData(error).message}`,
      mend: { words: 'Make the folder writable, or choose another with --data-dir or FLEETLAB_DATA_DIR.' },
    };
  }
}

async function examineDisk(patient: Patient, folder: string): Promise<Finding> {
  const base = { id: 'disk', group: 'This machine', name: 'Free disk' } as const;
  try {
    const free = await patient.freeBytes(folder);
    const found = `${(free / 1e9).toFixed(1)} GB`;
    if (free >= enoughDisk) return { ...base, state: 'ok', found };
    const words = 'A class takes up to 2 GB. Make room, or choose a folder on another disk with --data-dir.';
    return { ...base, state: free < leastDisk ? 'failed' : 'absent', found, mend: { words } };
  } catch (error) {
    return { ...base, state: 'unknown', found: toErrorData(error).message };
  }
}

async function examinePorts(patient: Patient): Promise<Finding> {
  const base = { id: 'ports', group: 'This machine', name: 'Ports of a local device' } as const;
  const taken: number[] = [];
  for (const port of devicePorts) if (!(await patient.isPortFree(port))) taken.push(port);
  if (taken.length === 0) return { ...base, state: 'ok', found: `${devicePorts.join(', ')} are free` };
  return {
    ...base,
    state: 'absent',
    found: `${taken.join(', ')} taken by another program`,
    mend: { words: 'The practice device takes other ports by itself. Only programs that ask 127.0.0.1 on these ports meet the other one.' },
  };
}

async function examineEngine(findEngine: () => Promise<string>): Promise<Finding> {
  const base = { id: 'engine', group: 'This machine', name: 'Container engine' } as const;
  try {
    return { ...base, state: 'ok', found: await findEngine() };
  } catch (error) {
    const { action } = toErrorData(error);
    const words = `The class needs none: the practice device has its own.${action === undefined ? '' : ` To use one: ${action}`}`;
    return { ...base, state: 'absent', found: 'none is running', mend: { words } };
  }
}
