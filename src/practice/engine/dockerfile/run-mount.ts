import { Problem } from './flags.ts';

/** A directory that one RUN sees and no layer holds; paths and `from` as written, with their variables. */
export interface RunMount {
  type: 'cache' | 'tmpfs' | 'bind';
  target: string;
  /** Of `bind`: a stage or an image; the build's context where absent. */
  from?: string;
  /** Of `bind`: path in there. */
  source: string;
  isReadOnly: boolean;
}

const truths = new Set(['', '1', 'true']);

/** Reads `type=cache,target=/root/.npm`. Throws Problem; secrets and SSH agents are refused: there are none to give. */
export function readRunMount(text: string): RunMount {
  const fields = new Map<string, string>();
  for (const field of text.split(',')) {
    const [key = '', ...value] = field.split('=');
    fields.set(key.toLowerCase(), value.join('='));
  }
  const known = ['type', 'target', 'dst', 'destination', 'source', 'src', 'from', 'ro', 'readonly', 'rw', 'readwrite', 'id', 'sharing', 'mode', 'uid', 'gid', 'size']; // prettier-ignore
  const type = fields.get('type') ?? 'bind';
  if (type === 'secret' || type === 'ssh') throw new Problem(`RUN --mount=type=${type} is not supported on the practice device`);
  if (type !== 'cache' && type !== 'tmpfs' && type !== 'bind') throw new Problem(`unsupported mount type ${JSON.stringify(type)}`);
  const unknown = [...fields.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Problem(`unexpected key '${unknown}' in '${text}'`);
  const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination');
  if (target === undefined || target === '') throw new Problem('invalid mount: target is required');
  if (type === 'cache' && (fields.has('from') || fields.has('source') || fields.has('src')))
    throw new Problem('RUN --mount=type=cache,from=… is not supported on the practice device');
  const isWritable = type !== 'bind' || truths.has(fields.get('rw') ?? fields.get('readwrite') ?? 'false');
  const isReadOnly =
    fields.has('ro') || fields.has('readonly') ? truths.has(fields.get('ro') ?? fields.get('readonly') ?? '') : !isWritable;
  const from = fields.get('from');
  return {
    type,
    target,
    source: fields.get('source') ?? fields.get('src') ?? '/',
    isReadOnly,
    ...(from === undefined ? {} : { from }),
  };
}
