import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseComposeFiles } from '../../../src/shared/compose/parse.ts';
import type { ComposeService } from '../../../src/shared/compose/project.ts';

/** JSON is YAML: services are written as data. */
function read(...files: object[]) {
  return parseComposeFiles(
    files.map((file, index) => ({ name: `file${String(index)}.yml`, text: JSON.stringify(file) })),
    { projectName: 'demo', rules: 'compose' },
  );
}

function service(...versions: object[]): ComposeService {
  const { project, problems } = read(...versions.map((version) => ({ services: { a: { image: 'x', ...version } } })));
  expect(problems).toEqual([]);
  const found = project?.services['a'];
  if (found === undefined) throw new Error('no service a');
  return found;
}

const name = fc.stringMatching(/^[A-Z]{1,2}$/);
const value = fc.stringMatching(/^[a-z]{0,3}$/);
const port = fc.integer({ min: 1, max: 9 }).map((published) => `${String(published)}:80`);
const version = fc.record(
  {
    environment: fc.dictionary(name, value, { noNullPrototype: true, minKeys: 1 }),
    ports: fc.uniqueArray(port, { minLength: 1 }),
    command: fc.array(value, { minLength: 1 }),
    cap_add: fc.uniqueArray(name, { minLength: 1 }),
  },
  { requiredKeys: [] },
);

describe('files laid over each other', () => {
  it('give what the file alone gives where it is laid over itself', () => {
    fc.assert(
      fc.property(version, (one) => {
        expect(service(one, one)).toEqual(service(one));
      }),
    );
  });

  it('replace by name what is named, join what is listed, and replace a command whole', () => {
    fc.assert(
      fc.property(version, version, (base, over) => {
        const merged = service(base, over);
        expect(merged.environment ?? {}).toEqual({ ...base.environment, ...over.environment });
        expect((merged.ports ?? []).map((one) => `${one.published ?? ''}:80`)).toEqual([
          ...new Set([...(base.ports ?? []), ...(over.ports ?? [])]),
        ]);
        expect(merged.cap_add ?? []).toEqual([...new Set([...(base.cap_add ?? []), ...(over.cap_add ?? [])])]);
        expect(merged.command).toEqual(over.command ?? base.command ?? null);
      }),
    );
  });

  it('are the same whichever two are joined first', () => {
    fc.assert(
      fc.property(version, version, version, (one, two, three) => {
        expect(service(one, two, three)).toEqual(service(service(one, two), three));
      }),
    );
  });

  it('tell a problem by the file it is in', () => {
    const { problems } = read({ services: { a: { image: 'x' } } }, { services: { a: { prots: [] } } });
    expect(problems.map(({ file, message }) => [file, message])).toEqual([
      ['file1.yml', "additional properties 'prots' not allowed: it is not a key of a compose service"],
    ]);
  });

  it('declare for each other', () => {
    const files = [
      { services: { a: { image: 'x', volumes: ['data:/d'], networks: ['back'], depends_on: ['b'] } } },
      { services: { b: { image: 'y' } }, volumes: { data: null }, networks: { back: null } },
    ];
    expect(read(...files).problems).toEqual([]);
    expect(read(...files.slice(0, 1)).problems).toHaveLength(3);
  });
});

describe('values in the form of compose-go', () => {
  it.each([
    ['mem_limit', '64m', '67108864'],
    ['shm_size', '1gb', '1073741824'],
    ['mem_reservation', 1024, '1024'],
    ['cpus', '0.5', 0.5],
    ['extra_hosts', { router: '10.0.0.1' }, ['router=10.0.0.1']],
    ['extra_hosts', ['router:10.0.0.1'], ['router=10.0.0.1']],
    ['sysctls', { 'net.core.somaxconn': 1024 }, { 'net.core.somaxconn': '1024' }],
    ['stop_grace_period', '90s', '1m30s'],
    ['healthcheck', { test: 'curl x', interval: '90s' }, { test: ['CMD-SHELL', 'curl x'], interval: '1m30s' }],
    ['volumes_from', ['b'], ['b']],
  ])('%s: %j', (key, written, read) => {
    const { project } = parseComposeFiles(
      [{ name: 'f', text: JSON.stringify({ services: { a: { image: 'x', [key]: written }, b: { image: 'y' } } }) }],
      { projectName: 'demo', rules: 'compose' },
    );
    expect(project?.services['a']?.[key]).toEqual(read);
  });

  it('a service that shares with another waits for it', () => {
    const { project } = read({ services: { a: { image: 'x', network_mode: 'service:b' }, b: { image: 'y' } } });
    expect(project?.services['a']?.depends_on).toEqual({ b: { condition: 'service_started', restart: true, required: true } });
  });
});
