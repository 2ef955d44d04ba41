import { describe, expect, it } from 'vitest';
import { memoryFileSystem } from '../../../../src/practice/filesystem/memory-file-system.ts';
import { unitPackages } from '../../../../src/practice/programs/systemd/unit-files.ts';
import { nextCalendarTime } from '../../../../src/practice/programs/systemd/units/calendar.ts';
import { findDropIns, findUnit } from '../../../../src/practice/programs/systemd/units/find-unit.ts';
import { readSettings } from '../../../../src/practice/programs/systemd/units/read-settings.ts';
import { formatAge, formatTimeSpan, parseTimeSpan } from '../../../../src/practice/programs/systemd/units/time-span.ts';
import { escapePath, expandSpecifiers, unitNameOf } from '../../../../src/practice/programs/systemd/units/unit-names.ts';
import { parseUnitFile } from '../../../../src/practice/programs/systemd/units/unit-syntax.ts';
import { expandVariables, parseEnvironmentFile, splitWords } from '../../../../src/practice/programs/systemd/units/words.ts';

const machine = { hostname: 'practice', kernelRelease: '6.12', architecture: 'x86_64' };

function read(name: string, text: string) {
  return readSettings(name, parseUnitFile(text, `/etc/systemd/system/${name}`).settings, machine);
}

describe('the syntax', () => {
  it('has sections, comments, continued lines and repeated keys', () => {
    const { settings, warnings } = parseUnitFile(
      '# comment\n; another\n[Unit]\nAfter=a.service \\\n# between\n  b.service\nAfter=c.service\n\n[Service]\nExecStart = /bin/true\nnonsense\n',
      '/x',
    );
    expect(settings.map(({ section, key, value, place }) => [section, key, value, place])).toEqual([
      ['Unit', 'After', 'a.service  b.service', '/x:4'],
      ['Unit', 'After', 'c.service', '/x:7'],
      ['Service', 'ExecStart', '/bin/true', '/x:10'],
    ]);
    expect(warnings).toEqual(["/x:11: Missing '=', ignoring line."]);
  });

  it('splits words with quotes and escapes', () => {
    expect(splitWords(`/bin/sh -c 'a "b" $c' "d e" f\\x20g h\\ti ''`)).toEqual(['/bin/sh', '-c', 'a "b" $c', 'd e', 'f g', 'h\ti', '']);
    expect(splitWords('"open')).toBeUndefined();
  });

  it('expands variables as systemd does, not as a shell', () => {
    const environment = new Map([
      ['TWO', 'one  two'],
      ['NAME', 'x'],
    ]);
    expect(expandVariables(['$TWO', '${TWO}', 'a$NAME', 'a${NAME}b', '$NOTHING', '$$NAME'], environment)).toEqual([
      'one',
      'two',
      'one  two',
      'a$NAME',
      'axb',
      '$NAME',
    ]);
  });

  it('reads environment files', () => {
    expect([...parseEnvironmentFile('A=1\n# B=2\nC="three four"\nD=\'$x\'\nE=a\\\nb\nnot a line\nPATH=/bin:/usr/bin\n')]).toEqual([
      ['A', '1'],
      ['C', 'three four'],
      ['D', '$x'],
      ['E', 'ab'],
      ['PATH', '/bin:/usr/bin'],
    ]);
  });
});

describe('settings', () => {
  it('are read with prefixes, resets and specifiers', () => {
    const { settings, warnings } = read(
      'worker@blue.service',
      '[Unit]\nDescription=Worker %i on %H\nAfter=other@.service\n[Service]\nExecStart=/bin/old\nExecStart=\nExecStart=-@/bin/new called %n ; +/bin/second\nType=oneshot\nTimeoutStopSec=1min 30s\nSuccessExitStatus=7 SIGUSR1\nEnvironment="A=b c" D=e\n',
    );
    expect(warnings).toEqual([]);
    expect(settings.description).toBe('Worker blue on practice');
    expect([...(settings.dependencies.get('After') ?? [])]).toEqual(['other@blue.service']);
    expect(settings.service.execStart).toEqual([
      { words: ['/bin/new', 'worker@blue.service'], calledName: 'called', ignoresFailure: true, isLiteral: false, isPrivileged: false },
      { words: ['/bin/second'], calledName: undefined, ignoresFailure: false, isLiteral: false, isPrivileged: true },
    ]);
    expect(settings.service.timeoutStop).toBe(90_000);
    expect([...settings.service.successStatus.codes, ...settings.service.successStatus.signals]).toEqual([7, 'SIGUSR1']);
    expect([...settings.execution.environment]).toEqual([
      ['A', 'b c'],
      ['D', 'e'],
    ]);
  });

  it('that nobody knows are named with their place; those without effect too', () => {
    const { warnings } = read('x.service', '[Service]\nBogus=1\nExecStart=/bin/true\nPrivateTmp=yes\nRestart=sometimes\n[Extra]\nA=b\n');
    expect(warnings).toEqual([
      "/etc/systemd/system/x.service:2: Unknown key 'Bogus' in section [Service], ignoring.",
      '/etc/systemd/system/x.service:4: PrivateTmp= has no effect on the practice device.',
      '/etc/systemd/system/x.service:5: Failed to parse service restart specifier, ignoring: sometimes',
      "/etc/systemd/system/x.service:7: Unknown section 'Extra'. Ignoring.",
    ]);
  });

  it('of the packages’ own files are all known', () => {
    for (const { path, content } of Object.values(unitPackages).flatMap(({ files }) => files)) {
      if (!path.startsWith('/usr/lib/systemd/system/')) continue;
      const name = path.slice(path.lastIndexOf('/') + 1);
      const problems = read(name, content).warnings.filter((text) => /Unknown|Failed|Missing/.test(text));
      expect([name, problems]).toEqual([name, []]);
    }
  });
});

