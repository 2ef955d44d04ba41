import { describe, expect, it } from 'vitest';
import { byAddress, whyCloud } from '../../resources/launcher/without-cloud.mjs';

const address = '192.168.1.23';
const why = (line: string): string | undefined => whyCloud(line === '' ? [] : line.split(' '), address);

describe('on a device without a cloud', () => {
  it.each([
    '',
    '--version',
    'help push',
    `push ${address}`,
    `push ${address} --source single-service`,
    'push flasher.local',
    `push -s ./app ${address}`,
    'push --source ./app flasher.local',
    `device logs ${address} --tail`,
    `device logs --service main ${address}`,
    `device ssh -p 22222 ${address} main`,
    `device ssh ${address} main`,
    'device ssh flasher.local',
    'device detect',
    'fleet create --help',
    'build --arch amd64',
    'os versions raspberrypi4-64',
  ])('balena %s is run', (line) => expect(why(line)).toBeUndefined());

  it.each([
    ['push SingleService', `balena push ${address}`],
    ['push SingleService --source ./app', `balena push ${address}`],
    ['device logs 1234567 --tail', `balena device logs ${address}`],
    ['device ssh 1234567 main', `balena device ssh ${address} main`],
  ])('balena %s is told as %s', (line, instead) => expect(why(line)?.endsWith(instead)).toBe(true));

  it.each([
    ['login --web', '“balena login”'],
    ['fleet create SingleService --type raspberrypi4-64', '“balena fleet create”'],
    ['device move 1234567 --fleet Other', '“balena device move”'],
    ['env set A b --fleet Other', '“balena env set”'],
  ])('balena %s needs a cloud', (line, named) => {
    expect(why(line)).toContain(`${named} needs a cloud`);
    // What it would need is not shown with the learner's own words in it.
    expect(why(line)).not.toContain('Other');
  });
});

describe('a device’s name', () => {
  const addressed = (line: string): string => byAddress(line.split(' '), 'Flasher.local', address).join(' ');

  it.each([
    ['push flasher.local', `push ${address}`],
    ['device ssh FLASHER.LOCAL main', `device ssh ${address} main`],
    ['push other.local', 'push other.local'],
    ['push flasher.local.example', 'push flasher.local.example'],
  ])('%s runs as %s', (line, expected) => expect(addressed(line)).toBe(expected));
});
