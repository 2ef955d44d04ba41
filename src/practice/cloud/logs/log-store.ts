import { z } from 'zod';
import type { DeviceLogEntry } from '../../device/device-link.ts';

/** Lines that are kept for each device, as balenaCloud keeps them. */
export const keptLines = 1_000;

export const storedLine = z.object({
  /** Milliseconds since 1970: when the device wrote it, and when it reached the cloud. */
  timestamp: z.number(),
  createdAt: z.number(),
  message: z.string(),
  isSystem: z.boolean(),
  isStdErr: z.boolean(),
  serviceId: z.number().optional(),
});
export type StoredLine = z.infer<typeof storedLine>;
export const logSnapshot = z.record(z.string(), z.array(storedLine));
export type LogSnapshot = z.infer<typeof logSnapshot>;

/** The last lines of each device, by uuid, and who is following them. */
export interface LogStore {
  append(uuid: string, entry: DeviceLogEntry): void;
  /** The last `count` lines, oldest first, of those from `start` (milliseconds since 1970) on. */
  history(uuid: string, options?: { count?: number; start?: number }): readonly StoredLine[];
  follow(uuid: string, listener: (line: StoredLine) => void): () => void;
  /** Told after every change. */
  onChange(listener: () => void): () => void;
  forget(uuid: string): void;
  snapshot(): LogSnapshot;
  restore(snapshot: LogSnapshot): void;
}

export function createLogStore(initial: LogSnapshot = {}): LogStore {
  let lines = toMap(initial);
  const followers = new Map<string, Set<(line: StoredLine) => void>>();
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };

  return {
    append(uuid, entry) {
      const own = lines.get(uuid) ?? [];
      lines.set(uuid, own);
      const line: StoredLine = {
        timestamp: entry.timestamp,
        createdAt: Date.now(),
        message: entry.message,
        isSystem: entry.isSystem,
        isStdErr: entry.isError,
        ...(entry.serviceId === undefined ? {} : { serviceId: entry.serviceId }),
      };
      own.push(line);
      // Cut seldom and by a tenth, so that a chatty service costs no copy for each line.
      if (own.length > keptLines * 1.1) own.splice(0, own.length - keptLines);
      for (const listener of followers.get(uuid) ?? []) listener(line);
      changed();
    },
    history(uuid, { count = keptLines, start = 0 } = {}) {
      const own = (lines.get(uuid) ?? []).slice(-keptLines).filter((line) => line.timestamp >= start);
      return count <= 0 ? [] : own.slice(-count);
    },
    follow(uuid, listener) {
      const own = followers.get(uuid) ?? new Set();
      followers.set(uuid, own.add(listener));
      return () => own.delete(listener);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    forget(uuid) {
      if (lines.delete(uuid)) changed();
    },
    snapshot: () => Object.fromEntries([...lines].map(([uuid, own]) => [uuid, own.slice(-keptLines)])),
    restore(snapshot) {
      lines = toMap(snapshot);
      changed();
    },
  };
}

function toMap(snapshot: LogSnapshot): Map<string, StoredLine[]> {
  return new Map(Object.entries(snapshot).map(([uuid, own]) => [uuid, [...own]]));
}
