import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileSystemError } from '../../filesystem/filesystem.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';

/** The device's disk, which is a part of the laptop's: whatever runs on the device cannot fill that. */
export interface Disk {
  /** The same files; a write that does not fit on the disk is refused with ENOSPC. */
  limit<Files extends FileSystem>(files: Files): Files;
}

export interface DiskOptions {
  /** All that is kept on the disk lies below it. */
  directory: string;
  /** Bytes; what files take on the laptop counts, not what they stand for. */
  capacity: number;
  /** Told when a write was refused, once until there is room again. */
  onFull: () => void;
}

/** Milliseconds for which what was measured is believed where it says that the disk is full. */
const measuredFor = 1000;

/**
 * Counts what is written and forgets what is removed; where the sum is too big, it looks how much there really is. So a write costs
 * nothing, and the disk is walked through once for every so many bytes.
 */
export function createDisk({ directory, capacity, onFull }: DiskOptions): Disk {
  let atMost = Number.POSITIVE_INFINITY;
  let measuredAt = Number.NEGATIVE_INFINITY;
  let isTold = false;
  let measuring: Promise<void> | undefined;

  async function measure(): Promise<void> {
    atMost = await bytesBelow(directory);
    measuredAt = performance.now();
  }

  async function reserve(bytes: number, grows: () => Promise<number>, path: string): Promise<void> {
    if (atMost + bytes <= capacity) {
      atMost += bytes;
      return;
    }
    if (performance.now() - measuredAt > measuredFor) {
      measuring ??= measure().finally(() => (measuring = undefined));
      await measuring;
    }
    const growth = await grows();
    if (growth <= 0) return;
    if (atMost + growth <= capacity) {
      atMost += growth;
      isTold = false;
      return;
    }
    if (!isTold) onFull();
    isTold = true;
    throw new FileSystemError('ENOSPC', path);
  }

  return {
    limit: (files) => ({
      ...files,
      async writeFile(path, data, options = {}) {
        const bytes = typeof data === 'string' ? Buffer.byteLength(data) : data.length;
        const grows = async (): Promise<number> => {
          if (options.append === true) return bytes;
          const before = await files.stat(path).catch(() => undefined);
          return bytes - (before?.declaredSize === undefined ? (before?.size ?? 0) : 0);
        };
        if (bytes > 0) await reserve(bytes, grows, path);
        await files.writeFile(path, data, options);
      },
    }),
  };
}

async function bytesBelow(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  let sum = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    // It may have gone meanwhile.
    sum += await lstat(join(entry.parentPath, entry.name)).then(
      ({ size }) => size,
      () => 0,
    );
  }
  return sum;
}
