import { X509Certificate } from 'node:crypto';
import { open } from 'node:fs/promises';
import { FleetlabError } from '../../../shared/errors.ts';

/** Bytes: a bundle of all public authorities is some 300,000. */
const longestFile = 1_000_000;

/**
 * The certificates of a PEM file, as PEM. Rejects with FleetlabError `invalid-certificate` where it cannot be read, holds no certificate, a
 * damaged one, or one that has run out.
 */
export async function readAuthority(path: string, now: Date): Promise<string> {
  const text = await readText(path);
  if (text.includes('PRIVATE KEY'))
    throw invalid(`${path} holds a private key.`, 'Give the certificate alone: the key of an authority belongs nowhere else.');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw invalid(`${path} holds no certificate in PEM form.`, 'It begins with -----BEGIN CERTIFICATE-----.');
  for (const block of blocks) {
    const certificate = parse(block, path);
    if (certificate.validToDate < now)
      throw invalid(`The certificate in ${path} ran out on ${certificate.validToDate.toISOString().slice(0, 10)}.`, 'Ask for a newer one.');
  }
  return `${blocks.join('\n')}\n`;
}

async function readText(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      if (!facts.isFile()) throw new Error('it is not a file');
      if (facts.size > longestFile) throw new Error('it is too big for certificates');
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'it is not there' : code === 'EACCES' ? 'it may not be read' : message;
    throw invalid(`${path} cannot be read: ${reason}.`, 'Give the whole path of the file.', error);
  }
}

function parse(block: string, path: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch (error) {
    throw invalid(`${path} holds a certificate that is damaged.`, 'Copy the file again, whole.', error);
  }
}

function invalid(message: string, action: string, cause?: unknown): FleetlabError {
  return new FleetlabError('invalid-certificate', message, action, { cause });
}
