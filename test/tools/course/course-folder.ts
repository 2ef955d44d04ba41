import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const courseYaml = `id: small
title: Small
summary: A small course.
sections:
  - number: '1'
    title: Only
    steps: [only]
`;

export const frontMatter = `number: '1.1'
title: Only
aim: One aim.
minutes: 2
folder: app
fleet: Fleet
shows: device
checks:
  - { id: there, text: There., help: Make it., predicate: { kind: fleet-exists, fleet: '{{fleet}}' } }
solve: [make]`;

export const body = `Hello.

\`\`\`sh #make
balena fleet create {{fleet}} --type {{deviceType}}
\`\`\`

:::hint{level=nudge}
One.
:::

:::hint{level=explain}
Two.
:::

:::hint{level=show}
Three.
:::
`;

export function stepFile(markdown: string, front = frontMatter): string {
  return `---\n${front}\n---\n\n${markdown}`;
}

/** Writes a course of one step (and whatever else is given) into a new temporary folder. */
export async function writeCourse(files: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fleetlab-lessons-'));
  const all = {
    'course.yaml': courseYaml,
    'steps/only.md': stepFile(body),
    'workspace/app/Dockerfile': 'FROM debian:trixie-slim\nCMD ["sleep", "5"]\n',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}
