import { describe, expect, it } from 'vitest';
import { summarize } from '../../../../src/renderer/workbench/network/compare.ts';
import { networkAsText } from '../../../../src/renderer/workbench/network/details.ts';
import { layOut } from '../../../../src/renderer/workbench/network/layout.ts';
import type { Drawing, Picture } from '../../../../src/renderer/workbench/network/picture.ts';
import { plannedDrawing, runningDrawing } from '../../../../src/renderer/workbench/network/subject.ts';
import * as engines from '../../support/fixtures/engine.ts';
import { bothBridgedCompose, planOfCompose } from '../../support/fixtures/plan.ts';

/**
 * The situations of the class as they are drawn: every box, door, bridge and label with its place, and the text equivalent. Plain text, the
 * same on every machine.
 */
const now = 1_790_000_000_000;
const sizes = [
  { width: 794, height: 255 },
  { width: 1124, height: 445 },
];
const plan = planOfCompose(bothBridgedCompose);

function files(from: (now: number) => ReturnType<typeof engines.hostModeOnly>): { drawing: Drawing; words: string } {
  if (plan.topology === undefined) throw new Error('the plan has errors');
  const { drawing, changes } = plannedDrawing(runningDrawing(from(now), undefined), plan.topology);
  return { drawing, words: changes === undefined ? 'Nothing runs yet.' : summarize(changes) };
}

const running = (view: ReturnType<typeof engines.hostModeOnly>) => ({ drawing: runningDrawing(view, undefined), words: '' });

const situations = {
  'nothing-pushed': running(engines.engineOf(now, [], [])),
  'host-only': running(engines.hostModeOnly(now)),
  'host-and-bridged': running(engines.hostAndBridged(now)),
  'both-bridged': running(engines.bothBridged(now)),
  'three-services': running(engines.threeServices(now)),
  'several-bridges': running(engines.severalBridges(now)),
  'many-services': running(engines.manyServices(now)),
  'next-push-of-nothing': files((time) => engines.engineOf(time, [], [])),
  'next-push-of-host-and-bridged': files(engines.hostAndBridged),
  'next-push-of-both-bridged': files(engines.bothBridged),
};

describe('the situations of the class', () => {
  it.each(Object.entries(situations))('%s', async (name, { drawing, words }) => {
    const parts = [
      ...networkAsText(drawing).map(({ text }) => text),
      ...(words === '' ? [] : [words]),
      ...sizes.flatMap((size) => ['', `${size.width} x ${size.height}`, ...describePicture(layOut(drawing, size))]),
    ];
    await expect(`${parts.join('\n')}\n`).toMatchFileSnapshot(`snapshots/${name}.txt`);
  });
});

function describePicture(picture: Picture): string[] {
  const at = ({ x, y }: { x: number; y: number }): string => `${Math.round(x)},${Math.round(y)}`;
  const sized = (rect: { x: number; y: number; width: number; height: number }): string =>
    `${at(rect)} ${Math.round(rect.width)}x${Math.round(rect.height)}`;
  const marked = (mark: string): string => (mark === 'same' ? '' : ` [${mark}]`);
  return [
    `${picture.density} ${Math.round(picture.width)}x${Math.round(picture.height)}, wall at ${Math.round(picture.wall.x)}`,
    ...picture.bands.map((band) => `band ${band.network ?? '-'} ${sized(band)}${band.isInternal ? ' sealed' : ''}${marked(band.mark)}`),
    ...picture.boxes.map(
      (box) => `box ${box.name} ${sized(box)} ${box.state}${marked(box.mark)}${box.lines.map((line) => ` | ${line}`).join('')}`,
    ),
    ...picture.doors.map((door) => `${door.kind} ${door.id} ${Math.round(door.y)}${door.isSealed ? ' sealed' : ''}${marked(door.mark)}`),
    ...picture.labels.map((label) => `label ${at(label)} ${label.text}`),
  ];
}
