import type { ProgramContext } from '../../process/process.ts';
import { normalizePath } from '../../filesystem/filesystem.ts';
import type { NpmOptions } from './npm-options.ts';
import { say, sayErrors } from './npm-output.ts';
import { projectDirectory, readManifest, relative } from './npm-project.ts';

/** `npm ls`: the packages that the project names, with what stands in node_modules. */
export async function listPackages(context: ProgramContext, options: NpmOptions): Promise<number> {
  const { fileSystem } = context.system;
  const directory = await projectDirectory(context);
  const manifest = (await readManifest(fileSystem, `${directory}/package.json`)) ?? {};
  const { name, version } = manifest;
  const root = name === undefined ? '' : `${name}${version === undefined ? '' : `@${version}`}`;
  const wanted = { ...(options.omitsDevelopment ? {} : manifest.devDependencies), ...manifest.dependencies };
  const lines: string[] = [];
  const missing: string[] = [];
  for (const [each, range] of Object.entries(wanted).sort(([first], [second]) => (first < second ? -1 : 1))) {
    const place = normalizePath(`node_modules/${each}`, directory);
    const found = await readManifest(fileSystem, `${place}/package.json`);
    if (found === undefined) {
      missing.push(`missing: ${each}@${range}, required by ${root}`);
      lines.push(`UNMET DEPENDENCY ${each}@${range}`);
      continue;
    }
    const target = await fileSystem.readLink(place).catch(() => undefined);
    const link = target === undefined ? '' : ` -> ./${relative(directory, normalizePath(target, normalizePath('..', place)))}`;
    lines.push(`${each}@${found.version ?? ''}${link}`);
  }
  const tree = lines.length === 0 ? ['└── (empty)'] : lines.map((line, index) => `${index === lines.length - 1 ? '└──' : '├──'} ${line}`);
  await say(context, `${root === '' ? '' : `${root} `}${directory}\n${tree.join('\n')}\n\n`);
  if (missing.length === 0) return 0;
  await sayErrors(context, ['code ELSPROBLEMS', ...missing]);
  return 1;
}
