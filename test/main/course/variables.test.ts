import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillCourse, fillText, missingVariables } from '../../../src/main/course/variables.ts';
import { testCourse } from './course-fixture.ts';

describe('variables', () => {
  it('fill commands, texts and checks; the fleet is the step’s own', () => {
    const filled = fillCourse(testCourse, { uuid: 'abc', shortUuid: 'a', token: '"$T"' });
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
});
