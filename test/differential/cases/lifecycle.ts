import { debian } from '../lab.ts';
import type { DifferentialCase } from '../lab.ts';

const say = (script: string): string[] => ['bash', '-c', script];

/** How containers start, end, and start again. */
export const lifecycleCases: DifferentialCase[] = [
  {
    name: 'security options that are none',
    run: async (lab) => {
      const image = await lab.image(debian);
      const created: unknown[] = [];
      for (const [index, option] of [
        'nonsense',
        'nonsense=1',
        'no-new-privileges:maybe',
        'no-new-privileges',
        'seccomp=unconfined',
      ].entries()) {
        const name = `main${String(index)}`;
        const made = lab.attempt(() => lab.create(name, { image, command: ['true'], securityOptions: [option] }).then(() => 'made'));
        created.push(await made);
      }
      return created;
    },
  },
  ...exitCodes(),
  {
    name: 'a command in exec form has no shell',
    run: async (lab) => lab.runToEnd('one', { image: await lab.image(`${debian}\nCMD ["echo","a","&&","sleep","5"]`) }),
  },
  {
    name: 'a command in shell form has one',
    run: async (lab) => lab.runToEnd('one', { image: await lab.image(`${debian}\nCMD echo a && echo $HOME`) }),
  },
  {
    name: 'an unknown program in CMD',
    run: async (lab) => {
      await lab.create('one', { image: await lab.image(`${debian}\nCMD ["nonsense"]`) });
      const error = await lab.attempt(() => lab.engine.startContainer(lab.named('one')));
      const { state } = await lab.inspect('one');
      const says = (text: unknown): boolean => JSON.stringify(text).includes('exec: \\"nonsense\\": executable file not found in $PATH');
      return { says: says(error), state: state.status === 'created' && { exitCode: state.exitCode, says: says(state.error) } };
    },
  },
  {
    name: 'a file that is not executable in CMD',
    run: async (lab) => {
      await lab.create('one', { image: await lab.image(`${debian}\nCMD ["/etc/passwd"]`) });
      const error = await lab.attempt(() => lab.engine.startContainer(lab.named('one')));
      const { state } = await lab.inspect('one');
      const says = (text: unknown): boolean => JSON.stringify(text).includes('permission denied');
      return { says: says(error), state: state.status === 'created' && { exitCode: state.exitCode, says: says(state.error) } };
    },
  },
  {
    name: 'an unknown program in the shell form of CMD',
    run: async (lab) => lab.runToEnd('one', { image: await lab.image(`${debian}\nCMD nonsense`) }),
  },
  {
    name: 'ENTRYPOINT and CMD together, and what replaces them',
    run: async (lab) => {
      const image = await lab.image(`${debian}\nENTRYPOINT ["echo", "from entrypoint"]\nCMD ["from", "cmd"]`);
      return [
        await lab.runToEnd('plain', { image }),
        await lab.runToEnd('command', { image, command: ['other'] }),
        await lab.runToEnd('entrypoint', { image, entrypoint: ['printf', '%s-'] }),
        await lab.runToEnd('both', { image, entrypoint: ['printf', '%s-'], command: ['x', 'y'] }),
        (await lab.inspect('plain')).command,
        (await lab.inspect('entrypoint')).command,
      ];
    },
  },
  {
    name: 'ENTRYPOINT in shell form ignores CMD',
    run: async (lab) => {
      const image = await lab.image(`${debian}\nENTRYPOINT echo entry\nCMD ["cmd"]`);
      return [await lab.runToEnd('one', { image }), (await lab.inspect('one')).command];
    },
  },
  {
    name: 'a new ENTRYPOINT forgets the CMD of the base image',
    run: async (lab) => {
      const { image } = await lab.build(`${debian}\nENTRYPOINT ["echo","only"]`);
      return image?.config.command ?? 'none';
    },
  },
  {
    name: 'environment, working directory, user and hostname',
    run: async (lab) => {
      const image = await lab.image(`${debian}\nENV A=image B=image\nWORKDIR /srv/work\nUSER nobody`);
      const script = 'echo $A $B $HOME; pwd; id; cat /etc/hostname; hostname';
      return [
        await lab.runToEnd('image', { image, hostname: 'named', command: say(script) }),
        await lab.runToEnd('own', {
          image,
          hostname: 'named',
          command: say(script),
          environment: { B: 'own', HOME: '/other' },
          workingDirectory: '/not/there/yet',
          user: '0',
        }),
      ];
    },
  },
  {
    name: 'a process that ends on SIGTERM, stopped',
    run: async (lab) => {
      const image = await lab.image(debian);
      await lab.start('one', {
        image,
        command: say('trap "echo bye; exit 3" TERM; echo ready; while :; do sleep 0.1; done'),
        stopGraceSeconds: 20,
      });
      await lab.until(async () => (await lab.output('one')).includes('ready'));
      await lab.engine.stopContainer(lab.named('one'));
      return { exitCode: await lab.ended('one'), output: await lab.output('one') };
    },
  },
  {
    name: 'PID 1 without a handler ignores SIGTERM and is killed',
    run: async (lab) => {
      await lab.start('one', { image: await lab.image(debian), command: ['sleep', 'infinity'] });
      await lab.engine.stopContainer(lab.named('one'));
      const code = await lab.ended('one');
      await lab.until(() => lab.events('one').some(({ action }) => action === 'stop'));
      return { code, events: lab.events('one') };
    },
  },
  {
    name: 'an init as PID 1 passes SIGTERM on',
    run: async (lab) => {
      const command = say('echo ready; exec sleep infinity');
      await lab.start('one', { image: await lab.image(debian), command, init: true, stopGraceSeconds: 30 });
      await lab.until(async () => (await lab.output('one')).includes('ready'));
      await lab.engine.stopContainer(lab.named('one'));
      return lab.ended('one');
    },
  },
  {
    name: 'STOPSIGNAL of the image, and of the container',
    run: async (lab) => {
      const image = await lab.image(`${debian}\nSTOPSIGNAL SIGUSR1`);
      const command = say('trap "echo usr1; exit 0" USR1; trap "echo hup; exit 0" HUP; echo ready; while :; do sleep 0.1; done');
      await lab.start('image', { image, command, stopGraceSeconds: 20 });
      await lab.start('own', { image, command, stopGraceSeconds: 20, stopSignal: 'SIGHUP' });
      for (const name of ['image', 'own']) await lab.until(async () => (await lab.output(name)).includes('ready'));
      await Promise.all(['image', 'own'].map((name) => lab.engine.stopContainer(lab.named(name))));
      return [await lab.output('image'), await lab.output('own')];
    },
  },
  {
    name: 'killed by hand',
    run: async (lab) => {
      const image = await lab.image(debian);
      await lab.start('one', { image, command: ['sleep', 'infinity'], restartPolicy: { name: 'always' } });
      await lab.engine.killContainer(lab.named('one'), 'SIGKILL');
      await lab.until(async () => (await lab.inspect('one')).state.status === 'exited');
      const { state, restartCount } = await lab.inspect('one');
      return { exitCode: state.status === 'exited' && state.exitCode, restartCount };
    },
  },
  {
    name: 'a restart keeps the layer, a new container does not',
    run: async (lab) => {
      const image = await lab.image(debian);
      const spec = { image, command: say('cat /note 2>/dev/null; echo again >> /note; exec sleep infinity') };
      await lab.start('one', spec);
      await lab.until(async () => (await lab.exec('one', 'test -s /note')).code === 0);
      await lab.engine.restartContainer(lab.named('one'));
      await lab.until(async () => (await lab.output('one')).length > 0);
      const restarted = await lab.output('one');
      const { restartCount } = await lab.inspect('one');
      await lab.engine.removeContainer(lab.named('one'), { force: true });
      await lab.start('one', spec);
      await lab.until(async () => (await lab.exec('one', 'test -s /note')).code === 0);
      return { restarted, restartCount, recreated: await lab.output('one') };
    },
  },
  {
    name: 'references that are no container, a taken name, removal of a running one',
    run: async (lab) => {
      const image = await lab.image(debian);
      await lab.start('one', { image, command: ['sleep', 'infinity'] });
      return [
        await lab.attempt(() => lab.engine.inspectContainer('nobody')),
        await lab.attempt(() => lab.create('one', { image })),
        await lab.attempt(() => lab.create('two', { image: 'not-here:latest' })),
        await lab.attempt(() => lab.engine.removeContainer(lab.named('one'))),
        await lab.attempt(() => lab.engine.startContainer(lab.named('one'))),
        await lab.attempt(() => lab.engine.removeImage(image)),
        await lab.attempt(() => lab.exec('nobody', 'true')),
      ];
    },
  },
  {
    name: 'a container that has ended: stop, kill, exec',
    run: async (lab) => {
      await lab.runToEnd('one', { image: await lab.image(debian), command: ['true'] });
      return [
        await lab.attempt(() => lab.engine.stopContainer(lab.named('one'))),
        await lab.attempt(() => lab.engine.killContainer(lab.named('one'), 'SIGTERM')),
        await lab.attempt(() => lab.exec('one', 'true')),
      ];
    },
  },
  {
    name: 'exec: exit codes, streams, input, user, folder, environment',
    run: async (lab) => {
      await lab.start('one', { image: await lab.image(`${debian}\nENV A=image`), command: ['sleep', 'infinity'] });
      return [
        await lab.exec('one', 'echo out; echo err >&2; exit 7'),
        await lab.exec('one', 'cat; echo $A $B; pwd; id -un', {
          input: 'typed\n',
          environment: { B: 'exec' },
          workingDirectory: '/etc',
          user: 'nobody',
        }),
        await lab.exec('one', 'kill -9 $$'),
        await lab.exec('one', ['nonsense']),
        await lab.exec('one', ['/etc/passwd']),
      ];
    },
  },
  {
    name: 'output: two streams, a last line without an end, and long lines',
    run: async (lab) => {
      await lab.runToEnd('one', {
        image: await lab.image(debian),
        command: say('echo out; echo err >&2; sleep 0.2; printf "%3000s\\n" x | tr " " y; printf end'),
      });
      return (await lab.engine.containerLog(lab.named('one'))).map(({ stream, message }) => [stream, message]).sort();
    },
  },
  {
    name: 'the processes of a container',
    run: async (lab) => {
      await lab.start('one', { image: await lab.image(debian), command: say('sleep 100 & wait') });
      return lab.exec('one', 'tr "\\0" " " < /proc/1/cmdline; echo; echo $$ | grep -q "^1$" && echo one || echo other');
    },
  },
  {
    name: 'a root that is read-only, and a tmpfs',
    run: async (lab) => {
      const image = await lab.image(debian);
      await lab.start('one', {
        image,
        command: ['sleep', 'infinity'],
        isRootReadOnly: true,
        tmpfs: [{ target: '/scratch', options: 'size=1m,mode=700' }],
      });
      const first = await lab.exec('one', 'echo x > /file; echo y > /scratch/file; cat /scratch/file; stat -c %a /scratch');
      await lab.engine.restartContainer(lab.named('one'));
      return [first, await lab.exec('one', 'ls /scratch')];
    },
  },
  {
    name: 'limits of processes and files',
    run: async (lab) =>
      lab.runToEnd('one', {
        image: await lab.image(debian),
        command: say('ulimit -n; ulimit -Hn'),
        ulimits: { nofile: { soft: 512, hard: 1024 } },
      }),
  },
  {
    name: 'health: starting, healthy, then unhealthy',
    run: async (lab) => {
      const image = await lab.image(debian);
      const info = await lab.start('one', {
        image,
        command: say('touch /well; exec sleep infinity'),
        healthcheck: { test: ['CMD-SHELL', 'test -e /well'], interval: 1000, timeout: 5000, retries: 2 },
      });
      await lab.until(async () => (await lab.inspect('one')).health === 'healthy');
      await lab.exec('one', 'rm /well');
      await lab.until(async () => (await lab.inspect('one')).health === 'unhealthy');
      await lab.engine.stopContainer(lab.named('one'));
      return [info.health, (await lab.inspect('one')).health ?? 'none'];
    },
  },
];

function exitCodes(): DifferentialCase[] {
  return [
    ['exit 0', 'true'],
    ['exit 1', 'false'],
    ['exit 42', 'exit 42'],
    ['not executable: 126', '/etc/passwd'],
    ['not found: 127', 'nonsense'],
    ['a child killed by SIGINT: 130', 'bash -c "kill -INT \\$\\$"'],
    ['a child killed by SIGKILL: 137', 'bash -c "kill -KILL \\$\\$"'],
    ['a child aborted: 134', 'bash -c "kill -ABRT \\$\\$"'],
    ['a child ended by SIGTERM: 143', 'bash -c "kill -TERM \\$\\$"'],
    ['a segmentation fault: 139', 'bash -c "kill -SEGV \\$\\$"'],
  ].map(([name = '', script = '']) => ({
    name: `exit codes: ${name}`,
    run: async (lab) =>
      (await lab.runToEnd('one', { image: await lab.image(debian), command: say(script === 'true' ? script : `${script}; exit $?`) }))
        .exitCode,
  }));
}
