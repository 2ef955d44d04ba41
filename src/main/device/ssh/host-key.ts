import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { HostKeyQuestion } from '../../../shared/domain/host-key.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import { describeKey, knownHostName, readTrustedKeys, trustKey } from './known-hosts.ts';
import type { SshTarget } from './ssh-target.ts';

/** Where a connection goes, as far as its host key is concerned. */
export type HostKeyPlace = Pick<SshTarget, 'host' | 'port' | 'uuid' | 'knownAs' | 'folder'>;

/** Which SSH host keys are trusted. A person decides on each one that is new, but for the practice device's, which is on this machine. */
export interface HostKeys {
  /**
   * Is this the key of that place? Rejects with FleetlabError `host-key-unknown` or `host-key-changed` where nobody has said so, and then the
   * question is asked. Rejects with `cancelled`, and asks nothing, where the place was left since the connection was begun (`presence`).
   */
  check(place: HostKeyPlace, key: Buffer, presence?: AbortSignal): Promise<void>;
  /** Of the places that are in use now: aborted when they are left (`forget`). */
  presence(): AbortSignal;
  /**
   * Throws what the last check rejected with while nobody has decided: no connection needs to be made to know. Now and then it is to be looked again,
   * for the key that is trusted may be back.
   */
  expectTrust(place: HostKeyPlace): void;
  /** The keys that are trusted there. */
  trusted(place: HostKeyPlace): Promise<Buffer[]>;
  /** What is to be decided; one that the person put off is not. */
  question(): HostKeyQuestion | undefined;
  /** Asks again what was put off, and resolves when it is trusted, or the trusted one is back. Rejects as `check` does where it is put off again. */
  ask(place: HostKeyPlace): Promise<void>;
  /** Trusts the key that was shown, and no other at that place, or puts the question off. One that is no longer asked is `not-found`. */
  answer(id: string, isTrusted: boolean): Promise<void>;
  /** Nothing is asked any more: the learner looks at another device. */
  forget(): void;
}

export interface HostKeysOptions {
  /** The file of known hosts for places without a folder of their own (practice): their first key is trusted without a question. */
  practice: string;
  onQuestion?: (question: HostKeyQuestion | undefined) => void;
  onTrusted?: () => void;
}

/** Milliseconds. */
const lookAgainAfter = 10_000;

interface Doubt {
  place: HostKeyPlace;
  key: Buffer;
  question: HostKeyQuestion;
  /** When it was shown last, as milliseconds since 1970. */
  seenAt: number;
  isPutOff: boolean;
  /** Those who wait for the person's decision. */
  waiting: { resolve: () => void; reject: (error: FleetlabError) => void }[];
}

