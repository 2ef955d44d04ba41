import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createDispatcher, type Handlers } from '../../src/main/rpc.ts';
import { procedures, type ProcedureName } from '../../src/shared/contract.ts';
import { FleetlabError } from '../../src/shared/errors.ts';
import { wireMessage } from '../../src/shared/wire.ts';

const names = Object.keys(procedures) as ProcedureName[];

/** Handlers that all count their calls and answer with `answer`. */
function recordingHandlers(answer: () => unknown = () => undefined): { handlers: Handlers; called: ReturnType<typeof vi.fn> } {
  const called = vi.fn();
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      (input: unknown) => {
        called(name, input);
        return Promise.resolve(answer());
      },
    ]),
  ) as unknown as Handlers;
  return { handlers, called };
}

describe('the dispatcher', () => {
  it('passes a fitting call on and returns what the handler answered', async () => {
    const { handlers, called } = recordingHandlers(() => ({ terminalId: 'a' }));
    const reply = await createDispatcher(handlers)('block.run', { stepId: 's', blockId: 'b' });
    expect(reply).toEqual({ ok: true, value: { terminalId: 'a' } });
    expect(called).toHaveBeenCalledExactlyOnceWith('block.run', { stepId: 's', blockId: 'b', whenBusy: 'refuse' });
  });

  it('says which field does not fit', async () => {
    const { handlers, called } = recordingHandlers();
    const reply = await createDispatcher(handlers)('terminal.resize', { id: 'a', size: { columns: 0, rows: 5 } });
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'invalid-input', message: expect.stringContaining('size.columns') as string },
    });
    expect(called).not.toHaveBeenCalled();
  });

  it('keeps what a handler did not mean to send', async () => {
    const { handlers } = recordingHandlers(() => ({ terminalId: 'a', token: 'secret' }));
    expect(JSON.stringify(await createDispatcher(handlers)('block.run', { stepId: 's', blockId: 'b' }))).not.toContain('secret');
  });

  it('refuses an answer outside the contract', async () => {
    const { handlers } = recordingHandlers(() => ({ wrong: true }));
    const reply = await createDispatcher(handlers)('block.run', { stepId: 's', blockId: 'b' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  it('carries a typed error with what to do next', async () => {
    const { handlers } = recordingHandlers(() => {
      throw new FleetlabError('terminal-busy', 'A program runs there.', 'Wait for it.');
    });
    expect(await createDispatcher(handlers)('app.begin', undefined)).toEqual({
      ok: false,
      error: { code: 'terminal-busy', message: 'A program runs there.', action: 'Wait for it.' },
    });
  });

  it.each(['__proto__', 'constructor', 'toString', 'app.start ', ''])('knows no procedure %j', async (name) => {
    const { handlers, called } = recordingHandlers();
    expect(await createDispatcher(handlers)(name, undefined)).toMatchObject({ ok: false, error: { code: 'unknown-procedure' } });
    expect(called).not.toHaveBeenCalled();
  });

  it('never throws and lets nothing unfitting reach a handler', async () => {
    const hostile = fc.oneof(fc.anything({ withNullPrototype: true, withBigInt: true }), fc.jsonValue(), fc.constant(throwingGetter()));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...names), fc.string()), hostile, async (name, input) => {
        const { handlers, called } = recordingHandlers();
        const reply = await createDispatcher(handlers)(name, input);
        expect(wireMessage.safeParse({ id: 0, ...reply }).success).toBe(true);
        for (const [calledName, parsed] of called.mock.calls as [ProcedureName, unknown][])
          expect(procedures[calledName].input.safeParse(parsed).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('answers whatever a handler throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ withNullPrototype: true }), async (thrown) => {
        const { handlers } = recordingHandlers(() => {
          throw thrown;
        });
        expect((await createDispatcher(handlers)('app.begin', undefined)).ok).toBe(false);
      }),
    );
  });
});

function throwingGetter(): object {
  return Object.defineProperty({}, 'id', {
    enumerable: true,
    get() {
      throw new Error('no');
    },
  });
}
