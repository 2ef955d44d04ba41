import type { Moment, MomentKind } from './moments.ts';
import type { TimeWindow } from './time-window.ts';

/** A sign above the track: one moment, or those that happened too close together to have a sign each. */
export interface MarkBox {
  x: number;
  width: number;
  /** The one that matters most of them. */
  kind: MomentKind;
  /** Places in the track's list of moments: `count` from `index` on. */
  index: number;
  count: number;
  /** What is written beside the sign: an exit code, or how often. */
  label: string;
}

const signWidth = 14;
const letterWidth = 6.5;
const gap = 2;

/** What a sign stands for where it stands for several: a new container says more than a restart, and that more than an end. */
const weight: readonly MomentKind[] = ['failed', 'recreated', 'created', 'restarted', 'exited', 'stopped', 'removed', 'started'];

/** Signs for the moments (oldest first) in the window, none over another; each moment has exactly one. */
export function groupMarks(
  moments: readonly Moment[],
  window: TimeWindow,
  plot: { left: number; right: number },
  x: (time: number) => number,
): MarkBox[] {
  const groups: { at: number; index: number; moments: Moment[] }[] = [];
  let end = -Infinity;
  moments.forEach((moment, index) => {
    if (moment.time < window.from || moment.time > window.to) return;
    const at = Math.min(x(moment.time), plot.right - signWidth / 2);
    let group = groups.at(-1);
    if (group === undefined || at - signWidth / 2 < end + gap) {
      if (group === undefined) groups.push((group = { at, index, moments: [] }));
    } else {
      groups.push((group = { at, index, moments: [] }));
    }
    group.moments.push(moment);
    end = group.at - signWidth / 2 + widthOf(labelOf(group.moments));
  });
  return placed(groups, plot.right);
}

/** A group near the right edge moves left until its label fits; one that it would cover then takes it in. */
function placed(groups: readonly { at: number; index: number; moments: Moment[] }[], right: number): MarkBox[] {
  const boxes: { box: MarkBox; moments: Moment[] }[] = [];
  for (const group of groups) {
    let moments = group.moments;
    let { index } = group;
    let left = group.at - signWidth / 2;
    for (;;) {
      const width = widthOf(labelOf(moments));
      left = Math.min(left, right - width);
      const before = boxes.at(-1);
      if (before === undefined || before.box.x + before.box.width <= left) {
        boxes.push({ box: { x: left, width, index, count: moments.length, kind: kindOf(moments), label: labelOf(moments) }, moments });
        break;
      }
      boxes.pop();
      moments = [...before.moments, ...moments];
      ({ index, x: left } = before.box);
    }
  }
  return boxes.map(({ box }) => box);
}

function kindOf(moments: readonly Moment[]): MomentKind {
  return weight.find((kind) => moments.some((moment) => moment.kind === kind)) ?? 'started';
}

function labelOf(moments: readonly Moment[]): string {
  const kind = kindOf(moments);
  const same = moments.filter((moment) => moment.kind === kind).length;
  if (same > 1) return `×${same}`;
  const code = moments.findLast((moment) => moment.kind === 'exited' && moment.exitCode !== undefined)?.exitCode;
  return (kind === 'exited' || kind === 'restarted') && code !== undefined && code !== 0 ? String(code) : '';
}

function widthOf(label: string): number {
  return signWidth + (label === '' ? 0 : 1 + label.length * letterWidth);
}
