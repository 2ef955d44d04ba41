import { debian } from '../lab.ts';
import type { DifferentialCase } from '../lab.ts';

const sleeping = { command: ['sleep', 'infinity'] };

/** What volumes hold, and who sees it. */
export const volumeCases: DifferentialCase[] = [
  {
    name: 'a new volume is filled with what the image holds there',
    run: async (lab) => {
      const image = await lab.image(
        `${debian}\nRUN mkdir -p /data/deep && echo image > /data/file && echo deep > /data/deep/file && chmod 700 /data/deep && chown nobody /data/file && ln -s file /data/link`,
      );
      const volume = await lab.volume('data');
      await lab.start('one', { image, ...sleeping, mounts: [{ volume, target: '/data' }] });
      return lab.exec('one', 'cd /data; cat file deep/file; stat -c "%a %U %n" file deep; readlink link');
    },
  },
  {
    name: 'a volume that holds something is not filled',
    run: async (lab) => {
      const volume = await lab.volume('data');
      await lab.runToEnd('first', {
        image: await lab.image(debian),
        command: ['touch', '/data/mine'],
        mounts: [{ volume, target: '/data' }],
      });
      const image = await lab.image(`${debian}\nRUN mkdir /data && echo image > /data/file`);
      await lab.start('one', { image, ...sleeping, mounts: [{ volume, target: '/data' }] });
      return lab.exec('one', 'ls /data');
    },
  },
  {
    name: 'a path that the image has not is made',
    run: async (lab) => {
      const volume = await lab.volume('data');
      await lab.start('one', { image: await lab.image(debian), ...sleeping, mounts: [{ volume, target: '/not/there' }] });
      return lab.exec('one', 'stat -c "%F %a %U" /not/there; echo x > /not/there/file; cat /not/there/file');
    },
  },
  {
    name: 'two services see the writes of each other at once',
    run: async (lab) => {
      const image = await lab.image(debian);
      const volume = await lab.volume('data');
      await lab.start('one', { image, ...sleeping, mounts: [{ volume, target: '/one' }] });
      await lab.start('two', { image, ...sleeping, mounts: [{ volume, target: '/two' }] });
      await lab.exec('one', 'echo from one > /one/file');
      const seen = await lab.exec('two', 'cat /two/file; echo from two >> /two/file');
      return [seen, await lab.exec('one', 'cat /one/file')];
    },
  },
  {
    name: 'a volume survives a new container, the layer does not',
    run: async (lab) => {
      const image = await lab.image(debian);
      const mounts = [{ volume: await lab.volume('data'), target: '/data' }];
      await lab.start('one', { image, ...sleeping, mounts });
      await lab.exec('one', 'echo kept > /data/file; echo lost > /file');
      await lab.engine.removeContainer(lab.named('one'), { force: true });
      await lab.start('one', { image, ...sleeping, mounts });
      return lab.exec('one', 'cat /data/file /file');
    },
  },
  {
    name: 'a mount that is read-only',
    run: async (lab) => {
      const image = await lab.image(debian);
      const volume = await lab.volume('data');
      await lab.start('one', { image, ...sleeping, mounts: [{ volume, target: '/data', readOnly: true }] });
      return lab.exec('one', 'echo x > /data/file');
    },
  },
  {
    name: 'a volume in use, a volume that is not there, a name that is none',
    run: async (lab) => {
      const image = await lab.image(debian);
      const volume = await lab.volume('data');
      await lab.create('one', { image, ...sleeping, mounts: [{ volume, target: '/data' }] });
      return [
        await lab.attempt(() => lab.engine.removeVolume(volume)),
        await lab.attempt(() => lab.engine.removeVolume(lab.named('nothing'))),
        await lab.attempt(() => lab.engine.createVolume('not/a/name')),
        await lab.attempt(async () => (await lab.engine.createVolume(volume)).name),
      ];
    },
  },
  {
    name: 'VOLUME of the image: a volume without a name',
    run: async (lab) => {
      const image = await lab.image(`${debian}\nRUN mkdir /data && echo image > /data/file\nVOLUME /data`);
      await lab.start('one', { image, ...sleeping });
      const first = await lab.exec('one', 'cat /data/file; echo mine > /data/mine; ls /data');
      await lab.engine.restartContainer(lab.named('one'));
      const restarted = await lab.exec('one', 'ls /data');
      await lab.engine.removeContainer(lab.named('one'), { force: true });
      await lab.start('one', { image, ...sleeping });
      return [first, restarted, await lab.exec('one', 'ls /data')];
    },
  },
  {
    name: 'two volumes of one container, one below the other',
    run: async (lab) => {
      const image = await lab.image(debian);
      const mounts = [
        { volume: await lab.volume('inner'), target: '/data/inner' },
        { volume: await lab.volume('outer'), target: '/data' },
      ];
      await lab.start('one', { image, ...sleeping, mounts });
      await lab.exec('one', 'echo inner > /data/inner/file; echo outer > /data/file');
      await lab.start('two', { image, ...sleeping, mounts: [{ volume: lab.named('outer'), target: '/data' }] });
      return [await lab.exec('one', 'cat /data/inner/file'), await lab.exec('two', 'ls /data /data/inner')];
    },
  },
  {
    name: 'a volume that a container names is made with it',
    run: async (lab) => {
      await lab.create('one', { image: await lab.image(debian), mounts: [{ volume: lab.named('fresh'), target: '/data' }] });
      return (await lab.engine.volumes()).some(({ name }) => name === lab.named('fresh'));
    },
  },
];
