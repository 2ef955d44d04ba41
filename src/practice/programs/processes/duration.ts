const millisecondsOf: Record<string, number> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `0.5`, `3m`, `infinity`; undefined where it is no duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^\+?(?:(inf(?:inity)?)|((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?))([smhd]?)$/i.exec(text);
  if (match === null) return undefined;
  const unit = millisecondsOf[match[3] ?? ''];
  if (unit === undefined) return undefined;
  return match[1] === undefined ? Number(match[2]) * unit : Infinity;
}
