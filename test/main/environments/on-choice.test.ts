import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onChoice } from '../../../src/main/environments/on-choice.ts';
import type { EnvironmentView } from '../../../src/shared/domain/environment.ts';

const views = fc.array(
  fc.record({
    id: fc.constantFrom('practice', 'cloud', 'pi'),
    kind: fc.constant('practice' as const),
    name: fc.constant('an environment'),
    state: fc.constantFrom('starting' as const, 'ready' as const, 'failed' as const),
  }),
  { minLength: 1 },
);

it('tells each change once: as a choice where the environment is another than at the change before, else as one of the same', () => {
  fc.assert(
    fc.property(views, (changes) => {
      let [view] = changes as [EnvironmentView];
      const listeners = new Set<(view: EnvironmentView) => void>();
      const environment = {
        view: () => view,
        onChange(listener: (view: EnvironmentView) => void) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      };
      const told: [string, EnvironmentView][] = [];
      const stop = onChoice(
        environment,
        (chosen) => told.push(['chosen', chosen]),
        (same) => told.push(['stayed', same]),
      );
      const expected = changes.slice(1).map((next, index) => [next.id === changes[index]?.id ? 'stayed' : 'chosen', next]);
      for (view of changes.slice(1)) for (const listener of listeners) listener(view);
      expect(told).toEqual(expected);
      stop();
      expect(listeners.size).toBe(0);
    }),
  );
});
