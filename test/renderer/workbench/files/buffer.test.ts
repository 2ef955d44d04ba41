import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basedOn, openBuffer, reduceBuffer, type Buffer, type BufferEvent } from '../../../../src/renderer/workbench/files/buffer.ts';

const file = (text: string): { path: string; text: string; version: string } => ({ path: 'f', text, version: `v:${text}` });
const after = (...events: BufferEvent[]): Buffer => events.reduce(reduceBuffer, openBuffer(file('disk')));

describe('an open file', () => {
  it('is saved as it is typed', () => {
    expect(after({ kind: 'edited', text: 'mine' }).state).toBe('changed');
    expect(after({ kind: 'edited', text: 'mine' }, { kind: 'save-started' }).state).toBe('saving');
    expect(after({ kind: 'edited', text: 'mine' }, { kind: 'save-started' }, { kind: 'saved', file: file('mine') })).toMatchObject({
      state: 'clean',
      text: 'mine',
    });
  });

  it('stays changed when more was typed during the save', () => {
    const buffer = after(
      { kind: 'edited', text: 'a' },
      { kind: 'save-started' },
      { kind: 'edited', text: 'ab' },
      { kind: 'saved', file: file('a') },
    );
    expect(buffer).toMatchObject({ state: 'changed', text: 'ab' });
    expect(basedOn(buffer)).toBe('v:a');
  });

  it('knows its own save when the disk tells of it first', () => {
    const buffer = after(
      { kind: 'edited', text: 'a' },
      { kind: 'save-started' },
      { kind: 'edited', text: 'ab' },
      { kind: 'disk-changed', file: file('a') },
    );
    expect(buffer).toMatchObject({ state: 'changed', text: 'ab' });
  });

  it('takes over what changed on disk while nothing was typed', () => {
    expect(after({ kind: 'disk-changed', file: file('theirs') })).toMatchObject({ state: 'clean', text: 'theirs', revision: 1 });
  });

  it('is in conflict when both changed, and keeps what was typed until the learner chooses', () => {
    const conflict: BufferEvent[] = [
      { kind: 'edited', text: 'mine' },
      { kind: 'disk-changed', file: file('theirs') },
    ];
    expect(after(...conflict)).toMatchObject({ state: 'conflict', text: 'mine' });
    expect(after(...conflict, { kind: 'edited', text: 'mine too' })).toMatchObject({ state: 'conflict', text: 'mine too' });
    const kept = after(...conflict, { kind: 'keep-mine' });
    expect(kept).toMatchObject({ state: 'changed', text: 'mine' });
    expect(basedOn(kept)).toBe('v:theirs');
    expect(after(...conflict, { kind: 'take-disk' })).toMatchObject({ state: 'clean', text: 'theirs', revision: 1 });
  });

  it('is in conflict when a save was refused', () => {
    expect(after({ kind: 'edited', text: 'mine' }, { kind: 'save-started' }, { kind: 'save-refused', disk: file('theirs') })).toMatchObject(
      { state: 'conflict', text: 'mine' },
    );
  });

  it('that was deleted keeps its text, and is made anew without naming a version', () => {
    const gone = after({ kind: 'disk-removed' });
    expect(gone).toMatchObject({ state: 'gone', text: 'disk' });
    expect(basedOn(gone)).toBeUndefined();
    expect(after({ kind: 'disk-removed' }, { kind: 'disk-changed', file: file('disk') }).state).toBe('clean');
  });

  it('never loses what was typed last unless the learner takes the disk’s text', () => {
    const text = fc.constantFrom('a', 'b', 'c', 'disk');
    const event = fc.oneof(
      text.map((typed): BufferEvent => ({ kind: 'edited', text: typed })),
      text.map((other): BufferEvent => ({ kind: 'disk-changed', file: file(other) })),
      text.map((other): BufferEvent => ({ kind: 'save-refused', disk: file(other) })),
      fc.constant<BufferEvent>({ kind: 'save-started' }),
      fc.constant<BufferEvent>({ kind: 'save-failed', problem: 'full disk' }),
      fc.constant<BufferEvent>({ kind: 'disk-removed' }),
      fc.constant<BufferEvent>({ kind: 'keep-mine' }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        let buffer = openBuffer(file('disk'));
        for (const one of events) {
          const wasUnsaved = buffer.text !== buffer.disk.text;
          const before = buffer.text;
          buffer = reduceBuffer(buffer, one);
          if (one.kind === 'edited') expect(buffer.text).toBe(one.text);
          else if (wasUnsaved) expect(buffer.text).toBe(before);
          if (buffer.state === 'clean') expect(buffer.text).toBe(buffer.disk.text);
        }
      }),
    );
  });
});
