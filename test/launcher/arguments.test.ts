import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { todaysArguments } from '../../resources/launcher/arguments.mjs';

const today = (line: string) => {
  const result = todaysArguments(line.split(' '));
  return { line: result.arguments.join(' '), notice: result.notice };
};

describe('old command names', () => {
  it.each([
    ['logs abc --tail', 'device logs abc --tail', 'balena logs is now: balena device logs'],
    ['ssh abc main', 'device ssh abc main', 'balena ssh is now: balena device ssh'],
    ['devices', 'device list', 'balena devices is now: balena device list'],
    ['devices supported', 'device-type list', 'balena devices supported is now: balena device-type list'],
    ['fleets', 'fleet list', 'balena fleets is now: balena fleet list'],
    ['envs --fleet F', 'env list --fleet F', 'balena envs is now: balena env list'],
    ['env add A b --fleet F', 'env set A b --fleet F', 'balena env add is now: balena env set'],
    ['key add main file', 'ssh-key add main file', 'balena key add is now: balena ssh-key add'],
    ['app MyFleet', 'fleet MyFleet', 'balena app is now: balena fleet'],
    ['help logs', 'help device logs', 'balena logs is now: balena device logs'],
  ])('balena %s runs balena %s', (old, expected, notice) => expect(today(old)).toEqual({ line: expected, notice }));

  it.each([
    'device abc',
    'device list',
    'env set A b',
    'env list',
    'app create X',
    'push F',
    'version',
    'release list F',
    'tag list',
    'help',
  ])('balena %s stays as it is', (line) => expect(today(line)).toEqual({ line, notice: undefined }));

  it('names only commands that the pinned CLI has', () => {
    const manifest = JSON.parse(
      readFileSync(new URL('../../tools/balena-cli/node_modules/balena-cli/oclif.manifest.json', import.meta.url), 'utf8'),
    ) as { commands: Record<string, unknown> };
    const names = [
      'logs',
      'ssh',
      'devices',
      'devices supported',
      'fleets',
      'apps',
      'app',
      'app rm',
      'app rename',
      'app restart',
      'app purge',
    ];
    const more = [
      'envs',
      'env add',
      'tunnel',
      'scan',
      'key',
      'key rm',
      'key list',
      'keys',
      'orgs',
      'releases',
      'tags',
      'api-keys',
      'notes',
    ];
    for (const old of [...names, ...more]) expect(Object.keys(manifest.commands)).toContain(today(old).line.replaceAll(' ', ':'));
  });
});

describe('any command line', () => {
  it('keeps every argument after the command name, and is stable when mapped again', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom('ssh', 'logs', 'device', 'env', 'key', 'help', 'app'), fc.string())), (given) => {
        const once = todaysArguments(given);
        const again = todaysArguments(once.arguments);
        expect(again).toEqual({ arguments: once.arguments });
        for (const word of given.slice(3)) expect(once.arguments).toContain(word);
      }),
    );
  });
});
