import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEventBus } from '../../../src/main/event-bus.ts';
import { watchPlan } from '../../../src/main/workspace/plan-watch.ts';
import { createWorkspace, type Workspace } from '../../../src/main/workspace/workspace.ts';
import type { PlanView } from '../../../src/shared/domain/plan-view.ts';

let directory: string;
let workspace: Workspace;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleetlab-plan-'));
  await writeFile(join(directory, 'seed'), '').then(() => rm(join(directory, 'seed')));
  workspace = await createWorkspace({ folder: join(directory, 'workspace'), seed: join(directory, 'seed'), bus: createEventBus() });
});
afterEach(async () => {
  await workspace.close();
  await rm(directory, { recursive: true, force: true });
});

it('tells what the next push would make, as soon as a file or the step changes', async () => {
  const told: PlanView[] = [];
  let step = 'shop';
  const watch = await watchPlan({ workspace, step: () => step, deviceAddress: () => undefined, onChange: (plan) => told.push(plan) });
  expect(watch.view()).toEqual({ folder: 'shop', problems: [] });

  await workspace.write({ path: 'shop/docker-compose.yml', text: 'version: "2.1"\nservices:\n  web:\n    build: ./web\n' });
  await expect.poll(() => watch.view().services?.map(({ name }) => name)).toEqual(['web']);
  await writeFile(join(directory, 'workspace', 'shop', 'docker-compose.yml'), 'services: 3\n');
  await expect.poll(() => watch.view().problems.length).toBeGreaterThan(0);
  expect(watch.view().topology).toBeUndefined();

  step = 'other';
  expect(await watch.refresh()).toEqual({ folder: 'other', problems: [] });
  expect(told).toHaveLength(3);
  watch.close();
});
