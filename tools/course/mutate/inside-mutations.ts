import { FleetlabError } from '../../../src/shared/errors.ts';
import type { Predicate } from '../../../src/shared/course/checks.ts';
import { withContainer, withOutput, withService, withoutService, type Facts, type Mutation } from './facts.ts';
import { containerMutations, withRenamedVolume } from './container-mutations.ts';

type Of<Kind extends Predicate['kind']> = Extract<Predicate, { kind: Kind }>;

export function containerFileMutations(wanted: Of<'container-file'>): Mutation[] {
  const { service, olderThanRelease } = wanted;
  const mutations: Mutation[] = [
    { what: 'service missing', found: new RegExp(`does not run ${service}`), spoil: (facts) => withoutService(facts, service) },
    { what: 'service stopped', found: /is exited/, spoil: (facts) => withService(facts, service, { status: 'exited' }) },
    {
      what: 'it ends just now',
      found: /no running container/,
      spoil: (facts) => ({
        ...facts,
        lab: { ...facts.lab, runInService: () => Promise.reject(new FleetlabError('no-container', 'There is no container.')) },
      }),
    },
    ...fileMutations(wanted),
  ];
  if (olderThanRelease === true) {
    mutations.push(
      {
        what: 'all lines are new',
        found: /was written by the running release/,
        spoil: (facts) =>
          withOutput(facts, (result) => ({ ...result, stdout: `${new Date(facts.lab.view().readAt + 60_000).toISOString()}\n` })),
      },
      {
        what: 'the old container still runs',
        found: /has not started from the newest release/,
        spoil: (facts) => withService(facts, service, { startedAt: 1 }),
      },
    );
  }
  return mutations;
}

function fileMutations({ path, pattern, lines, olderThanRelease }: FileCheck): Mutation[] {
  const isMeant = new RegExp(pattern);
  const isOld = olderThanRelease === true;
  const mutations: Mutation[] = [
    {
      what: 'no such file',
      found: /No such file or directory/,
      spoil: (facts) => withOutput(facts, () => ({ exitCode: 1, stdout: '', stderr: `cat: ${path}: No such file or directory` })),
    },
    {
      what: 'an empty file',
      found: isOld ? /was written by the running release/ : /has 0 lines/,
      spoil: (facts) => withOutput(facts, (result) => ({ ...result, stdout: '' })),
    },
  ];
  if (lines > 1) {
    mutations.push({
      what: 'one line too few',
      found: new RegExp(`has ${lines - 1} lines? so far`),
      spoil: (facts) =>
        withOutput(facts, (result) => ({
          ...result,
          stdout: result.stdout
            .split('\n')
            .filter((line) => isMeant.test(line))
            .slice(0, lines - 1)
            .join('\n'),
        })),
    });
  }
  return mutations;
}

interface FileCheck {
  path: string;
  pattern: string;
  lines: number;
  olderThanRelease?: boolean | undefined;
}

export function volumeFileMutations(wanted: Of<'volume-file'>): Mutation[] {
  const { volume } = wanted;
  return [
    { what: 'volume misspelt', found: new RegExp(`${volume}2`), spoil: (facts) => withRenamedVolume(facts, volume) },
    { what: 'no service has it', found: /No service that runs has the volume/, spoil: withoutMounts },
    ...fileMutations(wanted),
  ];
}

function withoutMounts(facts: Facts): Facts {
  const services = facts.lab.engine().containers.flatMap(({ service }) => service ?? []);
  return services.reduce((changed, service) => withContainer(changed, service, (container) => ({ ...container, mounts: [] })), facts);
}

export function serviceVariableMutations({ service, name, pattern }: Of<'service-variable'>): Mutation[] {
  const printing = (stdout: string): Mutation['spoil'] => {
    return (facts) => withOutput(facts, () => ({ exitCode: stdout === '' ? 1 : 0, stdout, stderr: '' }));
  };
  const mutations = [
    ...containerMutations(service),
    { what: 'variable not set', found: new RegExp(`without the variable ${name}`), spoil: printing('') },
  ];
  // Where every value will do, no value is wrong.
  if (!new RegExp(pattern).test('another value'))
    mutations.push({ what: 'another value', found: /another value/, spoil: printing('another value\n') });
  return mutations;
}

export function serviceCommandMutations({ service, first }: Of<'service-command'>): Mutation[] {
  const running = (change: (processes: string) => string): Mutation['spoil'] => {
    return (facts) => withOutput(facts, (result) => ({ ...result, stdout: change(result.stdout) }));
  };
  const mutations: Mutation[] = [
    ...containerMutations(service),
    { what: 'another program', found: /sleep infinity/, spoil: running(() => '1 sleep infinity\n') },
  ];
  if (first === true) {
    mutations.push({
      what: 'behind a shell',
      found: /“bash entry\.sh”/,
      spoil: running((processes) => `1 bash entry.sh\n${processes.replaceAll(/^1 /gm, '7 ')}`),
    });
  }
  return mutations;
}
