import type { ProgramContext } from '../../../process/process.ts';
import type { Console } from './console.ts';
import type { ControlGroups } from './control-group.ts';
import type { Journal } from './journal.ts';
import type { UnitTable } from './load-units.ts';
import type { ActiveState, Unit } from './unit.ts';

/** What the parts of a manager share. */
export interface Core {
  /** PID 1's own context. */
  init: ProgramContext;
  console: Console;
  journal: Journal;
  units: UnitTable;
  groups: ControlGroups;
  now(): number;
  /** The manager says something, about a unit or in general; priority as in syslog(3), 6 unless told. */
  log(unit: Unit | undefined, text: string, priority?: number): void;
  /** A line of a unit's process. `toConsole`: journald forwards it there too. */
  record(unit: Unit, pid: number, identifier: string, message: string, options?: { priority?: number; toConsole?: boolean }): void;
  setState(unit: Unit, active: ActiveState, sub: string): void;
  /** Starts or stops a unit on the manager's own account; a request that cannot be is logged. */
  enqueue(unit: Unit, type: 'start' | 'stop'): void;
  /** Resolves when no job runs or waits, at the latest after the time (milliseconds). */
  whenIdle(atMost: number): Promise<void>;
  /** 32 hexadecimal digits. */
  newIdentifier(): string;
}

export type JobResult = 'done' | 'failed' | 'timeout' | 'skipped' | 'canceled' | 'dependency' | 'invalid';
