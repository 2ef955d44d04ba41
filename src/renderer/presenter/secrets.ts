/** Who and where the machine is: nothing that forty people need to see. */
export interface Identity {
  user: string;
  host: string;
  home: string;
  /** Of clouds and devices elsewhere: their hosts, and who is signed in. */
  others?: readonly string[];
}

/** A part of a text, as positions of its first character and of the one after its last. */
export interface Range {
  from: number;
  to: number;
}

/** A line may be as long as a file: what could begin anywhere has a longest length, or looking for it would take the square of the line's. */
const patterns: readonly RegExp[] = [
  // E-mail addresses; before the @ are 64 characters at most (RFC 5321, 4.5.3.1.1).
  /[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi,
  // JSON Web Tokens, as balenaCloud's session tokens are (RFC 7519). Their header has some 40 characters.
  /\beyJ[\w-]{6,1000}\.[\w-]{4,}\.[\w-]{4,}/g,
  // API keys: 32 letters and digits or more, of both cases and with digits; commits, UUIDs and digests are of one case.
  /\b(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])(?=[A-Za-z]*\d)[A-Za-z0-9]{32,}\b/g,
];

/** The prompt of most shells, `user@host`; root's is a container's or the device's, and nobody's name. */
const prompt = /\b(?!root@)[a-z_][\w.-]{0,63}@(?!\d+\.)[a-z][\w.-]*/gi;
/** The folder of a user of this machine: the name is hidden, the rest says where one is. */
const homes = /(?<=(?:\/home\/|\/Users\/|[A-Z]:\\Users\\))[^/\\\s:"'<>|$%#]+/g;

/** What of a line is not for a projector: tokens, e-mail addresses, names of user and machine, the home folder. In order, not overlapping. */
export function findSecrets(text: string, identity: Identity | undefined): Range[] {
  const found = [...patterns, prompt, homes, ...namesOf(identity)].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match): Range => ({ from: match.index, to: match.index + match[0].length })),
  );
  found.sort((left, right) => left.from - right.from || left.to - right.to);
  const joined: Range[] = [];
  for (const range of found) {
    const last = joined.at(-1);
    if (range.from === range.to) continue;
    if (last !== undefined && range.from < last.to) last.to = Math.max(last.to, range.to);
    else joined.push({ ...range });
  }
  return joined;
}

/** The text with a dot in place of each secret character. */
export function hideSecrets(text: string, identity: Identity | undefined): string {
  let hidden = '';
  let end = 0;
  for (const { from, to } of findSecrets(text, identity)) {
    hidden += text.slice(end, from) + '•'.repeat(to - from);
    end = to;
  }
  return hidden + text.slice(end);
}

function namesOf(identity: Identity | undefined): RegExp[] {
  if (identity === undefined) return [];
  const { user, host, home, others = [] } = identity;
  // A machine's first name stands alone in many prompts. Words that everybody has are no secret, and would be hidden all over the screen.
  const names = [user, host, host.split('.')[0] ?? '', ...others].filter((name) => name.length >= 3 && !common.has(name.toLowerCase()));
  return [
    ...names.map((name) => new RegExp(`(?<![\\w-])${escape(name)}(?![\\w-])`, 'gi')),
    ...(home.length > 1 && !common.has(home.slice(1)) ? [new RegExp(`${escape(home)}(?![\\w-])`, 'g')] : []),
  ];
}

const common = new Set(['root', 'localhost', 'learner', 'balena', 'node', 'home', 'user', 'practice', 'device', 'tmp']);

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
