import { useCallback, useSyncExternalStore } from 'react';

/** The time, in milliseconds since 1970, renewed every `interval` milliseconds while `isRunning`. */
export function useNow(interval: number, isRunning = true): number {
  const subscribe = useCallback(
    (onChange: () => void) => {
      if (!isRunning) return () => undefined;
      const timer = setInterval(onChange, interval);
      return () => clearInterval(timer);
    },
    [interval, isRunning],
  );
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / interval) * interval);
}
