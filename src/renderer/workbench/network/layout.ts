import { arrange, type Arrangement } from './arrange.ts';
import { metricsFor, type Metrics } from './metrics.ts';
import type { Drawing, Picture } from './picture.ts';
import { place } from './place.ts';
import { doorId } from './sheet.ts';
import { naturalSize, type Columns, type Size, type TextRoom } from './sizes.ts';
import { textWidth } from '../picture/text-width.ts';
import { legible } from './viewport.ts';
import { bandTitle, doorText, gatewayText, serviceLines, withMark } from './words.ts';
import { networkKey } from './picture.ts';

/** Boxes grow with the window up to here; beyond, there is more air between them. */
const largestScale = 1.3;

/**
 * The picture of a device's networks, in fixed lanes from outside to inside: laptop, host, wall, bridges. A pure function; its time grows
 * with the number of services. The picture has the shape of `available` (in pixels) wherever there is room, so that it fills it when it is
 * scaled to fit.
 */
export function layOut(drawing: Drawing, available: Size): Picture {
  const arrangement = arrange(drawing.topology);
  const lines = Math.min(
    3,
    Math.max(2, ...drawing.topology.services.map((service) => serviceLines(drawing, service, 'comfortable', undefined).length)),
  );
  const chosen = chooseDensity(drawing, arrangement, lines, available);
  const { metrics, columns, room, natural } = chosen;
  const scale = Math.min(chosen.scale, largestScale);
  const size = { width: Math.max(natural.width, available.width / scale), height: Math.max(natural.height, available.height / scale) };
  return place({ drawing, arrangement, metrics, columns, room, natural, size });
}

interface Choice {
  metrics: Metrics;
  columns: Columns;
  room: TextRoom;
  natural: Size;
  /** At which it fits. */
  scale: number;
}

function chooseDensity(drawing: Drawing, arrangement: Arrangement, lines: number, available: Size): Choice {
  for (const density of ['comfortable', 'snug'] as const) {
    const choice = choose(drawing, arrangement, metricsFor(density, lines), available);
    // Where details could not be read, the picture says less in larger letters.
    if (choice.scale >= legible) return choice;
  }
  return choose(drawing, arrangement, metricsFor('compact', 0), available);
}

/** The numbers of columns with which the picture can be shown largest. */
function choose(drawing: Drawing, arrangement: Arrangement, metrics: Metrics, available: Size): Choice {
  const room = measureTexts(drawing, arrangement, metrics);
  const most = Math.max(1, arrangement.lonely.length, ...arrangement.bridges.map(({ services }) => services.length));
  let best: Choice | undefined;
  for (const host of candidates(arrangement.hosted.length + 1)) {
    for (const bands of candidates(most)) {
      const columns = { host, bands };
      const natural = naturalSize(arrangement, metrics, columns, room);
      const scale = Math.min(available.width / natural.width, available.height / natural.height);
      if (best === undefined || scale > best.scale) best = { metrics, columns, room, natural, scale };
    }
  }
  if (best === undefined) throw new Error('There is always one column.');
  return best;
}

/** 1 to 8, then in growing steps: enough to find a good shape, few enough to try them all. */
function candidates(most: number): number[] {
  const numbers: number[] = [];
  for (let number = 1; number < most; number = number < 8 ? number + 1 : Math.ceil(number * 1.25)) numbers.push(number);
  return [...numbers, most];
}

const widestTitle = 300;
const widestDoor = 190;

function measureTexts({ marks }: Drawing, { bridges, columns }: Arrangement, metrics: Metrics): TextRoom {
  const size = metrics.label;
  const doors = bridges.flatMap(({ network, doors }) => [
    textWidth(gatewayText(network, metrics.density), size),
    ...doors.map((door) =>
      textWidth(withMark(doorText(door, metrics.density), marks.get(doorId(door.service.name, door.published)) ?? 'same'), size),
    ),
  ]);
  const titles = bridges.map(({ network }) => textWidth(withMark(bandTitle(network), marks.get(networkKey(network.name)) ?? 'same'), size));
  return {
    door: Math.min(widestDoor, Math.max(40, ...doors)),
    title: Math.min(widestTitle, Math.max(120, ...titles) + metrics.pad),
    columns: columns.map((services) => {
      const legs = Math.max(...services.map((spanning) => spanning.bridges.length - 1));
      const address = textWidth('255.255.255.255', size);
      return Math.max(metrics.boxWidth + metrics.gap, legs * metrics.legStep + address + metrics.gap);
    }),
  };
}
