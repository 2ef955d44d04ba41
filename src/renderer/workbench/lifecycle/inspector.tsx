import type { ReactElement } from 'react';
import { serviceColour } from '../../device/service-colours.ts';
import { formatClock } from '../../format/time.ts';
import { Legend } from './sign.tsx';
import type { SpotWords } from './spot-words.ts';

export interface InspectorProps {
  words: SpotWords | undefined;
  services: readonly string[];
  /** Whether the picture shows a time in which nobody watched. */
  hasUnseen: boolean;
  /** Whether it was chosen with a key or a click, so that a screen reader hears of it. */
  isChosen: boolean;
}

/** What is pointed at, in words, with the log lines of its time. */
export function Inspector({ words, services, hasUnseen, isChosen }: InspectorProps): ReactElement {
  return (
    <section className="inspector" aria-label="What is pointed at" aria-live={isChosen ? 'polite' : 'off'}>
      {words === undefined ? (
        <Legend hasUnseen={hasUnseen} />
      ) : (
        <>
          <div className="inspector-told" role="group" aria-label="Event" tabIndex={0} style={serviceColour(words.service, services)}>
            <p className="inspector-head">
              <span className="service-mark" aria-hidden />
              <strong>{words.service}</strong> <span className="inspector-when">{words.head}</span>
            </p>
            <p className="inspector-sentence">{words.sentence}</p>
          </div>
          {words.logs.length === 0 ? null : (
            <div className="inspector-logs" role="group" aria-label="Log lines of that time" tabIndex={0}>
              {words.logs.map((line, index) => (
                <p key={`${line.timestamp} ${index}`} className={line.isError ? 'inspector-line is-error' : 'inspector-line'}>
                  <time>{formatClock(line.timestamp)}</time> {line.message}
                </p>
              ))}
            </div>
          )}
        </>
      )}
    </section>
  );
}
