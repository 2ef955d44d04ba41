import type { MouseEvent, ReactElement } from 'react';
import { useModel } from '../state/model-context.tsx';

/** HTML of the course's own compiler. Links go to the machine's browser, never away from this page. */
export function Prose({ html, className = '' }: { html: string; className?: string }): ReactElement {
  const model = useModel();

  function follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null) return;
    event.preventDefault();
    const address = link.getAttribute('href') ?? '';
    if (address.startsWith('#')) void model.goTo(address.slice(1));
    else void model.lesson.attempt('place', () => model.bridge.call('app.openExternal', { url: link.href }));
  }

  return <div className={`prose ${className}`} onClick={follow} dangerouslySetInnerHTML={{ __html: html }} />;
}
