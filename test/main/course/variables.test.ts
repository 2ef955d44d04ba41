import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandBlock, Step } from '../../../src/shared/course/course.ts';
import { refuseWithoutCloud } from '../../../src/main/course/device-alone.ts';
import { findStep, stepsOf } from '../../../src/main/course/lookup.ts';
import { fillCourse, fillStep, fillText, missingVariables, variablesOf } from '../../../src/main/course/variables.ts';
import { testCourse } from './course-fixture.ts';

describe('variables', () => {
  it('fill commands, texts and checks; the fleet is the step’s own', () => {
    const filled = fillCourse(testCourse, { uuid: 'abc', shortUuid: 'a' });
    const [first, second] = filled.sections.flatMap(({ steps }) => steps);
    expect(first?.blocks[1]).toMatchObject({ text: 'make FleetOne' });
    expect(first?.checks[0]).toMatchObject({ text: 'FleetOne exists.', predicate: { fleet: 'FleetOne' } });
    expect(second?.blocks[0]).toMatchObject({ html: '<p>Device abc in FleetTwo</p>' });
  });

  it('show an unknown one in angle brackets, as text also inside HTML', () => {
    const filled = fillCourse(testCourse, {});
    expect(filled.sections[0]?.steps[1]?.blocks[0]).toMatchObject({ html: '<p>Device &lt;uuid&gt; in FleetTwo</p>' });
    expect(fillText('ssh {{uuid}}', {})).toBe('ssh <uuid>');
  });

  it('never let a value become markup', () => {
    const filled = fillCourse(testCourse, { uuid: '<img src=x onerror="x">&' });
    expect(filled.sections[0]?.steps[1]?.blocks[0]).toMatchObject({
      html: '<p>Device &lt;img src=x onerror=&quot;x&quot;&gt;&amp; in FleetTwo</p>',
    });
  });

  it('leave other braces and the values themselves alone', () => {
    expect(fillText('docker ps --format "{{.ID}} {{ID}}"', { uuid: 'x' })).toBe('docker ps --format "{{.ID}} {{ID}}"');
    fc.assert(fc.property(fc.string(), (value) => fillText('a {{uuid}} b', { uuid: value }) === `a ${value} b`));
  });

  it('tell which ones are missing', () => {
    expect(missingVariables('{{uuid}} {{fleet}} {{address}} {{uuid}}', { fleet: 'x' })).toEqual(['uuid', 'address']);
  });

  it('say how one signs in, and how the device comes into the fleet, by where that is', () => {
    const values = variablesOf({ fleet: 'One' }, { uuid: 'abcdef01', shortUuid: 'abcdef0' });
    expect(fillText('balena login {{signIn}}', values)).toBe('balena login --token "$PRACTICE_TOKEN"');
    expect(fillText('balena device {{join}}', values)).toBe('balena device register One --uuid abcdef01');
    expect(fillText('balena login {{signIn}}', { ...values, where: 'elsewhere' })).toBe('balena login --web');
    expect(fillText('balena device {{join}}', { ...values, where: 'elsewhere' })).toBe('balena device move abcdef0 --fleet One');
    expect(missingVariables('balena device {{join}}', { fleet: 'One', where: 'elsewhere' })).toEqual(['shortUuid']);
  });

  it('show the text that fits the environment, and not the other one', () => {
    const html =
      '<p>a</p>\n<div data-where="practice"><p>here {{uuid}}</p></div>\n<div data-where="elsewhere"><p>there</p></div>\n<p>z</p>';
    const step = { ...findStep(testCourse, 'one'), blocks: [{ kind: 'prose' as const, html }] };
    expect(fillStep(step, { uuid: '<u>' }).blocks).toEqual([{ kind: 'prose', html: '<p>a</p>\n<p>here &lt;u&gt;</p><p>z</p>' }]);
    expect(fillStep(step, { where: 'elsewhere' }).blocks).toEqual([{ kind: 'prose', html: '<p>a</p>\n<p>there</p><p>z</p>' }]);
  });

  it('take the account’s fleet that stands for the class’s', () => {
    const filled = fillCourse(testCourse, { fleets: { FleetOne: 'ada-one' } });
    expect(filled.sections[0]?.steps[0]).toMatchObject({ fleet: 'ada-one', checks: [{ text: 'ada-one exists.' }] });
    expect(filled.sections[0]?.steps[1]).toMatchObject({ fleet: 'FleetTwo' });
  });
});

describe('a device without a cloud', () => {
  const step = stepsOf(testCourse)[0] as Step;
  const block = (text: string): CommandBlock => ({
    kind: 'command',
    id: 'c',
    text,
    target: { kind: 'laptop' },
    endless: false,
    expects: 0,
  });
  const commandsOf = (texts: string[]): string[] =>
    fillStep(
      { ...step, blocks: texts.map(block) },
      { address: '10.42.0.7', uuid: '10.42.0.7', shortUuid: '10.42.0.7', isDeviceAlone: true },
    )
      .blocks.filter(({ kind }) => kind === 'command')
      .map((filled) => (filled as CommandBlock).text);

  it('gets what is pushed at its address, with the variables that a cloud would keep', () => {
    expect(
      commandsOf([
        'balena push {{fleet}}',
        'balena env set GREETING Welcome --fleet {{fleet}}',
        'balena device logs {{shortUuid}} --tail',
        'curl http://{{address}}',
      ]),
    ).toEqual([
      'balena push 10.42.0.7 --detached',
      'balena push 10.42.0.7 --detached --env GREETING=Welcome',
      'balena device logs 10.42.0.7 --tail',
      'curl http://10.42.0.7',
    ]);
    const said = fillStep(
      { ...step, blocks: [{ kind: 'prose', html: '<code>balena push {{fleet}}</code>' }] },
      { address: '10.42.0.7', isDeviceAlone: true },
    );
    expect(said.blocks[0]).toMatchObject({ html: '<code>balena push 10.42.0.7</code>' });
  });

  it('is told in words which commands only a cloud answers', () => {
    const needsOf = (text: string): string | undefined => {
      const [filled] = fillStep({ ...step, blocks: [block(text)] }, { address: '10.42.0.7', isDeviceAlone: true }).blocks;
      if (filled?.kind !== 'command') throw new Error('no command');
      if (filled.needsCloud === undefined) refuseWithoutCloud(filled);
      else expect(() => refuseWithoutCloud(filled)).toThrow(`“${filled.needsCloud}” needs a cloud`);
      return filled.needsCloud;
    };
    expect(needsOf('balena login --token x')).toBe('balena login');
    expect(needsOf('balena fleet create Hello --type x')).toBe('balena fleet create');
    expect(needsOf('cd there\n  balena device register Hello --uuid x')).toBe('balena device register');
    expect(needsOf('balena device 10.42.0.7')).toBe('balena device');
    for (const text of ['balena push {{fleet}}', 'balena device logs {{uuid}}', 'balena env set A b --fleet {{fleet}}', 'curl x', 'ls'])
      expect(needsOf(text)).toBeUndefined();
  });

  it('has what its host OS is told to run as it is', () => {
    const inside = { ...block('balena fleet list'), target: { kind: 'host-os' as const } };
    expect(fillStep({ ...step, blocks: [inside] }, { isDeviceAlone: true }).blocks).toEqual([inside]);
  });
});
