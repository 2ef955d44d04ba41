import { nameOf } from './tree.ts';

export type LanguageName = 'dockerfile' | 'yaml' | 'javascript' | 'json' | 'shell' | 'c' | 'unit' | 'text';

const byExtension: Readonly<Record<string, LanguageName>> = {
  yml: 'yaml',
  yaml: 'yaml',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  json: 'json',
  sh: 'shell',
  c: 'c',
  h: 'c',
  service: 'unit',
};

/** By the file's name; `Dockerfile`, `Dockerfile.template` and `Dockerfile.<type>` are one. */
export function languageName(path: string): LanguageName {
  const name = nameOf(path);
  if (/^Dockerfile(\.|$)/.test(name)) return 'dockerfile';
  const dot = name.lastIndexOf('.');
  return byExtension[name.slice(dot + 1).toLowerCase()] ?? 'text';
}
