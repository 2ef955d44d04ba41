import type { ButtonHTMLAttributes, ReactElement, Ref } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` once on a screen: the thing to do next. `quiet` has no border until it is pointed at. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger';
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'plain', className = '', type = 'button', ...rest }: ButtonProps): ReactElement {
  return <button type={type} className={`button button-${look} ${className}`} {...rest} />;
}
