import balenaSdk from 'balena-sdk';
import { gzipSync } from 'node:zlib';
import tar from 'tar-stream';
import type { RunningEnvironment } from '../../src/main/environments/environment.ts';
import type { Lab } from '../../src/main/device/lab/lab.ts';

/** Makes a fleet where there is none of that name yet, with the waiting device in it. */
export async function joinNewFleet(running: RunningEnvironment, lab: Pick<Lab, 'join'>, fleet: string): Promise<void> {
  const { cloud, dataDirectory } = running;
  await balenaSdk
    .getSdk({ apiUrl: cloud?.apiUrl ?? '', dataDirectory })
    .models.application.create({ name: fleet, deviceType: 'generic-amd64', organization: 'practice' });
  await lab.join(fleet);
}

/** Pushes files to a fleet of the learner's, as `balena push` does. */
export async function pushProject(running: RunningEnvironment, fleet: string, files: Readonly<Record<string, string>>): Promise<void> {
  const pack = tar.pack();
  for (const [name, text] of Object.entries(files)) pack.entry({ name }, text);
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack as AsyncIterable<Buffer>) chunks.push(chunk);
  const place = `/v3/build?slug=practice/${fleet.toLowerCase()}&nocache=false&headless=false&isdraft=false`;
  const response = await fetch(`${running.cloud?.builderUrl ?? ''}${place}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${running.variables['PRACTICE_TOKEN'] ?? ''}`, 'content-encoding': 'gzip' },
    body: new Uint8Array(gzipSync(Buffer.concat(chunks))),
  });
  const output = await response.text();
  if (!output.includes('"isSuccess":true')) throw new Error(output);
}
