import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A certificate with its private key, both PEM. */
export interface Identity {
  certificate: string;
  key: string;
}

export interface Authority {
  /** PEM. */
  certificate: string;
  /** A server's certificate for these names and IPv4 addresses. */
  issue(names: readonly string[]): Identity;
}

interface Subject {
  name: string;
  key: KeyObject;
}

export interface Validity {
  from: Date;
  to: Date;
}

const day = 86_400_000;

/** A certificate authority of nobody's knowledge, as a company has one (RFC 5280; keys on the curve P-256). */
export function createAuthority(name = 'Test authority', validity = validAround(new Date())): Authority {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer: Subject = { name, key: pair.privateKey };
  const own = makeCertificate({ issuer, subject: name, publicKey: pair.publicKey, validity, extensions: [basicConstraints()] });
  return {
    certificate: own,
    issue(names) {
      const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const certificate = makeCertificate({
        issuer,
        subject: names[0] ?? 'server',
        publicKey: server.publicKey,
        validity,
        extensions: [alternativeNames(names)],
      });
      return { certificate, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    },
  };
}

export function validAround(now: Date): Validity {
  return { from: new Date(now.getTime() - day), to: new Date(now.getTime() + 30 * day) };
}

function makeCertificate(parts: {
  issuer: Subject;
  subject: string;
  publicKey: KeyObject;
  validity: Validity;
  extensions: Buffer[];
}): string {
  const { issuer, subject, publicKey, validity, extensions } = parts;
  const toSign = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    distinguishedName(issuer.name),
    sequence(time(validity.from), time(validity.to)),
    distinguishedName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', toSign, issuer.key);
  const certificate = sequence(toSign, ecdsaWithSha256, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));

/** It may sign others. */
function basicConstraints(): Buffer {
  const isAuthority = tagged(0x01, Buffer.from([0xff]));
  return sequence(Buffer.from('0603551d13', 'hex'), isAuthority, tagged(0x04, sequence(isAuthority)));
}

function alternativeNames(names: readonly string[]): Buffer {
  const entries = names.map((name) =>
    /^[\d.]+$/.test(name) ? tagged(0x87, Buffer.from(name.split('.').map(Number))) : tagged(0x82, Buffer.from(name, 'ascii')),
  );
  return sequence(Buffer.from('0603551d11', 'hex'), tagged(0x04, sequence(...entries)));
}

function distinguishedName(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from(commonName)))));
}

function time(date: Date): Buffer {
  return tagged(
    0x17,
    Buffer.from(
      date
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2),
      'ascii',
    ),
  );
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

/** DER: tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const header = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
}