export function createHostKeys(options: HostKeysOptions): HostKeys {
  const doubts = new Map<string, Doubt>();
  let asked: string | undefined;
  let present = new AbortController();

  function question(): HostKeyQuestion | undefined {
    return [...doubts.values()].find(({ isPutOff }) => !isPutOff)?.question;
  }

  function tell(): void {
    const now = question();
    if (now?.id === asked) return;
    asked = now?.id;
    options.onQuestion?.(now);
  }

  function fileOf({ folder }: HostKeyPlace): string {
    return folder === undefined ? options.practice : knownHostsOf(folder);
  }

  function settle(id: string, error?: FleetlabError): void {
    const doubt = doubts.get(id);
    if (doubt === undefined) return;
    for (const { resolve, reject } of doubt.waiting.splice(0)) {
      if (error === undefined) resolve();
      else reject(error);
    }
  }

  return {
    async check(place, key, presence = present.signal) {
      const known = await readTrustedKeys(fileOf(place), nameOf(place));
      if (known.some((trusted) => trusted.equals(key))) {
        // Nothing is left to decide: who waits for it goes on.
        settle(idOf(place));
        if (doubts.delete(idOf(place))) tell();
        return;
      }
      if (place.folder === undefined) {
        if (known.length > 0) throw changedInPractice(place, fileOf(place));
        await trustKey(fileOf(place), nameOf(place), key);
        return;
      }
      // Nobody decides on the key of a device that is not looked at any more.
      if (presence.aborted) throw new FleetlabError('cancelled', 'Another environment was chosen meanwhile.');
      const former = doubts.get(idOf(place));
      const isSame = former?.key.equals(key) === true && former.question.former.length === known.length;
      const doubt: Doubt = isSame
        ? former
        : {
            place,
            key,
            question: {
              id: randomBytes(8).toString('hex'),
              of: place.uuid === undefined ? 'device' : 'gateway',
              host: `${place.knownAs ?? place.host}:${String(place.port)}`,
              shown: describeKey(key),
              former: known.map(describeKey),
            },
            seenAt: 0,
            isPutOff: false,
            waiting: former?.waiting ?? [],
          };
      doubt.seenAt = Date.now();
      doubts.set(idOf(place), doubt);
      tell();
      throw refusal(doubt);
    },
    presence: () => present.signal,
    expectTrust(place) {
      const doubt = doubts.get(idOf(place));
      if (doubt !== undefined && Date.now() - doubt.seenAt < lookAgainAfter) throw refusal(doubt);
    },
    trusted: (place) => readTrustedKeys(fileOf(place), nameOf(place)),
    question,
    ask(place) {
      const doubt = doubts.get(idOf(place));
      if (doubt === undefined) return Promise.resolve();
      doubt.isPutOff = false;
      const decided = new Promise<void>((resolve, reject) => doubt.waiting.push({ resolve, reject }));
      tell();
      return decided;
    },
    async answer(id, isTrusted) {
      const [key, doubt] = [...doubts].find(([, { question: one }]) => one.id === id) ?? [];
      if (key === undefined || doubt === undefined)
        throw new FleetlabError('not-found', 'Another key is shown by now.', 'Look at that one.');
      if (isTrusted) {
        await trustKey(fileOf(doubt.place), nameOf(doubt.place), doubt.key);
        settle(key);
        doubts.delete(key);
      } else {
        doubt.isPutOff = true;
        settle(key, refusal(doubt));
      }
      tell();
      if (isTrusted) options.onTrusted?.();
    },
    forget() {
      present.abort();
      present = new AbortController();
      for (const [key, doubt] of doubts) settle(key, refusal(doubt));
      doubts.clear();
      tell();
    },
  };
}

/** The file of known hosts in an environment's folder for SSH. */
export function knownHostsOf(folder: string): string {
  return join(folder, 'known_hosts');
}

function nameOf({ knownAs, host, port }: HostKeyPlace): string {
  return knownHostName(knownAs ?? host, port);
}

function idOf(place: HostKeyPlace): string {
  return `${nameOf(place)} ${place.folder ?? ''}`;
}

function refusal({ question: { of, host, shown, former } }: Doubt): FleetlabError {
  const [before] = former;
  return before === undefined
    ? new FleetlabError(
        'host-key-unknown',
        `Nobody has said yet that the SSH key of ${host} is the ${of}’s (${shown.fingerprint}), so nothing is read there.`,
        '“Your keys…” in the menu of environments asks again, and so does a terminal on the device.',
      )
    : new FleetlabError(
        'host-key-changed',
        `${host} shows another SSH key (${shown.fingerprint}) than the one that is trusted (${before.fingerprint}).`,
        `“Your keys…” in the menu of environments asks again. Trust the new one only if you know that the ${of} was set up anew.`,
      );
}

function changedInPractice(place: HostKeyPlace, path: string): FleetlabError {
  return new FleetlabError(
    'host-key-changed',
    `Another program answers at ${place.host}:${String(place.port)} in the practice device’s place.`,
    `End it, or remove the line of this address from ${path}.`,
  );
}
