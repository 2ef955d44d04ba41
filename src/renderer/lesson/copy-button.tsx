import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { IconButton } from '../components/icon-button.tsx';
import { useModel } from '../state/model-context.tsx';

export function CopyButton({ text, name }: { text: string; name: string }): ReactElement {
  const model = useModel();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    model.announcer.announce('Copied.');
  }

  return (
    <IconButton label={`Copy: ${name}`} tip={copied ? 'Copied' : 'Copy'} className="copy-button" onClick={() => void copy()}>
      {copied ? <Check className="is-ok" aria-hidden /> : <Copy aria-hidden />}
    </IconButton>
  );
}
