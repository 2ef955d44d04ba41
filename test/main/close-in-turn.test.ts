import { expect, it } from 'vitest';
import { closeInTurn } from '../../src/main/close-in-turn.ts';
import { FleetlabError } from '../../src/shared/errors.ts';

it('parts are closed in their order, each whatever came of those before, and each failure is told', async () => {
  const order: string[] = [];
  const told: string[] = [];
  const fails = (name: string, error: Error) => () => {
    order.push(name);
    throw error;
  };
  await closeInTurn(
    [
      fails('one', new FleetlabError('not-saved', 'It could not be saved.', 'Make room.')),
      async () => {
        await Promise.resolve();
        order.push('two');
        throw new Error('broken');
      },
      () => void order.push('three'),
    ],
    (message) => told.push(message),
  );
  expect(order).toEqual(['one', 'two', 'three']);
  expect(told).toEqual(['It could not be saved. Make room.', 'broken']);
});
