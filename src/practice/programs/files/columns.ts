/** Names laid out as `ls -C` does: filled downwards, as many columns as fit, two spaces apart, tabs where they reach a stop. */
export function layOutColumns(names: readonly { shown: string; width: number }[], lineWidth: number): string[] {
  const layout = bestLayout(names, lineWidth);
  const lines: string[] = [];
  for (let row = 0; row < layout.rows; row += 1) {
    let line = '';
    let at = 0;
    let columnStart = 0;
    for (const [column, columnWidth] of layout.widths.entries()) {
      const name = names[column * layout.rows + row];
      if (name === undefined) break;
      line += indent(at, columnStart) + name.shown;
      at = columnStart + name.width;
      columnStart += columnWidth;
    }
    lines.push(line);
  }
  return lines;
}

const gap = 2;
const tabStop = 8;

function bestLayout(names: readonly { width: number }[], lineWidth: number): { rows: number; widths: number[] } {
  for (let columns = Math.min(names.length, Math.max(1, Math.floor(lineWidth / (gap + 1)))); columns > 1; columns -= 1) {
    const rows = Math.ceil(names.length / columns);
    const used = Math.ceil(names.length / rows);
    if (used !== columns) continue;
    const widths = Array.from({ length: columns }, (_, column) => {
      const widest = Math.max(...names.slice(column * rows, (column + 1) * rows).map((name) => name.width));
      return widest + (column === columns - 1 ? 0 : gap);
    });
    if (widths.reduce((sum, width) => sum + width, 0) < lineWidth) return { rows, widths };
  }
  return { rows: names.length, widths: [0] };
}

function indent(from: number, to: number): string {
  let text = '';
  let at = from;
  while (at < to) {
    const nextStop = (Math.floor(at / tabStop) + 1) * tabStop;
    if (nextStop <= to && Math.floor(to / tabStop) > Math.floor((at + 1) / tabStop)) {
      text += '\t';
      at = nextStop;
    } else {
      text += ' ';
      at += 1;
    }
  }
  return text;
}
