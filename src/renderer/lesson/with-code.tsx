import type { ReactElement } from 'react';

/** What stands between backticks is code. */
export function WithCode({ text }: { text: string }): ReactElement {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>;
}
