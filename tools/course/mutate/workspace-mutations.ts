import { parseDocument, type Document } from 'yaml';
import type { Predicate } from '../../../src/shared/course/checks.ts';
import { withFile, withoutFile, type Facts, type Mutation } from './facts.ts';

type Of<Kind extends Predicate['kind']> = Extract<Predicate, { kind: Kind }>;

function withoutIt(file: string): Mutation {
  return { what: 'file removed', found: new RegExp(`no file ${file}`), spoil: (facts) => withoutFile(facts, file) };
}

function changed(file: string, change: (text: string) => string): Mutation['spoil'] {
  return (facts) => withFile(facts, file, change);
}

export function fileContainsMutations({ file, pattern }: Of<'file-contains'>): Mutation[] {
  return [
    {
      what: 'its words taken out',
      found: new RegExp(`${file} does not have it`),
      spoil: changed(file, (text) => text.replaceAll(new RegExp(pattern, 'gm'), '')),
    },
    withoutIt(file),
  ];
}

export function dockerfileCommandMutations({ file }: Of<'dockerfile-command'>): Mutation[] {
  return [
    { what: 'another command', found: /“true”/, spoil: changed(file, (text) => `${text}\nENTRYPOINT []\nCMD ["true"]\n`) },
    { what: 'no command', found: /neither CMD nor ENTRYPOINT/, spoil: changed(file, (text) => `${text}\nFROM scratch\n`) },
    withoutIt(file),
  ];
}

export function imageStagesMutations({ file, stage, finalFrom, copiesFrom }: Of<'image-stages'>): Mutation[] {
  const mutations = [withoutIt(file)];
  const name = stage ?? copiesFrom;
  if (name !== undefined) {
    mutations.push(
      {
        what: 'stage without a name',
        found: /named .*none has a name/,
        spoil: changed(file, (text) => text.replaceAll(/^(FROM .*?) +AS +\S+/gim, '$1')),
      },
      {
        what: 'stage misspelt',
        found: new RegExp(`named ${name}; there is ${name}2`),
        spoil: changed(file, (text) => text.replaceAll(/^(FROM .*? +AS +\S+)/gim, '$12')),
      },
    );
  }
  if (copiesFrom !== undefined) {
    mutations.push({
      what: 'copied from the folder',
      found: new RegExp(`copies nothing from ${copiesFrom}`),
      spoil: changed(file, (text) => text.replaceAll(/--from=\S+ */g, '')),
    });
  }
  if (finalFrom !== undefined) {
    mutations.push({
      what: 'another last image',
      found: /begins from other:image/,
      spoil: changed(file, (text) => `${text}\nFROM other:image\n`),
    });
  }
  return mutations;
}

export function composeValueMutations({ file, path, equals, contains, absent }: Of<'compose-value'>): Mutation[] {
  const keys = path.split('.');
  const last = keys.at(-1) ?? path;
  const written = (change: (document: Document) => void): Mutation['spoil'] =>
    changed(file, (text) => {
      const document = parseDocument(text);
      change(document);
      return document.toString();
    });
  const mutations: Mutation[] = [
    { what: 'indented with a tab', found: /cannot be used: line \d/, spoil: changed(file, (text) => `${text}\n\tbroken: [\n`) },
    withoutIt(file),
  ];
  if (absent === true) {
    const left = contains ?? leftOver[last] ?? 'left';
    mutations.push({
      what: `${last} left`,
      found: /is still|mutually exclusive/,
      spoil: written((document) => document.setIn(keys, left)),
    });
    return mutations;
  }
  const wanted = equals ?? contains;
  mutations.push({
    what: `no ${last}`,
    found: new RegExp(`${last} in ${file} is not there|There is no ${path}|undefined .* ${last}`),
    spoil: written((document) => void document.deleteIn(keys)),
  });
  if (wanted !== undefined) {
    const other = varied(wanted);
    mutations.push({
      what: `another ${last}`,
      found: new RegExp(`${last} in ${file} is (?!not there)`),
      spoil: written((document) => document.setIn(keys, other)),
    });
  }
  const service = keys[0] === 'services' ? keys[1] : undefined;
  if (service !== undefined && keys.length > 2) {
    mutations.push({
      what: 'service misspelt',
      found: new RegExp(`${last} in ${file} is not there|There is no ${path}`),
      spoil: written((document) => {
        document.setIn(['services', `${service}2`], document.getIn(['services', service], true));
        document.deleteIn(['services', service]);
      }),
    });
  }
  return mutations;
}

const leftOver: Readonly<Record<string, unknown>> = { network_mode: 'host', ports: ['8080:80'], expose: ['80'], privileged: true };

/** Another value of the same kind: `80:80` becomes `81:80`. */
function varied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item, index) => (index === 0 ? varied(item) : (item as unknown)));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, varied(item)]));
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  const text = String(value);
  return /\d/.test(text) ? text.replace(/\d+/, (digits) => String(Number(digits) + 1)) : `${text}2`;
}

export function quizMutations({ quizzes }: Of<'quiz-answered'>, { step }: Facts): Mutation[] {
  const asked = step.blocks.filter((block) => block.kind === 'quiz').filter(({ id }) => quizzes?.includes(id) ?? true);
  return asked.flatMap(({ id, predict, options }) => {
    const mutations: Mutation[] = [
      {
        what: `${id} left open`,
        found: /not answered yet/,
        spoil: (facts) => ({ ...facts, answers: Object.fromEntries(Object.entries(facts.answers).filter(([quiz]) => quiz !== id)) }),
      },
    ];
    if (!predict) {
      const wrong = options.findIndex(({ right }) => !right);
      mutations.push({
        what: `${id} answered wrongly`,
        found: /1 answer is not right/,
        spoil: (facts) => ({ ...facts, answers: { ...facts.answers, [id]: wrong } }),
      });
    }
    return mutations;
  });
}
