import { rowPitch } from './metrics.ts';
import { serviceKey, type Join } from './picture.ts';
import { addLabel, addPlace, addService, addWire, type Sheet } from './sheet.ts';
import { textWidth } from '../picture/text-width.ts';
import { hostLines } from './words.ts';

/** Host-mode services and the host OS hang from the line that comes in from outside. */
export function placeHost(sheet: Sheet): void {
  const { arrangement, drawing, metrics, columns, hostLane, line, spineX } = sheet;
  for (let position = 0; position <= arrangement.hosted.length; position += 1) {
    const service = arrangement.hosted[position];
    const row = Math.floor(position / columns.host);
    const x = hostLane.x + metrics.pad + (position % columns.host) * (metrics.boxWidth + metrics.gap);
    const railY = line + row * rowPitch(metrics);
    const mark = service === undefined ? 'same' : (drawing.marks.get(serviceKey(service.name)) ?? 'same');
    const join: Join = { x: x + metrics.boxWidth / 2, railY, boxY: railY + metrics.drop, mark };
    const at = { x, y: join.boxY };
    if (service === undefined) addPlace(sheet, 'host', 'Host OS', hostLines(drawing.topology), at, [join]);
    else addService(sheet, service, at, [join]);
    if (row > 0 && position % columns.host === 0) addWire(sheet, `host ${row}`, 'host', 'same', [join.x, railY], [spineX, railY]);
  }
  const { deviceAddress } = drawing.topology;
  const text = deviceAddress === '' ? 'eth0' : `eth0 · ${deviceAddress}`;
  addLabel(sheet, {
    id: 'interface',
    look: 'interface',
    mark: 'same',
    size: metrics.label,
    text,
    x: hostLane.x + metrics.pad,
    y: line - metrics.label - 6,
    width: Math.min(textWidth(text, metrics.label), metrics.boxWidth),
  });
}

/** The laptop on the line into the device, and below it everything else that is outside. */
export function placeOutside(sheet: Sheet): void {
  const { metrics, lanes, line, size, hostLane } = sheet;
  const x = metrics.pad;
  const right = x + metrics.outsideWidth;
  const joinX = lanes.laptop + lanes.outsideGap / 2;
  const highest = line + metrics.boxHeight / 2 + metrics.rowGap;
  const spare = size.height - metrics.pad - metrics.boxHeight - highest;
  const outsideY = highest + Math.min(40, Math.max(0, spare * 0.3));
  const middle = outsideY + metrics.boxHeight / 2;
  addPlace(sheet, 'laptop', 'Your laptop', ['curl, a browser'], { x, y: line - metrics.boxHeight / 2 }, []);
  addPlace(sheet, 'outside', 'Beyond', ['room, internet'], { x, y: outsideY }, []);
  addWire(sheet, 'laptop', 'outside', 'same', [right, line], [hostLane.x, line]);
  addWire(sheet, 'outside', 'outside', 'same', [right, middle], [joinX, middle], [joinX, line]);
}
