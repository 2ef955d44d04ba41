import type { EnvironmentService } from './environment.ts';
import type { EnvironmentState } from './environment-state.ts';

/**
 * An environment that somebody else runs: `reach` is begun at once, and anew with each restart. It sets the state, and goes on until its signal is
 * aborted or there is nothing left to try.
 */
export function keepReaching(state: EnvironmentState, reach: (signal: AbortSignal) => Promise<void>): EnvironmentService {
  let trying = new AbortController();
  let attempt = reach(trying.signal);
  return {
    view: state.view,
    current: state.current,
    ready: state.ready,
    onChange: state.onChange,
    async restart() {
      state.set({ state: 'starting' });
      trying.abort();
      trying = new AbortController();
      attempt = reach(trying.signal);
      await state.ready();
    },
    async close() {
      trying.abort();
      state.close();
      // Nothing writes into its folder afterwards.
      await attempt;
    },
  };
}
