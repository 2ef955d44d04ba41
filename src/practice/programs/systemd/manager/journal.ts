/** The journal: what units and the manager have said, oldest first, in memory. Times in milliseconds since 1970. */
export interface JournalEntry {
  time: number;
  /** Seconds since the machine's start, as the kernel counts. */
  uptime: number;
  /** Counts from 1. */
  sequence: number;
  /** What stands in front of the message: `systemd`, `npm`. */
  identifier: string;
  pid: number;
  /** syslog(3): 0 emergency to 7 debug. */
  priority: number;
  /** The unit that wrote it. */
  unit: string;
  /** The unit that the manager's message is about. */
  about: string | undefined;
  message: string;
}

export interface Journal {
  add(entry: Omit<JournalEntry, 'sequence'>): JournalEntry;
  entries(): readonly JournalEntry[];
  /** Told of each new entry; returns the function that ends it. */
  follow(listener: (entry: JournalEntry) => void): () => void;
}

/** Entries kept: about what a small device's RuntimeMaxUse holds. */
const capacity = 20_000;

export function createJournal(): Journal {
  let entries: JournalEntry[] = [];
  let sequence = 0;
  const listeners = new Set<(entry: JournalEntry) => void>();
  return {
    add(entry) {
      sequence += 1;
      const kept = { ...entry, sequence };
      entries.push(kept);
      if (entries.length > capacity) entries = entries.slice(-Math.floor(capacity * 0.9));
      for (const listener of [...listeners]) listener(kept);
      return kept;
    },
    entries: () => entries,
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The line that journald forwards to the console: `[   12.345678] npm[62]: text`. */
export function consoleLine(entry: JournalEntry): string {
  const [seconds = '0', fraction = ''] = entry.uptime.toFixed(6).split('.');
  return `[${seconds.padStart(5)}.${fraction}] ${entry.identifier}[${entry.pid}]: ${entry.message}`;
}
