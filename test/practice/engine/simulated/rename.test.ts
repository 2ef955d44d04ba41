import { afterEach, beforeEach, expect, it } from 'vitest';
import { spec, testEngine } from '../test-engine.ts';
import type { TestEngine } from '../test-engine.ts';

let lab: TestEngine;

beforeEach(async () => {
  lab = await testEngine();
});
afterEach(() => lab.close());

it('gives a running container another name, which it keeps over a restart of the engine', async () => {
  const { image } = await lab.build('FROM debian\nCMD ["sleep", "infinity"]\n');
  const { id } = await lab.engine.createContainer(spec(image.id, { name: 'before' }));
  await lab.engine.createContainer(spec(image.id, { name: 'taken' }));
  await lab.engine.startContainer('before');
  await lab.engine.renameContainer?.('before', 'after');
  expect(await lab.engine.inspectContainer('after')).toMatchObject({ id, name: 'after', state: { status: 'running' } });
  await expect(lab.engine.inspectContainer('before')).rejects.toThrow('No such container: before');
  await expect(lab.engine.renameContainer?.('after', 'taken')).rejects.toThrow(/The container name "\/taken" is already in use/);
  await lab.engine.close();
  const engine = await lab.reopen();
  expect((await engine.containers()).map(({ name }) => name).sort()).toEqual(['after', 'taken']);
});
