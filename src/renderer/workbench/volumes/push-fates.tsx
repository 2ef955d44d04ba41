import type { ReactElement } from 'react';
import type { Fate } from './storage-words.ts';

const words = { stays: 'stays', goes: 'goes', new: 'new' };

/** What outlives a push of the files as they are now, thing by thing. */
export function PushFates({ fates, folder }: { fates: readonly Fate[]; folder: string }): ReactElement {
  return (
    <div className="volumes-panel" role="group" aria-label="What a push does" tabIndex={0}>
      <h3 className="volumes-head">
        A push of <code>{folder}</code>
      </h3>
      <ul className="fates" aria-label="What outlives a push" aria-live="polite">
        {fates.map((fate) => (
          <li key={fate.thing} className={`fate fate-${fate.meaning}`}>
            <span className="fate-word">{words[fate.meaning]}</span>
            <span>
              <strong className="fate-thing">{fate.thing}</strong>
              <span className="fate-sentence">{fate.sentence}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
