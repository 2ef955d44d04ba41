import type { Program, ProgramRegistry } from './process.ts';

/** Looks a name up in each map in turn; the first that has it wins. */
export function createRegistry(maps: readonly ReadonlyMap<string, Program>[]): ProgramRegistry {
  return {
    get(name) {
      for (const map of maps) {
        const program = map.get(name);
        if (program !== undefined) return program;
      }
      return undefined;
    },
    names: () => [...new Set(maps.flatMap((map) => [...map.keys()]))].sort(),
  };
}
