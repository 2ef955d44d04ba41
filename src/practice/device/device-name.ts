/** 16 by 16 words of our own; balenaCloud names new devices in the same form. */
const qualities = [
  'restless',
  'quiet',
  'amber',
  'brisk',
  'distant',
  'early',
  'gentle',
  'hidden',
  'icy',
  'lively',
  'misty',
  'patient',
  'rapid',
  'silver',
  'steady',
  'wandering',
] as const;
const things = [
  'bush',
  'brook',
  'cloud',
  'dune',
  'fern',
  'field',
  'harbour',
  'lake',
  'leaf',
  'meadow',
  'moon',
  'pine',
  'river',
  'shore',
  'stone',
  'valley',
] as const;

/** A name like `restless-bush`, always the same for one uuid (hexadecimal digits). */
export function deviceNameFor(uuid: string): string {
  const digits = Number.parseInt(uuid.slice(0, 2), 16) || 0;
  return `${qualities[digits >> 4] ?? qualities[0]}-${things[digits & 15] ?? things[0]}`;
}
