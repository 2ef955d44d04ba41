import type { RestartPolicy } from '../../../src/practice/engine/engine.ts';
import { debian } from '../lab.ts';
import type { DifferentialCase, Lab } from '../lab.ts';

/** When a container is started again. Each run adds a line to a volume, so runs are counted by what they did. */
export const restartCases: DifferentialCase[] = [
  ...[
    { policy: 'always', exit: 0, runs: 3 },
    { policy: 'always', exit: 1, runs: 3 },
    { policy: 'unless-stopped', exit: 0, runs: 3 },
    { policy: 'on-failure', exit: 5, runs: 3 },
  ].map(({ policy, exit, runs }): DifferentialCase => ({
    name: `${policy} starts again after exit ${String(exit)}`,
    run: async (lab) => {
      await startCounting(lab, { name: policy as RestartPolicy['name'] }, exit);
      await lab.until(async () => (await lab.output('one')).length >= runs);
      await lab.until(() => lab.events('one').filter(({ action }) => action === 'start').length >= runs);
      const events = lab.events('one').slice(0, 2 * runs);
      const { restartCount } = await lab.inspect('one');
      await lab.engine.stopContainer(lab.named('one'));
      const stopped = (await lab.output('one')).length;
      return { events, isCounted: restartCount >= runs - 1, stays: (await lab.output('one')).length === stopped };
    },
  })),
  {
    name: 'no: never started again',
    run: async (lab) => {
      await startCounting(lab, { name: 'no' }, 1);
      const exitCode = await lab.ended('one');
      await lab.until(() => lab.events('one').some(({ action }) => action === 'die'));
      return { exitCode, restartCount: (await lab.inspect('one')).restartCount, events: lab.events('one') };
    },
  },
  {
    name: 'on-failure leaves a container alone that ended well',
    run: async (lab) => {
      await startCounting(lab, { name: 'on-failure' }, 0);
      return { exitCode: await lab.ended('one'), restartCount: (await lab.inspect('one')).restartCount };
    },
  },
  {
    name: 'on-failure:2 gives up after two restarts',
    run: async (lab) => {
      await startCounting(lab, { name: 'on-failure', maximumRetryCount: 2 }, 9);
      await lab.until(async () => (await lab.output('one')).length === 3);
      const exitCode = await lab.ended('one');
      await lab.until(() => lab.events('one').filter(({ action }) => action === 'die').length === 3);
      return { exitCode, restartCount: (await lab.inspect('one')).restartCount, runs: await lab.output('one'), events: lab.events('one') };
    },
  },
  ...(['always', 'unless-stopped'] as const).map((name): DifferentialCase => ({
    name: `${name}: stays stopped when stopped by hand, and starts by hand`,
    run: async (lab) => {
      const image = await lab.image(debian);
      await lab.start('one', { image, command: ['bash', '-c', 'echo run; exec sleep infinity'], restartPolicy: { name } });
      await lab.until(async () => (await lab.output('one')).length === 1);
      await lab.engine.stopContainer(lab.named('one'));
      const { state, restartCount } = await lab.inspect('one');
      await lab.engine.startContainer(lab.named('one'));
      await lab.until(async () => (await lab.output('one')).length === 2);
      return { state: state.status === 'exited' && state.exitCode, restartCount, then: (await lab.inspect('one')).state.status };
    },
  })),
  {
    name: 'a restart by hand of a container that runs, and of one that has ended',
    run: async (lab) => {
      const image = await lab.image(debian);
      await lab.start('one', { image, command: ['bash', '-c', 'echo run; exec sleep infinity'] });
      await lab.until(async () => (await lab.output('one')).length === 1);
      await lab.engine.restartContainer(lab.named('one'));
      await lab.until(async () => (await lab.output('one')).length === 2);
      await lab.engine.stopContainer(lab.named('one'));
      await lab.engine.restartContainer(lab.named('one'));
      await lab.until(async () => (await lab.output('one')).length === 3);
      await lab.until(() => lab.events('one').filter(({ action }) => action === 'restart').length === 2);
      return lab.events('one');
    },
  },
  {
    name: 'stopped while it waits for its next start',
    run: async (lab) => {
      await startCounting(lab, { name: 'always' }, 1);
      await lab.until(async () => (await lab.inspect('one')).state.status === 'restarting');
      await lab.until(async () => (await lab.output('one')).length >= 4);
      await lab.until(async () => (await lab.inspect('one')).state.status === 'restarting');
      await lab.engine.stopContainer(lab.named('one'));
      return (await lab.inspect('one')).state.status;
    },
  },
];

async function startCounting(lab: Lab, restartPolicy: RestartPolicy, exit: number): Promise<void> {
  const image = await lab.image(debian);
  const script = `echo x >> /count/runs; echo run $(wc -l < /count/runs); exit ${String(exit)}`;
  const volume = await lab.volume('count');
  await lab.start('one', { image, command: ['bash', '-c', script], restartPolicy, mounts: [{ volume, target: '/count' }] });
}
