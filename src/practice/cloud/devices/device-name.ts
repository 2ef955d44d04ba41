const qualities = [
  'aged', 'autumn', 'billowing', 'bold', 'brisk', 'calm', 'crimson', 'damp', 'delicate', 'dry', 'empty', 'falling', 'floral', 'fragrant',
  'gentle', 'green', 'hidden', 'late', 'lingering', 'little', 'lively', 'long', 'misty', 'morning', 'nameless', 'patient', 'polished',
  'quiet', 'restless', 'rough', 'silent', 'snowy', 'solitary', 'sparkling', 'spring', 'still', 'summer', 'twilight', 'wandering', 'weathered',
  'wild', 'winter', 'wispy', 'young',
];
const things = [
  'bird', 'breeze', 'brook', 'bush', 'butterfly', 'cherry', 'cloud', 'darkness', 'dawn', 'dew', 'dream', 'dust', 'feather', 'field', 'fire',
  'firefly', 'flower', 'fog', 'forest', 'frog', 'frost', 'glade', 'grass', 'haze', 'hill', 'lake', 'leaf', 'meadow', 'moon', 'mountain',
  'paper', 'pine', 'pond', 'rain', 'resonance', 'river', 'sea', 'shadow', 'shape', 'silence', 'sky', 'smoke', 'snow', 'sound', 'star', 'sun',
  'surf', 'thunder', 'tree', 'violet', 'voice', 'water', 'waterfall', 'wave', 'wildflower', 'wind', 'wood',
];

/** A name to remember, always the same for one uuid: `restless-bush`. */
export function deviceName(uuid: string): string {
  const number = Number.parseInt(uuid.slice(0, 8), 16);
  return `${qualities[number % qualities.length] ?? 'quiet'}-${things[Math.floor(number / qualities.length) % things.length] ?? 'bush'}`;
}
