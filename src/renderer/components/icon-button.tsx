import { Tooltip } from '@base-ui/react/tooltip';
import type { ButtonHTMLAttributes, ReactElement, ReactNode, Ref } from 'react';

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The accessible name; the tooltip says the same unless `tip` is given. */
  label: string;
  tip?: string;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, tip, className = '', type = 'button', children, ...rest }: IconButtonProps): ReactElement {
  return (
    <WithTip tip={tip ?? label}>
      <button type={type} aria-label={label} className={`icon-button ${className}`} {...rest}>
        {children}
      </button>
    </WithTip>
  );
}

/** Shows a few words beside what is pointed at or focused; never the only place where they can be learnt. */
export function WithTip({ tip, children }: { tip: string; children: ReactElement<Record<string, unknown>> }): ReactElement {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="layer-tip">
          <Tooltip.Popup className="tip">{tip}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