describe('names and times', () => {
  it('are what commands mean', () => {
    expect(['printer', 'a-b', 'x.target', '/run/lock', 'getty@tty1'].map((word) => unitNameOf(word))).toEqual([
      'printer.service',
      'a-b.service',
      'x.target',
      'run-lock.mount',
      'getty@tty1.service',
    ]);
    expect(escapePath('/var/lib/my-data')).toBe('var-lib-my\\x2ddata');
    expect(expandSpecifiers('%p %i %I %N %%', 'mount@a-b.service', machine)).toBe('mount a-b a/b mount@a-b %');
  });

  it('are spans of systemd.time(7)', () => {
    expect(['5', '1min 30s', '100ms', '1h', 'infinity', '2 min', 'soon'].map(parseTimeSpan)).toEqual([
      5000,
      90_000,
      100,
      3_600_000,
      Infinity,
      120_000,
      undefined,
    ]);
    expect([90_000, 165, 39_711, 3_600_000, Infinity].map((time) => formatTimeSpan(time))).toEqual([
      '1min 30s',
      '165ms',
      '39.711s',
      '1h',
      'infinity',
    ]);
    expect([993, 32_400, 3_725_000].map(formatAge)).toEqual(['993ms ago', '32s ago', '1h 2min ago']);
  });

  it('are calendar events', () => {
    const from = Date.UTC(2026, 10, 23, 9, 7, 10);
    const next = (expression: string): string | undefined => {
      const time = nextCalendarTime(expression, from);
      return time === undefined ? undefined : new Date(time).toISOString();
    };
    expect(['daily', '*:0/15', 'Mon *-*-* 00:00:00', '*-*-* 6,18:00', '12-24', 'minutely', 'every day'].map(next)).toEqual([
      '2026-11-24T00:00:00.000Z',
      '2026-11-23T09:15:00.000Z',
      '2026-11-30T00:00:00.000Z',
      '2026-11-23T18:00:00.000Z',
      '2026-12-24T00:00:00.000Z',
      '2026-11-23T09:08:00.000Z',
      undefined,
    ]);
  });
});

describe('the search path', () => {
  it('prefers /etc, follows aliases, templates and masks, and merges drop-ins', async () => {
    const files = memoryFileSystem({
      '/etc/systemd/system/a.service': '[Service]\n',
      '/usr/lib/systemd/system/a.service': '[Unit]\n',
      '/usr/lib/systemd/system/t@.service': '[Service]\n',
      '/usr/lib/systemd/system/a.service.d/10-x.conf': '',
      '/etc/systemd/system/a.service.d/20-y.conf': '',
      '/etc/systemd/system/a.service.d/10-x.conf': '',
    });
    await files.symlink('/usr/lib/systemd/system/a.service', '/etc/systemd/system/alias.service');
    await files.symlink('/dev/null', '/etc/systemd/system/masked@.service');
    expect(await findUnit(files, 'a.service')).toMatchObject({ kind: 'file', path: '/etc/systemd/system/a.service' });
    expect(await findUnit(files, 'alias.service')).toMatchObject({ kind: 'file', id: 'a.service' });
    expect(await findUnit(files, 't@1.service')).toMatchObject({
      kind: 'file',
      id: 't@1.service',
      path: '/usr/lib/systemd/system/t@.service',
    });
    expect(await findUnit(files, 'masked@1.service')).toMatchObject({ kind: 'masked' });
    expect(await findUnit(files, 'none.service')).toMatchObject({ kind: 'not-found' });
    expect(await findDropIns(files, ['a.service'])).toEqual([
      '/etc/systemd/system/a.service.d/10-x.conf',
      '/etc/systemd/system/a.service.d/20-y.conf',
    ]);
  });
});
