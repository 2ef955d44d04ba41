import type { EventName, FleetlabBridge } from '../../shared/contract.ts';

interface Listeners {
  on: FleetlabBridge['on'];
  emit(name: EventName, payload: unknown): void;
}

/** Hands each event to those who listen for its name; one listener's failure does not keep it from the others. */
export function createListeners(): Listeners {
  const byName = new Map<string, Set<(payload: never) => void>>();
  return {
    on(name, listener) {
      const set = byName.get(name) ?? new Set();
      byName.set(name, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    emit(name, payload) {
      for (const listener of byName.get(name) ?? []) {
        try {
          // Main validated the payload against the contract before it sent it.
          listener(payload as never);
        } catch (error) {
          reportError(error);
        }
      }
    },
  };
}
