/**
 * A tree that shows through wherever a directory file system has nothing of its own (an image below its containers). It never
 * changes, so that any number of file systems share one.
 */
export type LowerNode = LowerAttributes &
  (
    | { kind: 'directory'; entries: ReadonlyMap<string, LowerNode> }
    /** `size` is the content's; `declaredSize` that of the bigger file it stands for. */
    | { kind: 'file'; size: number; declaredSize?: number; read: () => Buffer }
    | { kind: 'symlink'; target: string }
  );

export type LowerDirectory = Extract<LowerNode, { kind: 'directory' }>;

interface LowerAttributes {
  mode: number;
  uid: number;
  gid: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}
